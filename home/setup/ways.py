"""The texts of the ways to work that a real site starts with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from home.models import Question
from home.setup import prose

WAYS = prose.read(Path(__file__).parents[1] / "texts" / "ways.toml")
LINES = ("short_title", "pictogram", "project", "for_whom", "brings_short", "employer", "place", "first_step")
TEXTS = ("company_brings", "prison_brings", "contract", "pay", "aids")


@dataclass(frozen=True)
class QuestionRef:
    """A question, by its slug."""

    slug: str


def fields_of(way: dict[str, Any]) -> dict[str, Any]:
    """Fields of a WayPage from its entry; its questions are named, and read when the page is made."""
    fields: dict[str, Any] = {name: way[name] for name in LINES if name in way}
    fields |= {name: prose.rich(way[name]) for name in TEXTS if name in way}
    fields["facts"] = [("fact", code) for code in way["facts"]]
    fields["papers"] = [
        ("link", {"label": each["label"], "page": None, "anchor": "", "address": each["address"]})
        for each in way.get("papers", [])
    ]
    fields["questions"] = [("question", QuestionRef(slug)) for slug in way["questions"]]
    return fields


def with_questions(value: Any) -> Any:
    """The same list of blocks with the questions in place of their names; one that editors deleted is left out."""
    if not (isinstance(value, list) and value and isinstance(value[0][1], QuestionRef)):
        return value
    slugs = [reference.slug for _, reference in value]
    known = {question.slug: question for question in Question.objects.filter(slug__in=slugs)}
    return [("question", known[slug]) for slug in slugs if slug in known]
