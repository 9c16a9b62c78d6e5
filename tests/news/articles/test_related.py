"""What stands beside an article: chosen first, then computed; its category; the articles before and after."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from tests.news.factories import (
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from news.models import NewsIndexPage


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


def links(page, title: str) -> list[str]:
    """Titles of a list in the margin of a parsed article; nothing without the list."""
    heading = page.find("h2", string=title)
    return [link.get_text() for link in heading.find_next("ul").find_all("a")] if heading else []


def test_what_the_editor_chose_comes_first_in_that_order(index, soup):
    theme = NewsThemeFactory()
    near = NewsPageFactory.create_batch(3, parent=index, theme=theme, category=None)
    chosen = NewsPageFactory.create_batch(2, parent=index, category=None)
    page = NewsPageFactory(
        parent=index, theme=theme, category=None, read_also=[("page", chosen[1]), ("page", chosen[0])]
    )
    assert links(soup(page.url), "À lire aussi") == [chosen[1].title, chosen[0].title, near[0].title]


def test_the_rest_is_computed_theme_and_region_first(index, soup):
    normandie, bretagne = RegionFactory(name="Normandie"), RegionFactory(name="Bretagne")
    theme = NewsThemeFactory()
    same_theme = NewsPageFactory(parent=index, theme=theme, category=None)
    same_region = NewsPageFactory(parent=index, regions=[normandie], category=None)
    both = NewsPageFactory(parent=index, theme=theme, regions=[normandie, bretagne], category=None)
    NewsPageFactory(parent=index, regions=[bretagne], category=None)
    page = NewsPageFactory(parent=index, theme=theme, regions=[normandie], category=None)
    assert links(soup(page.url), "À lire aussi") == [both.title, same_theme.title, same_region.title]


def test_the_same_category_lists_what_is_not_shown_already(index, soup):
    page = NewsPageFactory(parent=index, theme=NewsThemeFactory())
    near = NewsPageFactory(parent=index, theme=NewsThemeFactory())
    others = NewsPageFactory.create_batch(4, parent=index)
    NewsPageFactory(parent=index, category=NewsCategoryFactory(name="Prix", slug="prix"))
    shown = soup(page.url)
    assert links(shown, "À lire aussi") == [near.title]
    assert links(shown, "Dans la même rubrique") == [each.title for each in others[:3]]


def test_an_item_alone_has_no_neighbours(index, soup):
    page = soup(NewsPageFactory(parent=index).url)
    assert not page.find_all("h2", string=["À lire aussi", "Dans la même rubrique"])
    assert page.find("nav", attrs={"aria-label": "Actualités voisines"}) is None


def test_one_turns_from_an_article_to_those_before_and_after(index, soup):
    day = datetime.date(2026, 3, 1)
    old, first, second, new = (
        NewsPageFactory(parent=index, category=None, published_on=day + datetime.timedelta(days=days))
        for days in (-90, 0, 0, 30)
    )
    NewsPageFactory(parent=index, live=False, published_on=day)
    NewsPageFactory.create_batch(3, parent=index, published_on=datetime.date(2011, 1, 1))

    def around(page) -> list[str | None]:
        shown = soup(page.url)
        found = (shown.find("a", rel=name) for name in ("prev", "next"))
        return [link.get_text() if link else None for link in found]

    assert around(first) == [old.title, second.title]
    assert around(second) == [first.title, new.title]
    assert around(new) == [second.title, None]


def test_drafts_and_private_items_are_nobodys_neighbours(index, soup, make_private):
    theme = NewsThemeFactory()
    draft = NewsPageFactory(parent=index, live=False, theme=theme, title="Brouillon")
    private = NewsPageFactory(parent=index, theme=theme, title="Réservée")
    make_private(private)
    page = NewsPageFactory(parent=index, theme=theme, read_also=[("page", draft), ("page", private)])
    text = soup(page.url).get_text()
    assert "Brouillon" not in text
    assert "Réservée" not in text


def test_neighbours_cost_the_same_for_few_and_many(index, warm_cost):
    normandie = [RegionFactory()]
    page = NewsPageFactory(parent=index, theme=NewsThemeFactory(), regions=normandie)
    NewsPageFactory(parent=index, theme=NewsThemeFactory(), regions=normandie)
    few = warm_cost(page.url)
    NewsPageFactory.create_batch(15, parent=index, theme=NewsThemeFactory(), regions=normandie)
    assert warm_cost(page.url) <= few
