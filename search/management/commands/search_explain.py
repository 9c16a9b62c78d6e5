"""Why a hit stands where it stands: what was understood, and what each score is the sum of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search.engines import configured
from search.glossary.query_plan import parse
from search.index import registry
from search.index.protocol import SearchUnavailable
from search.query import ranking
from search.query.plan import SearchQuery

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.query.understanding import Unit

MOST_NAMES = 8  # of one thing asked for


class Command(BaseCommand):
    """For editors and engineers; asks the embedded index, whose rule is that of Elasticsearch too."""

    help = "Show what the search understands of some words, and why its hits stand in their order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", metavar="WORDS", help="as a visitor types them")
        parser.add_argument("--hits", type=int, default=10, help="how many are shown (10)")
        parser.add_argument("--meaning", choices=["on", "off"], default="on")

    def handle(self, *, words: str, hits: int, meaning: str, **_: Any) -> None:
        """Print the things asked for, then a line a hit. Raise CommandError without words, or without an index."""
        plan = parse(words)
        if not plan:
            raise CommandError("There is no word to look for.")
        try:
            ask, weighed = configured.embedded().explain(SearchQuery(plan, by_meaning=meaning == "on"))
        except SearchUnavailable as reason:
            raise CommandError(str(reason)) from reason
        if ask.corrected:
            self.stdout.write(f"corrected: {ask.corrected}")
        self.stdout.write("rarity  weight  what satisfies it, and how well")
        for unit in ask.weighed:
            apart = "" if unit.is_asked else " (apart)"
            self.stdout.write(f"{unit.idf:6.2f}  {unit.weight:6.2f}  {_names(unit)}{apart}")
        self.stdout.write("")
        self.stdout.write("   score  covered  held  " + "  ".join(f"{name:>7}" for name in ranking.PARTS))
        titles = {entry.key: entry.title for entry in registry.entries(each.key for each in weighed[:hits])}
        for rank, each in enumerate(weighed[:hits], 1):
            parts = "  ".join(
                [f"{part:7.2f}" for part in each.parts] + [" " * 7] * (len(ranking.PARTS) - len(each.parts))
            )
            shares = f"{each.covered:7.2f}  {each.held:4.2f}"
            self.stdout.write(f"{rank:2} {each.score:5.2f}  {shares}  {parts}  {titles.get(each.key, each.key)}")


def _names(unit: Unit) -> str:
    names = sorted(unit.names.items(), key=lambda each: -each[1])
    shown = ", ".join(f"{' '.join(name)} {worth:.2g}" for name, worth in names[:MOST_NAMES])
    return shown + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")
