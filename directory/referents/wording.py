"""How pages speak of a referent: by the title the sheet displays, never by a guess from a first name. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL_TITLE = "interrégional{} de l’insertion professionnelle (R2IP)"


@dataclass(frozen=True)
class Wording:
    """Titles and links around one referent; `{}` stands for the public name."""

    function: str
    answer: str  # first heading of an answer
    answer_unnamed: str
    reach: str
    write_unnamed: str
    write_short: str
    does: str
    before_calling: str


_WORDINGS: Mapping[str, Wording] = {
    "f": Wording(
        function=f"Référente {FULL_TITLE.format('e')}",
        answer="Votre référente est {}",
        answer_unnamed="Votre référente : {}",
        reach="La joindre",
        write_unnamed="Écrire à la référente",
        write_short="Lui décrire un projet",
        does="Ce qu’elle fait avec vous",
        before_calling="Avant de l’appeler, notez",
    ),
    "m": Wording(
        function=f"Référent {FULL_TITLE.format('')}",
        answer="Votre référent est {}",
        answer_unnamed="Votre référent : {}",
        reach="Le joindre",
        write_unnamed="Écrire au référent",
        write_short="Lui décrire un projet",
        does="Ce qu’il fait avec vous",
        before_calling="Avant de l’appeler, notez",
    ),
    "t": Wording(
        function="Référents interrégionaux de l’insertion professionnelle (R2IP)",
        answer="Votre contact est {}",
        answer_unnamed="Votre contact : {}",
        reach="Joindre l’équipe",
        write_unnamed="Écrire à l’équipe",
        write_short="Décrire un projet à l’équipe",
        does="Ce que l’équipe fait avec vous",
        before_calling="Avant d’appeler, notez",
    ),
}


def wording_for(gender: str) -> Wording:
    """The words for a displayed title: "f", "m", or "t" for a team."""
    return _WORDINGS[gender]
