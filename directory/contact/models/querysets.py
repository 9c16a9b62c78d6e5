from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, models
from django.db.models import Q
from django.db.models.functions import Cast, Lower

from directory.contact.references import ALPHABET, read_reference
from directory.french_names import fold

if TYPE_CHECKING:
    import datetime

READ_LENGTH = 200  # characters of a search that are read at all


class ContactRequestQuerySet(models.QuerySet):
    """Requests by what there is to do about them, and by what people look for."""

    def told(self) -> ContactRequestQuerySet:
        """Those that reached somebody: the others wait until the employer confirms an address."""
        return self.filter(is_held=False)

    def still_open(self) -> ContactRequestQuerySet:
        """Neither « aboutie », « sans suite » nor « indésirable »."""
        return self.filter(ended_at=None)

    def late(self, today: datetime.date) -> ContactRequestQuerySet:
        """Open, unanswered, and the promised day has passed."""
        return self.still_open().filter(answered_at=None, due_on__lt=today)

    def with_project(self, code: str) -> ContactRequestQuerySet:
        """Those where this code of Project was ticked."""
        if connections[self.db].features.supports_json_field_contains:
            return self.filter(projects__contains=[code])
        return self.alias(codes=Cast("projects", models.TextField())).filter(codes__contains=f'"{code}"')

    def of_email(self, text: str) -> ContactRequestQuerySet:
        """Those of a whole e-mail address, whatever its case."""
        return self.alias(address=Lower("email")).filter(address=text.strip().replace("\0", "").lower())

    def found(self, text: str) -> ContactRequestQuerySet:
        """By whole references, the beginning of one, or words that begin those of the organisation.

        Nothing for a text without any of them. Never by e-mail: what is looked for stands in an address of ours.
        """
        text = text[:READ_LENGTH].replace("\0", "")
        try:
            if whole := [read_reference(each) for each in text.split()]:
                return self.filter(reference__in=whole)
        except ValueError:
            pass  # then it is something else
        conditions, found = Q(), self
        beginning = "".join(character for character in text.upper() if character.isalnum())
        if beginning and set(beginning) <= set(ALPHABET):
            conditions |= Q(reference__startswith=beginning)
        if words := fold(text):
            if connections[self.db].vendor == "postgresql":
                found, by_words = self._by_words(words)
            else:
                by_words = Q()
                for word in words:
                    by_words &= Q(organisation_key__startswith=word) | Q(organisation_key__contains=f" {word}")
            conditions |= by_words
        return found.filter(conditions) if conditions else self.none()

    def _by_words(self, words: list[str]) -> tuple[ContactRequestQuerySet, Q]:
        """The words as PostgreSQL's own index of them knows them (`request_words` of the migration)."""
        from django.contrib.postgres.search import SearchQuery, SearchVector  # noqa: PLC0415 - needs psycopg

        query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
        return self.alias(words=SearchVector("organisation_key", config="simple")), Q(words=query)
