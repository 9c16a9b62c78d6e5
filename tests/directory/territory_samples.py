"""What the tests of the territory share: a stand-in for referents, and the small tables of ``territory_fixtures``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from directory.places.index import Gazetteer

SMALL_TABLES = Path(__file__).parent / "territory_fixtures"


@dataclass(frozen=True)
class Post:
    """All that matching needs to know of a referent."""

    name: str
    department_codes: frozenset[str]
    mission_codes: frozenset[str] = field(default_factory=frozenset)


def one_post_per_disp(gazetteer: Gazetteer) -> list[Post]:
    """The simplest coverage: every department has one post, that of its direction."""
    return [Post(code, frozenset(gazetteer.departments_of_disp[code])) for code in gazetteer.disps]
