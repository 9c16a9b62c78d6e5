"""Figures of a run of `search_run` against the judgements of its queries."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search import evaluation

if TYPE_CHECKING:
    from argparse import ArgumentParser

Answers = dict[str, Any]  # ranked keys by query
COLUMNS = ("nDCG@10", "MRR@10", "recall@10", "success@1")


def answers(run: Path) -> Answers:
    """What a run answers to each query."""
    return {str(line.get("query_id")): line.get("ranked") for _, line in evaluation.objects(run)}


class Command(BaseCommand):
    """Print a row for each class of queries, and one for all.

    Queries without a relevant document are nonsense on purpose: right when nothing is shown, and counted apart.
    """

    help = "Score a run of search_run: nDCG@10, MRR@10, recall@10, success@1 and unanswered, per class."
    requires_system_checks = []  # two files are compared: the site has no part in it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=Path, metavar="RUN.jsonl")
        parser.add_argument("queries", type=Path, metavar="Q.jsonl", help="id, query, class, relevant")

        parser.add_argument(
            "--against",
            type=Path,
            metavar="OTHER.jsonl",
            help="another run of the same queries, to compare with this one",
        )

    def handle(self, *, run: Path, queries: Path, against: Path | None, **_: Any) -> None:
        """Compare and print; raise CommandError for files that cannot be read or do not belong together."""
        try:
            asked = list(evaluation.queries(queries))
            ranked, other = answers(run), answers(against) if against else {}
        except evaluation.UnreadableFile as reason:
            raise CommandError(str(reason)) from reason
        for path, told in ((run, ranked), *([(against, other)] if against else [])):
            if missing := [each.id for each in asked if not isinstance(told.get(each.id), list)]:
                raise CommandError(f"{path} does not answer {len(missing)} queries, {missing[0]} among them.")
        groups, nonsense = defaultdict(list), defaultdict(list)
        for each in asked:
            if each.relevant:
                groups[each.group].append(evaluation.score(ranked[each.id], each.relevant))
            else:
                nonsense[each.group].append(not ranked[each.id])
        if groups:
            self.print_figures(groups)
        if against:
            self.print_comparison(asked, ranked, other)
        for name, silences in sorted(nonsense.items()):
            self.stdout.write(f"{name}: silent on {sum(silences)} of {len(silences)} queries that nothing answers")

    def print_comparison(self, asked: list[evaluation.JudgedQuery], ranked: Answers, other: Answers) -> None:
        """How this run differs from another, in nDCG@10."""
        before, after = (
            [evaluation.score(each[query.id], query.relevant).ndcg for query in asked if query.relevant]
            for each in (other, ranked)
        )
        if before:
            found = evaluation.paired(before, after)
            self.stdout.write(
                f"against the other run: {found.difference:+.3f}, better {found.better}, worse {found.worse},"
                f" p {found.p:.4f} (paired randomisation)"
            )

    def print_figures(self, groups: dict[str, list[evaluation.Figures]]) -> None:
        """The table."""
        everything = [figures for rows in groups.values() for figures in rows]
        rows = [*sorted(groups.items()), ("all", everything)] if groups.keys() != {"all"} else list(groups.items())
        width = max(len(name) for name, _ in rows) + 2
        self.stdout.write(f"{'class':{width}}queries  {'  '.join(COLUMNS)}  unanswered")
        for name, figures in rows:
            means = evaluation.mean(figures)
            shown = "  ".join(f"{mean:{len(title)}.3f}" for mean, title in zip(means, COLUMNS, strict=False))
            silent = sum(not each.answered for each in figures)
            self.stdout.write(f"{name:{width}}{len(figures):7}  {shown}  {silent:10}")
