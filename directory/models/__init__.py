"""Everything with a territory."""

from directory.models.actors import Actor, ActorLink, ActorsPage
from directory.models.mission import Mission
from directory.models.referent import Referent
from directory.models.territory import (
    Cedex,
    Commune,
    Department,
    Disp,
    FormerName,
    PostalCode,
    Region,
    TerritoryVersion,
)

__all__ = [
    "Actor",
    "ActorLink",
    "ActorsPage",
    "Cedex",
    "Commune",
    "Department",
    "Disp",
    "FormerName",
    "Mission",
    "PostalCode",
    "Referent",
    "Region",
    "TerritoryVersion",
]
