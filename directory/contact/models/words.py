"""A request in words: what pages, lists and mails say of what it stores.

A mixin of `ContactRequest`: it has no column of its own and asks no table but those its relations name.
"""

from __future__ import annotations

from django.utils import timezone

from directory.contact import results
from directory.contact.projects import Project
from directory.contact.sectors import sector_label
from portal.forms.phones import phone_label, phone_link
from portal.french import dates
from portal.french.words import french_number, towards

PRONOUNS = {"f": "Elle", "m": "Il", "t": "L’équipe"}  # by Referent.Gender


class RequestInWords:
    """The labels of a request, in French."""

    @property
    def project_labels(self) -> list[str]:
        """What was ticked, in words."""
        return [Project(code).label for code in self.projects if code in Project.values]

    @property
    def aim_label(self) -> str:
        """« Centre pénitentiaire de Caen-Ifs, Atelier bois »; empty for a request that aims at none."""
        aimed = (self.establishment, self.workshop)
        return ", ".join(each.name for each in aimed if each)

    @property
    def flag_labels(self) -> list[str]:
        """What looks odd, in words."""
        return [self.Flag(code).label for code in self.flags if code in self.Flag.values]

    @property
    def sector_label(self) -> str:
        """« Meubles »; empty for none."""
        return sector_label(self.sector)

    @property
    def due_label(self) -> str:
        """« vendredi 27 novembre 2026 »."""
        return dates.day_label(self.due_on)

    @property
    def due_day(self) -> str:
        """« 27 novembre »."""
        return dates.day(self.due_on, today=self.due_on)

    @property
    def answered_day(self) -> str:
        """« 13 novembre »; empty before the first answer."""
        if self.answered_at is None:
            return ""
        day = timezone.localdate(self.answered_at)
        return dates.day(day, today=day)

    @property
    def waiting_label(self) -> str:
        """Whose turn it is, since when and why: « À nous : l’employeur a écrit (depuis le 3 novembre) »."""
        if not self.turn:
            return ""
        since, today = timezone.localdate(self.turn_since), timezone.localdate()
        if self.turn == self.Turn.PAUSED:
            step = f" : {self.next_step}" if self.next_step else ""
            return f"En pause jusqu’au {dates.day(self.due_on, today=today)}{step}"
        if self.turn == self.Turn.THEIRS:
            return f"À l’employeur, depuis le {dates.day(since, today=today)}"
        step = self.next_step if self.turn_why == self.Why.PLANNED and self.next_step else self.get_turn_why_display()
        return f"À nous : {step} (depuis le {dates.day(since, today=today)})"

    @property
    def result_labels(self) -> list[str]:
        """« 3 postes », « visite », in words."""
        return results.labels(self.results)

    @property
    def telephone_label(self) -> str:
        """As one dials it; as it was written when that says more; empty for nothing."""
        return self.telephone_typed or phone_label(self.telephone)

    @property
    def contact_label(self) -> str:
        """« Lou Modèle, responsable de production »."""
        return ", ".join(filter(None, (self.contact_name, self.job)))

    @property
    def positions_label(self) -> str:
        """« 12 », or « une dizaine » as it was written; empty for nothing."""
        return self.positions_typed or (french_number(self.positions) if self.positions else "")

    @property
    def surface_label(self) -> str:
        """« 300 m² », or « environ 300 m² » as it was written; empty for nothing."""
        return self.surface_typed or (f"{french_number(self.surface)}\u00a0m²" if self.surface else "")

    @property
    def telephone_link(self) -> str:
        """« tel:+33-2-61-91-00-12 », or nothing."""
        return phone_link(self.telephone_label)

    @property
    def pronoun(self) -> str:
        """Who answers, as the subject of a sentence: « Elle », « Il », « L’équipe »."""
        return PRONOUNS[self.referent.gender if self.referent else "t"]

    @property
    def sent_to(self) -> str:
        """« à Camille Exemple », « au bureau « R2IP travail, Normandie » »."""
        return towards(self.recipient_name)

    @property
    def recipient_telephone(self) -> str:
        """Line of who answers, as far as the public may know it."""
        if self.referent:
            return self.referent.public_telephone
        return self.disp.telephone if self.disp else ""

    @property
    def recipient_telephone_link(self) -> str:
        """« tel:+33-2-61-91-00-12 », or nothing."""
        return phone_link(self.recipient_telephone)
