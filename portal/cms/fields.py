"""Model fields that several page types share."""

from __future__ import annotations

from typing import Any

from django.db import models


class LeadField(models.TextField):
    """The one or two sentences that open a page, and stand for it in lists and search engines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        defaults = {
            "verbose_name": "chapô",
            "blank": True,
            "max_length": 400,
            "help_text": "Une ou deux phrases : l’essentiel de la page.",
        }
        super().__init__(*args, **(defaults | kwargs))
