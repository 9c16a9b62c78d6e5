"""What frames every page is managed in the admin: name, header menu, footer, legal links; and requests are seen."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from home.setup.groups import CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS
from portal.models import MenuLink, PortalSettings
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory
from tests.editing.forms import refused, send


def address() -> str:
    return reverse("wagtailsettings:edit", args=["portal", "portalsettings", Site.objects.get().pk])


def settings_form(links: list[dict], **changes: str) -> dict:
    """What the editor of the settings sends."""
    rows = [{"id": "", "page": "", "address": "", "ORDER": rank} | link for rank, link in enumerate(links, 1)]
    stored = list(PortalSettings.for_site(Site.objects.get()).menu_links.all())
    gone = [
        {"id": link.pk, "place": link.place, "label": link.label, "page": link.page_id or "", "address": link.address,
         "DELETE": "on"}
        for link in stored
    ]  # fmt: skip
    data = {"name": "Portail essai", "tagline": "Une phrase", "mark": "Préfecture modèle"} | changes
    return nested_form_data(data | {"menu_links": inline_formset([*gone, *rows], initial=len(gone))})


@pytest.fixture
def frame(client):
    """Labels and addresses of header, footer and legal links, as a visitor meets them: `frame()`."""

    def read() -> dict[str, list[tuple[str, str]]]:
        page = BeautifulSoup(client.get("/").content, "html.parser")
        parts = {"header": "header nav a", "footer": ".fr-footer__content-list a", "legal": ".fr-footer__bottom-list a"}
        return {
            name: [(link.get_text(strip=True), link["href"]) for link in page.select(selector)]
            for name, selector in parts.items()
        }

    return read


def test_menus_edited_in_the_admin_change_every_page_at_once(
    site, editor, frame, client, django_capture_on_commit_callbacks
):
    assert ("Conventions", "/conventions/") in frame()["header"]
    links = [
        {"place": "header", "label": "Nouvelles", "page": site["news"].pk},
        {"place": "header", "label": "Écrire", "address": "/contact/"},
        {"place": "footer", "label": "Ailleurs", "address": "https://ailleurs.example/"},
        {"place": "legal", "label": "Qui publie", "page": site["legal"].pk},
    ]
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, address(), settings_form(links))
    assert frame() == {
        "header": [("Nouvelles", "/actualites/"), ("Écrire", "/contact/")],
        "footer": [("Ailleurs", "https://ailleurs.example/")],
        # The state of conformity stands on every footer, whatever the menus hold.
        "legal": [("Qui publie", "/mentions-legales/"), ("Accessibilité\u00a0: non conforme", "/accessibilite/")],
    }
    elsewhere = client.get("/conventions/").content.decode()
    for word in ("Nouvelles", "Portail essai", "Une phrase", "Préfecture"):
        assert word in elsewhere


def test_a_renamed_page_keeps_its_place_in_the_menus(site, frame, django_capture_on_commit_callbacks):
    assert ("Actualités", "/actualites/") in frame()["header"]
    page = site["news"]
    page.slug = "nouvelles"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert ("Actualités", "/nouvelles/") in frame()["header"]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ({"address": ""}, "Choisissez une page, ou écrivez une adresse."),
        ({"address": "javascript:alert(1)"}, "L’adresse commence par / ou par https://."),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(site, editor, link, message):
    data = settings_form([{"place": "header", "label": "Nulle part"} | link])
    refused(editor, address(), data)
    assert message in BeautifulSoup(editor.post(address(), data).content, "html.parser").get_text()
    assert not MenuLink.objects.filter(label="Nulle part").exists()


def test_legal_links_are_there_from_the_start(site, frame, client):
    legal = dict(frame()["legal"])
    expected = {
        "Plan du site": "/plan-du-site/",
        "Accessibilité\u00a0: non conforme": "/accessibilite/",
        "Mentions légales": "/mentions-legales/",
        "Données personnelles": "/donnees-personnelles/",
    }
    assert expected.items() <= legal.items()
    for url in legal.values():
        assert client.get(url).status_code == 200


def test_a_contributor_does_not_change_the_menus(site, signed_in, frame):
    before = frame()
    signed_in(CONTRIBUTORS).post(address(), settings_form([]))
    assert frame() == before


def test_managers_see_the_requests_that_come_in(site, signed_in):
    ReferentFactory(named=True)
    request = submit(organisation="Atelier Modèle")
    manager = signed_in(EDITORS, MANAGERS)
    home = manager.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk:list") in home
    assert "1 à prendre en charge" in home
    assert "Atelier Modèle" in manager.get(reverse("desk:list")).content.decode()
    detail = manager.get(reverse("desk:detail", args=[request.pk])).content.decode()
    assert "400 coffrets à monter chaque semaine." in detail


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS, DIRECTORY_KEEPERS])
def test_who_only_writes_sees_no_request(site, signed_in, group):
    ReferentFactory(named=True)
    request = submit()
    client = signed_in(group)
    for url in (reverse("desk:list"), reverse("desk:detail", args=[request.pk])):
        assert client.get(url).status_code == 302
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk:list") not in home
    assert "à prendre en charge" not in home
