"""Requests by their state, their address and their words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Lower, Reverse

from directory.contact.references import ALPHABET, read_reference
from directory.places.folding import fold
from portal.forms.phones import read_phones

if TYPE_CHECKING:
    import datetime

    from directory.contact.models.request import ContactRequest

SIREN_LENGTH = 9
# Whose addresses say nothing of a company: mailboxes of everybody.
PROVIDERS = frozenset(
    [
        "aliceadsl.fr",
        "aol.com",
        "bbox.fr",
        "cegetel.net",
        "club-internet.fr",
        "free.fr",
        "gmail.com",
        "gmx.fr",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.fr",
        "me.com",
        "msn.com",
        "neuf.fr",
        "numericable.fr",
        "orange.fr",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "sfr.fr",
        "wanadoo.fr",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
    ]
)
LEAST_DIGITS = 8  # of a telephone
READ_LENGTH = 200  # characters of a search that are read at all


class ContactRequestQuerySet(models.QuerySet):
    """Requests by what there is to do about them, and by what people look for."""

    def confirmed(self) -> ContactRequestQuerySet:
        """Those that reached somebody: held ones wait until the employer confirms an address."""
        return self.filter(is_held=False)

    def still_open(self) -> ContactRequestQuerySet:
        """Neither « aboutie », « sans suite » nor « indésirable »."""
        return self.filter(ended_at=None)

    def late(self, today: datetime.date) -> ContactRequestQuerySet:
        """Open, our turn, and the promised day has passed."""
        return self.still_open().filter(turn="ours", due_on__lt=today)

    def longest_waiting_first(self) -> ContactRequestQuerySet:
        """Ours first, the oldest promise before the others; then paused ones, then those that wait for employers."""
        return self.order_by("turn", "due_on", "pk")

    def of_direction(self, code: str) -> ContactRequestQuerySet:
        """Those of a direction, and those of which it was given a part, unless it said « pas pour moi »."""
        shared = self.model.shares.rel.related_model.objects.filter(disp=code).exclude(state="declined")
        return self.filter(Q(disp=code) | Q(pk__in=shared.values("request")))

    def written_after_end(self) -> ContactRequestQuerySet:
        """Ended ones whose employer wrote since."""
        return self.filter(turn="ours").exclude(ended_at=None)

    def with_unreached(self) -> ContactRequestQuerySet:
        """Each with `is_unreached`: our last mail to the employer came back, and they did not write since."""
        events = self.model._meta.get_field("events").related_model.objects  # noqa: SLF001 - Django's own word for it
        since = events.filter(request=OuterRef("request"), kind="employer", pk__gt=OuterRef("pk"))
        came_back = events.filter(~Exists(since), request=OuterRef("pk"), kind="bounced", data__to="employer")
        return self.annotate(is_unreached=Exists(came_back))

    def with_project(self, code: str) -> ContactRequestQuerySet:
        """Those where this code of Project was ticked."""
        if connections[self.db].features.supports_json_field_contains:
            return self.filter(projects__contains=[code])
        return self.alias(codes=Cast("projects", models.TextField())).filter(codes__contains=f'"{code}"')

    def of_email(self, text: str) -> ContactRequestQuerySet:
        """Those of a whole e-mail address, whatever its case."""
        return self.alias(address=Lower("email")).filter(address=text.strip().replace("\0", "").lower())

    def of_same_employer(self, request: ContactRequest) -> ContactRequestQuerySet:
        """The other requests of its address, of its company (SIREN), or of its domain when that is a company's own."""
        email = request.email.lower()
        domain = email.rpartition("@")[2]
        same = Q(address=email) if email else Q(pk=None)
        if len(request.siret) >= SIREN_LENGTH:
            same |= Q(siret__startswith=request.siret[:SIREN_LENGTH])
        if domain and domain not in PROVIDERS:
            same |= Q(address_backwards__startswith=f"@{domain}"[::-1])
        found = self.alias(address=Lower("email"), address_backwards=Reverse(Lower("email")))
        return found.filter(same).exclude(pk=request.pk).order_by("-received_at", "-pk")

    def matching(self, text: str) -> ContactRequestQuerySet:
        """By references as they are typed, a telephone or SIRET in any form, or beginnings of words of any field.

        Nothing for a text without any of them. Never by e-mail: what is looked for stands in an address of ours.
        """
        text = text[:READ_LENGTH].replace("\0", "")
        if whole := _references(text):
            return self.filter(reference__in=whole)
        conditions, found = Q(), self
        beginning = "".join(character for character in text.upper() if character.isalnum())
        if beginning and set(beginning) <= set(ALPHABET):
            conditions |= Q(reference__startswith=beginning)
        if digits := _number(text):
            end = digits.lstrip("0")[-9:]
            conditions |= Q(telephone_backwards__startswith=end[::-1]) | Q(siret__startswith=digits)
        telephones = [str(each.number.national_number) for each in read_phones(text)]
        for number in telephones:
            conditions |= Q(telephone_backwards__startswith=number[::-1])
        # A second telephone stands among the words; one that is looked for is no word beside others.
        if words := telephones or fold(text):
            found, by_words = self._by_words(words)
            conditions |= by_words
        # What ends with some digits begins with them backwards: an index knows beginnings only.
        found = found.alias(telephone_backwards=Reverse("telephone", output_field=models.TextField()))
        return found.filter(conditions) if conditions else self.none()

    def _by_words(self, words: list[str]) -> tuple[ContactRequestQuerySet, Q]:
        """Beginnings of words, as PostgreSQL's own index of them knows them (`request_words` of the migration)."""
        if connections[self.db].vendor != "postgresql":
            by_words = Q()
            for word in words:
                by_words &= Q(organisation_key__startswith=word) | Q(organisation_key__contains=f" {word}")
            return self, by_words
        from django.contrib.postgres.search import SearchQuery, SearchVector  # noqa: PLC0415 - needs psycopg

        query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
        return self.alias(words=SearchVector("organisation_key", config="simple")), Q(words=query)


def _references(text: str) -> list[str]:
    """The references in a text: the whole of it (« k7m 4px j »), or words of it (« demande K7M-4PX-J »)."""
    found = []
    for each in (text, *text.split()):
        with suppress(ValueError):
            found.append(read_reference(each))
    return found


def _number(text: str) -> str:
    """The digits of a telephone or SIRET, whatever stands between them; empty when it is no number of eight or more."""
    digits = "".join(character for character in text if character.isdecimal())
    return digits if len(digits) >= LEAST_DIGITS and not any(each.isalpha() for each in text) else ""
