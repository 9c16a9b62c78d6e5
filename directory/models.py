"""All models of the directory, where Django looks for them."""

from directory.actors.models import Actor, ActorLink, ActorsPage
from directory.establishments.models import Establishment
from directory.establishments.workshops import Workshop, WorkshopPhoto
from directory.referents.mission import Mission
from directory.referents.models import Referent
from directory.territory.models import (
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
    "Establishment",
    "FormerName",
    "Mission",
    "PostalCode",
    "Referent",
    "Region",
    "TerritoryVersion",
    "Workshop",
    "WorkshopPhoto",
]
