"""The criteria as they are kept in criteria.tsv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

THEMES = (
    "Images", "Cadres", "Couleurs", "Multimédia", "Tableaux", "Liens", "Scripts", "Éléments obligatoires",
    "Structuration de l’information", "Présentation de l’information", "Formulaires", "Navigation", "Consultation",
)  # fmt: skip


@dataclass(frozen=True)
class Criterion:
    """One of the 106: what is tested of it, and what only a person can look at; one of both at least."""

    number: str
    title: str
    tested: str
    left: str

    @property
    def theme(self) -> str:
        """Number and name of the group that it belongs to."""
        number = int(self.number.partition(".")[0])
        return f"{number}. {THEMES[number - 1]}"


def read() -> list[Criterion]:
    """All of them, in their order."""
    with Path(__file__).with_name("criteria.tsv").open(encoding="utf-8", newline="") as file:
        return [Criterion(**line) for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
