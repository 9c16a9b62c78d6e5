"""The guide in the admin: every section, found by other forms of its words; its pictures; the tour of a first day."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from PIL import Image

from home.guide.sections import PICTURES, search, sections, source
from home.guide.tour import STEPS
from home.setup.groups import CONTRIBUTORS, MANAGERS
from portal.models import User

pytestmark = pytest.mark.django_db
HEAVIEST = 80_000  # bytes of a picture


@pytest.fixture
def signed_in(real_site, forgiving_templates):
    def sign_in(*groups: str) -> Client:
        user = User.objects.create_user(f"compte-{User.objects.count()}", password="mot de passe")
        user.groups.set(Group.objects.filter(name__in=groups))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def test_every_section_of_the_file_has_its_page(signed_in):
    client, titles = signed_in(CONTRIBUTORS), re.findall(r"^## (.+)$", source().read_text(), re.MULTILINE)
    assert [each.title for each in sections()] == ["Pour commencer", *titles]
    contents = client.get(reverse("guide")).content.decode()
    for each in sections():
        page = client.get(each.url)
        assert page.status_code == 200
        shown = BeautifulSoup(page.content, "html.parser").select_one(".p-guide")
        assert len(shown.get_text(strip=True)) > 40, each.title
        assert f'href="{each.url}"' in contents
    assert client.get(reverse("guide_section", args=["rien"])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("inviter un referent", "Tenir l’annuaire"),
        ("colle depuis word", "Coller un texte, écrire une date"),
        ("sous-titre de la video", "Ajouter une image, un document, une vidéo"),
        ("GLOSSAIRES", "Tenir le glossaire"),
    ],
)
def test_it_is_searched_as_people_write(asked, title):
    assert title in [hit.section.title for hit in search(asked)][:3]


def test_a_search_shows_the_line_or_says_that_there_is_none(signed_in):
    client = signed_in(CONTRIBUTORS)
    page = client.get(reverse("guide"), {"q": "HEIC"}).content.decode()
    assert "HEIC d’iPhone" in page
    assert "n’en parle pas" in client.get(reverse("guide"), {"q": "xylophone"}).content.decode()
    assert search("") == []


def test_each_picture_is_there_small_described_and_made_by_the_command(signed_in):
    from tests.harness.guide_pictures import PICTURES as MADE  # noqa: PLC0415 - it needs Playwright

    shown = dict(re.findall(r"!\[([^\]]*)\]\(" + PICTURES + r"([\w-]+\.webp)\)", source().read_text()))
    assert all(len(text) > 20 for text in shown)
    folder = source().parent / PICTURES
    assert sorted(shown.values()) == sorted(each.name for each in folder.iterdir()) == sorted(MADE)
    client = signed_in(CONTRIBUTORS)
    for name in shown.values():
        assert (folder / name).stat().st_size < HEAVIEST
        with Image.open(folder / name) as picture:
            assert picture.width <= 1280
        answer = client.get(reverse("guide_picture", args=[name.removesuffix(".webp")]))
        assert answer["Content-Type"] == "image/webp"
        assert b"".join(answer.streaming_content) == (folder / name).read_bytes()
    assert client.get(reverse("guide_picture", args=["autre"])).status_code == 404


def test_links_between_sections_lead_to_their_pages():
    html = "".join(each.html for each in sections())
    known = {each.url for each in sections()}
    leading = set(re.findall(r'href="([^"]+)"', html))
    assert {each for each in leading if not each.startswith("http")} <= known


def test_nobody_reads_it_without_signing_in(client, real_site):
    assert reverse("wagtailadmin_login") in client.get(reverse("guide"))["Location"]


def test_the_menu_helps_with_our_guide_alone(signed_in):
    home = signed_in(CONTRIBUTORS).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("guide") in home
    assert "guide.wagtail.org" not in home
    assert "releases/" not in home


def test_the_tour_shows_what_one_may_do_and_what_is_done(signed_in):
    writer, manager = signed_in(CONTRIBUTORS), signed_in(MANAGERS)
    assert "Commencer une actualité" in writer.get(reverse("tour")).content.decode()
    assert "Commencer une actualité" not in manager.get(reverse("tour")).content.decode()
    assert "Lire une demande" in manager.get(reverse("tour")).content.decode()
    assert "Premier jour\u00a0?" in writer.get(reverse("wagtailadmin_home")).content.decode()
    page = writer.post(reverse("tour"), {"step": "brouillon"}, follow=True).content.decode()
    assert "Fait\u00a0: 1 sur 3." in page
    writer.post(reverse("tour"), {"step": "fin"})
    assert "Premier jour\u00a0?" not in writer.get(reverse("wagtailadmin_home")).content.decode()


def test_each_step_leads_somewhere_and_to_a_section():
    known = {each.slug for each in sections()}
    for step in STEPS:
        assert step.url.startswith("/admin/")
        assert step.guide in known, step.code
