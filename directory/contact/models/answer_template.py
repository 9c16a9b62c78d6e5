"""Canned answers: texts that managers keep for whoever answers, with placeholders that the request fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest

TEXT_LENGTH = 5000
# By name, what the request puts in their place. Whoever answers reads and changes the text before it leaves.
PLACEHOLDERS = {
    "contact": lambda request: request.contact_name,
    "organisation": lambda request: request.organisation,
    "numéro": lambda request: request.grouped_reference,
    "projet": lambda request: ", ".join(request.project_labels).lower(),
    "lieu": lambda request: "plusieurs sites" if request.is_national else request.place,
    "établissement": lambda request: request.aim_label,
}
SIGNATURE = "signature"  # of who answers
NAMES = (*PLACEHOLDERS, SIGNATURE)
SHOWN = ", ".join(f"{{{name}}}" for name in NAMES)
_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,40})\}")


class AnswerTemplate(models.Model):
    """A text that answers begin with. It holds nothing of any employer."""

    title = models.CharField("nom du modèle", max_length=80, unique=True)
    text = models.TextField("texte", max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = "modèle de réponse"
        verbose_name_plural = "modèles de réponse"
        ordering = ["title"]
        default_permissions = ()  # kept by whoever manages requests

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a placeholder that nothing fills: an employer would read it."""
        unknown = [name for name in _PLACEHOLDER.findall(self.text) if _usual(name) not in NAMES]
        if unknown:
            said = f"«\u00a0{{{unknown[0]}}}\u00a0» n’est pas connu. Écrivez l’un de\u00a0: {SHOWN}."
            raise ValidationError({"text": said})

    def filled(self, request: ContactRequest, signature: str) -> str:
        """The text with the words of a request; « … » where it says nothing, for who answers to complete."""

        def said(match: re.Match[str]) -> str:
            name = _usual(match[1])
            found = signature if name == SIGNATURE else PLACEHOLDERS[name](request) if name in NAMES else match[0]
            return found or "…"

        return _PLACEHOLDER.sub(said, self.text)


def _usual(name: str) -> str:
    """A name as it stands in NAMES, whatever its case, blanks and accents."""
    plain = name.strip().lower()
    return {"numero": "numéro", "etablissement": "établissement"}.get(plain, plain)
