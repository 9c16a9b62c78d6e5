"""The frequently asked questions a real site starts with."""

from __future__ import annotations

from pathlib import Path

from home.models import Question, QuestionTheme
from home.setup import prose

TEXTS = prose.read(Path(__file__).parents[1] / "texts" / "questions.toml")


def make_questions() -> list[str]:
    """Make themes and questions where there is no question at all; return the slugs made."""
    if Question.objects.exists():
        return []
    themes = {
        entry["slug"]: QuestionTheme.objects.get_or_create(
            slug=entry["slug"], defaults={"name": entry["name"], "position": position}
        )[0]
        for position, entry in enumerate(TEXTS["themes"])
    }
    for position, entry in enumerate(TEXTS["questions"]):
        question = Question(
            question=entry["question"],
            slug=entry["slug"],
            answer=prose.rich(entry["answer"]),
            facts=[("fact", code) for code in entry.get("facts", [])],
            source=entry.get("source", ""),
            source_url=entry.get("source_url", ""),
            checked_on=entry.get("checked_on"),
            asks_referent=entry.get("referent", False),
            readers=entry["readers"],
            other_words="\n".join(entry["words"]),
            position=position,
        )
        question.full_clean()
        question.save()
        question.themes.set(themes[slug] for slug in entry["themes"])
    return [entry["slug"] for entry in TEXTS["questions"]]
