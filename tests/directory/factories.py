"""Referents, missions and actors for tests. The territory comes from the real files: see `load_small_territory`."""

from __future__ import annotations

import dataclasses
import datetime
from functools import cache

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from directory.models import Actor, Department, Disp, Mission, Referent
from directory.territory.files import Tables, read_tables
from directory.territory.loading import load

MISSIONS = {
    "acteurs": ("Accueillir les projets", "l’accueil des projets"),
    "travail": ("Développer le travail", "le travail et l’emploi"),
    "formation": ("Développer la formation", "la formation et l’apprentissage"),
    "insertion": ("Soutenir l’insertion", "l’orientation et l’insertion"),
}
SITE_QUERY = 1  # every page asks for the site it belongs to, a bare Wagtail page too: no part of a budget
NORMANDIE = ("14", "27", "50", "61", "76")

# Towns that tests type: one of its name, four of one name in three directions, a code in two directions, overseas.
TOWNS = {"Le Havre", "Rouen", "Caen", "Saint-Denis", "Paris", "Ajaccio", "Saint-Martin", "Toulouse", "Mamoudzou"}
CODE_IN_TWO_DIRECTIONS = "01590"


@cache
def small_tables() -> Tables:
    """The real directions, regions and departments, with few communes: a gazetteer of them takes no time to build."""
    tables = read_tables()
    communes = [row for row in tables.communes if row.name in TOWNS or CODE_IN_TWO_DIRECTIONS in row.postal_codes]
    return dataclasses.replace(tables, communes=communes, former_names=[], cedex=[], sha256=f"small-{len(communes)}")


def load_small_territory() -> None:
    """Store the small tables; the gazetteer built from them is shared by all tests that use them."""
    load(small_tables(), tell=str)  # nobody listens


class MissionFactory(DjangoModelFactory):
    """One of the four missions, by its code."""

    class Meta:
        model = Mission
        django_get_or_create = ("code",)

    code = "travail"
    title = factory.LazyAttribute(lambda mission: MISSIONS[mission.code][0])
    subject = factory.LazyAttribute(lambda mission: MISSIONS[mission.code][1])
    text = "Ce que cela veut dire pour un employeur."
    sort_order = factory.LazyAttribute(lambda mission: list(MISSIONS).index(mission.code))


class ReferentFactory(DjangoModelFactory):
    """A published sheet of Rennes for all Normandie, without a public name; needs the territory.

    `departments` and `missions` take codes. Traits: `named`, `absent`, `vacant`.
    """

    class Meta:
        model = Referent
        skip_postgeneration_save = True

    class Params:
        named = factory.Trait(
            first_name="Camille", last_name="Exemple", shows_name=True, gender=Referent.Gender.FEMININE
        )
        absent = factory.Trait(absent_until=factory.LazyFunction(lambda: today() + datetime.timedelta(days=20)))
        vacant = factory.Trait(is_vacant=True)

    office = factory.Sequence(lambda number: f"R2IP travail et emploi, bureau {number}")
    slug = factory.Sequence(lambda number: f"travail-emploi-{number}")
    disp = factory.LazyFunction(lambda: Disp.objects.get(code="rennes"))
    email = factory.LazyAttribute(lambda referent: f"{referent.slug}@r2ip.example")
    telephone = "+33261910012"
    shows_telephone = True
    verified_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=18))

    @factory.post_generation
    def departments(self, create, codes, **kwargs):
        self.departments.set(Department.objects.filter(pk__in=NORMANDIE if codes is None else codes))
        self.save()

    @factory.post_generation
    def missions(self, create, codes, **kwargs):
        self.missions.set([MissionFactory(code=code) for code in (["acteurs", "travail"] if codes is None else codes)])
        self.save()


class ActorFactory(DjangoModelFactory):
    """A published actor, inside and outside."""

    class Meta:
        model = Actor

    name = factory.Sequence(lambda number: f"Acteur {number}")
    slug = factory.Sequence(lambda number: f"acteur-{number}")
    tagline = "Accompagne pas à pas"
    role_inside = "Il aide à se préparer."
    role_outside = "Il reste présent."
    sort_order = factory.Sequence(lambda number: number)


def today() -> datetime.date:
    """Today in France, as pages see it."""
    return timezone.localdate()
