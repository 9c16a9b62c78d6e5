"""Cards in an article: what they lead to is shown as it is today, and only as far as the public may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.french.partial_date import PartialDate
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from news.models import NewsIndexPage


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def convention(home_page):
    return ConventionPageFactory(
        parent=ConventionIndexPageFactory(parent=home_page), title="Préparer la sortie", regions=[RegionFactory()],
        starts_on=PartialDate(2021), ends_on=PartialDate(2099),
    )  # fmt: skip


def card_of(index, soup, kind: str, value) -> str:
    """Text of the article with one card."""
    page = NewsPageFactory(parent=index, body=[(kind, value)])
    read = soup(page.url).find(class_="p-read")
    return " ".join(read.get_text(" ").split())


def test_the_card_of_a_convention_says_its_period_and_state(index, soup, convention):
    text = card_of(index, soup, "convention", {"convention": convention})
    assert "Convention, Normandie Préparer la sortie 2021 – 2099 En cours" in text


def test_the_card_of_an_invented_convention_says_so(index, soup, convention):
    assert "Contenu d’exemple" not in card_of(index, soup, "convention", {"convention": convention})
    convention.is_example = True
    convention.save()
    assert "Contenu d’exemple" in card_of(index, soup, "convention", {"convention": convention})


def test_a_convention_that_is_not_public_has_no_card(index, soup, convention, make_private):
    make_private(convention)
    assert "Préparer la sortie" not in card_of(index, soup, "convention", {"convention": convention})


def test_the_card_of_a_referent_shows_the_office_and_how_to_write(index, soup):
    load_small_territory()
    referent = ReferentFactory(office="R2IP travail, Normandie")
    page = NewsPageFactory(parent=index, body=[("referent", {"referent": referent, "text": "Pour en parler."})])
    card = soup(page.url).find(class_="p-card--person")
    assert card.a["href"] == referent.get_absolute_url()
    assert "Pour en parler." in card.get_text()
    assert card.find_all("a")[-1]["href"] == f"/contact/?referent={referent.slug}"


def test_a_referent_whose_sheet_is_withdrawn_has_no_card(index, soup):
    load_small_territory()
    referent = ReferentFactory(office="R2IP travail, Normandie")
    page = NewsPageFactory(parent=index, body=[("referent", {"referent": referent, "text": "Pour en parler."})])
    referent.unpublish()
    assert soup(page.url).find(class_="p-card--person") is None


def test_several_cards_cost_what_one_costs(index, warm_cost, convention):
    others = ConventionPageFactory.create_batch(3, parent=convention.get_parent())
    one = NewsPageFactory(parent=index, body=[("convention", {"convention": convention})])
    few = warm_cost(one.url)
    many = NewsPageFactory(parent=index, body=[("convention", {"convention": each}) for each in others])
    assert warm_cost(many.url) <= few
