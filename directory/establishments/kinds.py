"""What the file of establishments says in words: kind of place, status, precision of the point. Enumerations only."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """The ministry's own prefix. The legal kind of some is doubtful: shown and filtered by, never decided by."""

    REMAND = "maison-d-arret", "Maison d’arrêt"
    DETENTION = "centre-de-detention", "Centre de détention"
    PENITENTIARY = "centre-penitentiaire", "Centre pénitentiaire"
    CENTRAL = "maison-centrale", "Maison centrale"
    SEMI_LIBERTY = "centre-de-semi-liberte", "Centre de semi-liberté"
    MINORS = "etablissement-pour-mineurs", "Établissement pour mineurs"
    HEALTH = "etablissement-de-sante", "Établissement public de santé"

    @property
    def in_file(self) -> str:
        """As the file writes it: « maison d'arrêt »."""
        label = str(self.label).replace("’", "'")
        return label[0].lower() + label[1:]

    @classmethod
    def of(cls, word: str) -> Kind:
        """The kind that a file names; KeyError for a word of no kind."""
        return {kind.in_file: kind for kind in cls}[word]


class Status(TextChoices):
    """Whether the place receives anybody, as far as its source knows."""

    OPEN = "open", "ouvert"
    TO_VERIFY = "to_verify", "à vérifier"
    CLOSED = "closed", "fermé"
    ANNOUNCED = "announced", "annoncé"

    @property
    def in_file(self) -> str:
        """As the file writes it: « to verify », « not yet open »."""
        return {"to_verify": "to verify", "announced": "not yet open"}.get(self.value, self.value)

    @property
    def needs_note(self) -> bool:
        """Whether the file must say why."""
        return self is not Status.OPEN

    @classmethod
    def of(cls, word: str) -> Status:
        """The status that a file names; KeyError for a word of none."""
        return {status.in_file: status for status in cls}[word]


class Precision(TextChoices):
    """What the point of an establishment stands for."""

    ESTABLISHMENT = "establishment", "l’établissement"
    STREET = "street", "la rue"
    COMMUNE = "commune", "la commune"
