"""A new comment that arrives twice is stored once: when « Soumettre » leaves before the answer to the automatic save.

That answer tells the page which number its comment got; without it, the second post says that the comment is new.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Comment

from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from modelcluster.forms import BaseChildFormSet
    from wagtail.models import Page

JUST_NOW = datetime.timedelta(minutes=10)


def leave_out_repeated(formset: BaseChildFormSet, page: Page, user: AbstractBaseUser | None) -> None:
    """Take for withdrawn each new comment that the same person has just left at the same place in the same words."""
    if not formset.is_bound or page.pk is None:
        return
    rows = [f"{formset.prefix}-{number}-" for number in range(formset.total_form_count())]
    new = [row for row in rows if not formset.data.get(f"{row}id")]
    if not new:
        return
    told = [formset.data[f"{row}id"] for row in rows if row not in new]
    recent = Comment.objects.filter(page=page.pk, user=user, created_at__gt=timezone.now() - JUST_NOW)
    stored = {(each.contentpath, each.position, _words(each.text)) for each in recent if str(each.pk) not in told}
    repeated = [row for row in new if _left(formset, row) in stored]
    if repeated:
        formset.data = formset.data.copy()
        formset.data.update({f"{row}DELETE": "on" for row in repeated})


def _left(formset: BaseChildFormSet, row: str) -> tuple[str, str, str]:
    place, position, text = (formset.data.get(f"{row}{name}", "") for name in ("contentpath", "position", "text"))
    return place, position, _words(text)


def _words(text: str) -> str:
    return clean_text(text).strip()
