"""Addresses as people write them again: capitals, accents apart; and the icon that everybody asks for."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest

from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def page(home_page):
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), slug="été-à-rouen")


def test_an_address_in_capitals_or_with_accents_apart_leads_to_its_page(page, client):
    plain = unquote(page.url)
    for written in (plain.upper(), unicodedata.normalize("NFD", plain), "/Actualites/Été-à-Rouen/"):
        response = client.get(f"{quote(written)}?de=la")
        assert (response.status_code, response["Location"]) == (301, f"{page.url}?de=la"), written
    assert client.get("/RECHERCHE/")["Location"] == "/recherche/"
    for written in ("/actualités/", "/Actualite\u0301s/"):  # accents that the address has not
        assert client.get(quote(written))["Location"] == "/actualites/"


@pytest.mark.parametrize("address", ["/Nulle-Part/", "/documents/1/A.pdf", "/media/images/A.jpg", "/ACTUALITES/non/"])
def test_what_is_not_there_in_small_letters_either_is_not_found(page, client, address):
    assert client.get(address).status_code == 404


def test_an_address_that_is_too_long_to_be_sent_to_is_not_found(page, client):
    assert client.get("/sitemap-é.xml?q=a").status_code == 301
    assert client.get(f"/sitemap-é.xml?q={'a' * 20_000}").status_code == 404


def test_a_form_is_never_sent_elsewhere(page, client):
    assert client.post("/RECHERCHE/").status_code in {404, 405}


def test_the_icon_has_the_address_that_browsers_ask_for(client, db):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Content-Type"]) == (200, "image/x-icon")
    content = b"".join(response.streaming_content)
    response.close()
    assert content.startswith(b"\x00\x00\x01\x00")
