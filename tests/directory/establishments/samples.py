"""Establishments for tests, on the small territory."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from directory.establishments.files import COLUMNS
from directory.establishments.kinds import Kind, Precision, Status
from directory.establishments.workshops import Regime
from directory.models import Establishment, Workshop
from directory.places.folding import fold
from tests.directory.factories import today

CAEN, LE_HAVRE, ROUEN, TOULOUSE = "14118", "76351", "76540", "31555"
HEADER = ",".join(COLUMNS)
CAEN_LINE = (
    "caen,Centre pénitentiaire de Caen,centre pénitentiaire,14118,Caen,14,rennes,49.178,-0.333,street,"
    "justice-2026+dila-2016,2026-07-01,open,"
)
HAVRE_LINE = (
    "le-havre,Centre pénitentiaire du Havre,centre pénitentiaire,76351,Le Havre,76,rennes,49.494,0.108,street,"
    "justice-2026,2026-07-01,open,"
)


def content(*lines: str) -> bytes:
    """A file of these lines."""
    return "\n".join([HEADER, *lines, ""]).encode()


class EstablishmentFactory(DjangoModelFactory):
    """An open centre in Caen whose front door is known; needs the territory."""

    class Meta:
        model = Establishment

    name = factory.Sequence(lambda number: f"Centre pénitentiaire d’exemple {number}")
    slug = factory.Sequence(lambda number: f"centre-{number}")
    folded_name = factory.LazyAttribute(lambda establishment: " ".join(fold(establishment.name)))
    kind = Kind.PENITENTIARY
    commune_id = CAEN
    latitude, longitude = 49.178, -0.333
    precision = Precision.ESTABLISHMENT
    sources = "justice-2026"
    verified_on = datetime.date(2026, 7, 1)
    status = Status.OPEN


class WorkshopFactory(DjangoModelFactory):
    """A wood workshop confirmed last month; the trait `stale` makes the confirmation too old."""

    class Meta:
        model = Workshop

    class Params:
        stale = factory.Trait(verified_on=factory.LazyFunction(lambda: today() - datetime.timedelta(days=184)))

    establishment = factory.SubFactory(EstablishmentFactory)
    name = factory.Sequence(lambda number: f"Atelier {number}")
    activity = "menuiserie"
    regime = Regime.CONCESSION
    verified_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=30))
