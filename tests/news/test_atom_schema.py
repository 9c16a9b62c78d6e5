"""Atom feeds against the grammar of their standard, RFC 4287."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
)

SCHEMA = Path(__file__).parent / "schemas" / "atom.rng"
FEEDS = ["actualites", "region/normandie", "rubrique/prix", "publications", "conventions", "agenda"]
HEAD = '<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>t</title>'
WHOLE = f"{HEAD}<updated>2026-11-29T10:00:00+01:00</updated>"
HOSTILE = "Un titre \x0b\x0c\x00 & <b>gras</b> ]]> \U0001f9d1\u200d\U0001f3eb 1er"


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


@pytest.mark.parametrize("name", FEEDS)
def test_each_atom_feed_is_valid_whatever_its_items_hold(home_page, client, schema, name):
    index = NewsIndexPageFactory(parent=home_page)
    normandie, prize = RegionFactory(name="Normandie", slug="normandie"), NewsCategoryFactory(name="Prix", slug="prix")
    NewsPageFactory(parent=index, title=HOSTILE, lead=HOSTILE, regions=[normandie], category=prize)
    EventPageFactory(parent=index, title=HOSTILE, days=3)
    ConventionPageFactory(parent=ConventionIndexPageFactory(parent=home_page), title=HOSTILE, regions=[normandie])
    feed = etree.fromstring(client.get(f"/flux/{name}.atom").content)
    assert schema.validate(feed), schema.error_log
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findall("a:author", space)
    for entry in feed.findall("a:entry", space):
        assert entry.xpath("a:content or a:link[@rel='alternate']", namespaces=space)
    assert bool(feed.findall("a:entry", space)) == (name != "publications")


@pytest.mark.parametrize(
    ("feed", "valid"),
    [
        (f"{WHOLE}</feed>", True),
        (f'{WHOLE}<x:any xmlns:x="urn:x" a="1"><x:b/></x:any></feed>', True),
        (f"{HEAD}</feed>", False),
        (f"{HEAD}<updated>hier</updated></feed>", False),
        (f"{WHOLE}<id>b</id></feed>", False),
        (f"{WHOLE}<author><email>a@b</email></author></feed>", False),
        (f"{WHOLE}<link rel='self'/></feed>", False),
        (f"{WHOLE}<category/></feed>", False),
        (f"{WHOLE}<pubDate>2026</pubDate></feed>", False),
        (f"{WHOLE}<entry><id>e</id><title>t</title></entry></feed>", False),
    ],
)
def test_the_grammar_tells_a_feed_from_what_is_none(schema, feed, valid):
    assert schema.validate(etree.fromstring(feed)) is valid
