"""A typed address of a page of ours becomes a link to the page: it follows it, and counts among its uses."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError
from wagtail.models import Site

from home.models import StandardPage
from portal.cms.blocks import LinkBlock
from portal.cms.own_addresses import is_answered, page_called
from portal.models import MenuLink, PortalSettings


@pytest.fixture
def page(home_page, settings) -> StandardPage:
    settings.PORTAL_URL = "https://portail.example"
    page = StandardPage(title="Aides", slug="aides")
    home_page.add_child(instance=page)
    return page


def menu_link(address: str) -> MenuLink:
    settings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    settings.save()
    return MenuLink.objects.create(settings=settings, label="Aides", address=address)


@pytest.mark.parametrize("address", ["/aides/", "/aides", "https://portail.example/aides/"])
def test_a_page_typed_in_a_menu_is_a_link_to_it_and_cannot_be_deleted(page, address):
    link = menu_link(address)
    assert link.page_id == page.pk
    assert link.address == ""
    with pytest.raises(ProtectedError):
        page.delete()


@pytest.mark.parametrize(
    "address",
    [
        "/contact/",
        "/aides/?a=b",
        "/nulle-part/",
        "https://ailleurs.example/aides/",
        "https://portail.example.fr/aides/",
    ],
)
def test_other_addresses_stay_as_they_were_typed(page, address):
    link = menu_link(address)
    assert link.page_id is None
    assert link.address == address


def test_a_button_leads_to_the_page_and_to_its_anchor(page):
    block = LinkBlock()
    value = block.clean(block.normalize({"label": "Les aides", "page": None, "anchor": "", "address": "/aides/#smic"}))
    assert value["page"].pk == page.pk
    assert value["anchor"] == "smic"
    assert value["address"] == ""
    assert value.url.endswith("/aides/#smic")


def test_what_answers_and_what_is_called(page):
    assert is_answered("/aides/")
    assert is_answered("/contact/")
    assert not is_answered("/aides/rien/")
    assert is_answered("/aides")
    found, anchor = page_called("/aides/#a")
    assert (found.pk, anchor) == (page.pk, "a")
    assert page_called("mailto:a@exemple.fr") == (None, "")
