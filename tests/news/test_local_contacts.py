"""Who is named beside an article, an event or a convention: who answers there, as far as they agreed to be shown."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from directory.models import Region
from directory.referents.routing import contacts_in
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
)


@pytest.fixture
def normandie(db) -> Region:
    load_small_territory()
    return Region.objects.get(slug="normandie")


def named(**values):
    person = {"first_name": "Camille", "last_name": "Exemple", "shows_name": True, "telephone": "+33261910010"}
    return ReferentFactory(**person | values)


@pytest.mark.parametrize("kind", ["news", "event", "convention"])
def test_a_page_about_a_region_names_who_answers_there(home_page, normandie, soup, kind):
    camille = named(shows_telephone=True)
    if kind == "convention":
        page = ConventionPageFactory(parent=ConventionIndexPageFactory(parent=home_page), regions=[normandie])
    else:
        factory = NewsPageFactory if kind == "news" else EventPageFactory
        page = factory(parent=NewsIndexPageFactory(parent=home_page), regions=[normandie])
    aside = soup(page.url).find(class_="p-aside")
    assert aside.find("a", string="Camille Exemple")["href"] == camille.get_absolute_url()
    assert aside.find("a", href="tel:+33-2-61-91-00-10").get_text() == "02 61 91 00 10"
    assert aside.find("a", string="Tous les référents en Normandie")["href"] == "/regions/normandie/"


def test_only_what_was_agreed_to_is_shown(home_page, normandie, soup):
    referent = named(shows_name=False, shows_telephone=False)
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), regions=[normandie])
    text = soup(page.url).get_text()
    assert referent.office in text
    assert "Camille" not in text
    assert "02 61 91 00 10" not in text


def test_the_first_are_present_and_welcome_projects(normandie):
    trainer = named(last_name="Deux", missions=["formation"])
    welcomer = named(last_name="Un", missions=["acteurs"])
    away = named(last_name="Absente", absent_until=timezone.localdate() + datetime.timedelta(3))
    substitute = named(last_name="Remplaçante", departments=["75"])
    assert [each.last_name for each in contacts_in([normandie])] == ["Un", "Deux"]
    trainer.unpublish()
    assert contacts_in([normandie]) == [welcomer]
    welcomer.is_vacant = True
    welcomer.save()
    assert contacts_in([normandie]) == []
    away.substitute = substitute
    away.save()
    assert contacts_in([normandie]) == [substitute]


def test_elsewhere_and_without_regions_nobody_is_named(normandie, queries_used):
    named()
    assert contacts_in([Region.objects.get(slug="occitanie")]) == []
    assert queries_used(contacts_in, []) == 0
    assert queries_used(contacts_in, [normandie]) == 1
