"""News, events, conventions and their index pages for tests. They stand below the page given as `parent`."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.utils import timezone
from wagtail_factories import PageFactory

from directory.models import Disp, Region
from news.models import (
    ConventionIndexPage,
    ConventionPage,
    ConventionParty,
    EventPage,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    NewsTheme,
    PublicationIndexPage,
    PublicationPage,
)
from portal.french.partial_date import PartialDate


class RegionFactory(factory.django.DjangoModelFactory):
    """A region by its name, under a direction of its own: what news and conventions need of the territory."""

    class Meta:
        model = Region
        django_get_or_create = ("name",)

    name = "Normandie"
    code = factory.Sequence(lambda number: f"{number % 1000:03}")
    slug = factory.Sequence(lambda number: f"region-{number}")
    within = factory.LazyAttribute(lambda region: f"en {region.name}")

    @factory.lazy_attribute
    def disp(self) -> Disp:
        code = f"direction-{self.code}"
        return Disp.objects.create(code=code, seat=code, short_label=code, name=code, plain_name=code)


class NewsCategoryFactory(factory.django.DjangoModelFactory):
    """A category, by its name."""

    class Meta:
        model = NewsCategory
        django_get_or_create = ("slug",)

    name = "Formation"
    slug = "formation"


class NewsThemeFactory(factory.django.DjangoModelFactory):
    """A theme, by its name."""

    class Meta:
        model = NewsTheme
        django_get_or_create = ("slug",)

    name = "Emploi"
    slug = "emploi"


class NewsIndexPageFactory(PageFactory):
    """The list of news."""

    class Meta:
        model = NewsIndexPage

    title = "Actualités"
    slug = "actualites"
    lead = "Ce qui se passe sur le terrain."


class NewsPageFactory(PageFactory):
    """A national item, each a day older than the one before. `regions` takes regions."""

    class Meta:
        model = NewsPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Actualité numéro {number}")
    slug = factory.Sequence(lambda number: f"actualite-{number}")
    lead = "Une phrase qui dit l’essentiel."
    published_on = factory.Sequence(lambda number: datetime.date(2026, 6, 1) - datetime.timedelta(days=number))
    category = factory.SubFactory(NewsCategoryFactory)

    @factory.post_generation
    def regions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.regions.set(extracted)
            self.save()


class EventPageFactory(PageFactory):
    """An afternoon in two weeks, each a day later than the one before. `days` counts from today.

    `regions` takes regions.
    """

    class Meta:
        model = EventPage
        skip_postgeneration_save = True

    class Params:
        days = factory.Sequence(lambda number: 14 + number % 100)

    title = factory.Sequence(lambda number: f"Visite numéro {number}")
    slug = factory.Sequence(lambda number: f"visite-{number}")
    lead = "Une après-midi pour voir trois ateliers."
    venue = "Maison Fictive"
    address = "1 place du Modèle, 76000 Rouen"

    @factory.lazy_attribute
    def starts_at(self) -> datetime.datetime:
        afternoon = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0)
        return afternoon + datetime.timedelta(days=self.days)

    @factory.lazy_attribute
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(hours=2, minutes=30)

    @factory.post_generation
    def regions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.regions.set(extracted)
            self.save()


class PublicationIndexPageFactory(PageFactory):
    """The list of publications."""

    class Meta:
        model = PublicationIndexPage

    title = "Publications"
    slug = "publications"
    lead = "La lettre, numéro après numéro."


class PublicationPageFactory(PageFactory):
    """An issue of the letter, each a month older than the one before."""

    class Meta:
        model = PublicationPage

    title = factory.Sequence(lambda number: f"Numéro de la lettre {number}")
    slug = factory.Sequence(lambda number: f"lettre-{number}")
    lead = "Ce que contient ce numéro."
    number = factory.Sequence(lambda number: number + 1)
    published_on = factory.Sequence(lambda number: datetime.date(2026, 6, 1) - datetime.timedelta(days=30 * number))


class ConventionIndexPageFactory(PageFactory):
    """The list of conventions."""

    class Meta:
        model = ConventionIndexPage

    title = "Conventions"
    slug = "conventions"
    lead = "Qui s’engage, à quoi, jusqu’à quand."


class ConventionPageFactory(PageFactory):
    """A convention signed on 9 November 2021, of which no end is known; in 2010 when it ended before.

    `regions` and `parties` take their members.
    """

    class Meta:
        model = ConventionPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Préparer la sortie, accord {number}")
    slug = factory.Sequence(lambda number: f"convention-{number}")
    lead = "Deux services travaillent ensemble."

    @factory.lazy_attribute
    def signed_on(self) -> PartialDate:
        end = getattr(self, "ends_on", None)
        return PartialDate(2010) if end and (end.year or 9999) < 2021 else PartialDate(2021, 11, 9)

    @factory.post_generation
    def regions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.regions.set(extracted)
            self.save()

    @factory.post_generation
    def parties(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for name in extracted or ():
            ConventionParty.objects.create(page=self, organisation=name)
