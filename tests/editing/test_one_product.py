"""The admin is one product: our name, no English word, no empty title, no script but files, numbers as in French."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from directory.models import Referent
from home.setup.groups import ADMINISTRATORS, CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS, REFERENTS
from portal.cms.admin_words import PLACEHOLDER, corrected
from portal.models import PortalSettings, User
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory
from tests.news.factories import ConventionPageFactory, NewsPageFactory

NAME = "Portail de l’insertion professionnelle"
AT_MOST = 400  # kinds of pages: they are far fewer, and a crawl ends
NOT_PAGES = ("logout", "sprite", "jsi18n", "/preview/", ".csv", ".xlsx", "/export")
ENGLISH = re.compile(
    r"\b(the|and|with|your|this|from|Add|Edit|Delete|Search|Save|Password|Sort|Submit|Cancel|Close|Wagtail|[Ww]orkflow|Status|"
    r"Title|Next|Previous|[Ss]lug|Show|Hide|Upload|Choose|Help|Toggle|been|are|have|Name|User|Users|Updated|Created|Usage|"
    r"History|View|Live|Draft|Loading|Select|Reset|Copy|Move|Unpublish|Publish|Lock|[Ss]nippets?|True|False)\b"
)


@pytest.fixture
def admin(site) -> Client:
    NewsPageFactory(parent=site["news"])
    ConventionPageFactory(parent=site["conventions"])
    ReferentFactory()
    submit()
    client = Client()
    client.force_login(User.objects.create_superuser("tout", "tout@service.example", "mot de passe"))
    return client


def title_of(page: str) -> str:
    return html.unescape(" ".join(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].split()))


def words_of(page: str) -> str:
    """What is read of a page: its text, and the labels that only some hear."""
    tree = BeautifulSoup(page, "lxml")
    for each in tree(["script", "style", "template", "svg"]):
        each.decompose()
    labels = [
        str(tag[name]) for name in ("aria-label", "title", "placeholder") for tag in tree.find_all(**{name: True})
    ]
    # Wagtail words a chooser once a process: here while the database is migrated, when no language is in use.
    return re.sub(r"Choose( another)? |Edit this ", "", " | ".join([*tree.stripped_strings, *labels]))


def written_scripts(page: str) -> list[str]:
    """Scripts that are written into a page, which the policy refuses: elements, attributes, addresses."""
    tree = BeautifulSoup(page, "lxml")
    data = ("application/json", "application/ld+json")
    scripts = [each for each in tree.select("script:not([src])") if each.get("type") not in data]
    handlers = tree.find_all(
        lambda tag: any(
            name.startswith("on") or str(value).startswith("javascript:") for name, value in tag.attrs.items()
        )
    )
    return [str(each)[:200] for each in (*scripts, *handlers)]


def crawl(client: Client) -> int:
    """Read every kind of page that is linked from the home of the admin; how many there are."""
    waiting, kinds, untitled, english, written = [reverse("wagtailadmin_home")], set(), [], [], []
    while waiting and len(kinds) < AT_MOST:
        url = waiting.pop(0)
        kind = re.sub(r"\d+", "N", url.partition("?")[0])
        if kind in kinds or any(each in url for each in NOT_PAGES):
            continue
        kinds.add(kind)
        response = client.get(url)
        assert response.status_code < 500, url
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        page = response.content.decode()
        if "<title>" in page and not re.fullmatch(f"\\S.* - {NAME}", title_of(page)):
            untitled.append((url, title_of(page)))
        english += [
            (url, text[max(0, found.start() - 30) : found.end() + 30])
            for text in [words_of(page)]
            for found in ENGLISH.finditer(text)
        ]
        written += [(url, each) for each in written_scripts(page)]
        waiting += [
            html.unescape(each).partition("#")[0] for each in re.findall(r'(?:href|action)="(/admin/[^"]+)"', page)
        ]
    assert untitled == []
    assert english == [], "\n".join(map(str, english))
    assert written == []
    assert len(kinds) < AT_MOST, "not all was read"
    return len(kinds)


@pytest.mark.walk
def test_every_page_of_the_admin_has_a_title_our_name_no_english_word_and_no_script_written_into_it(admin):
    assert crawl(admin) > 60


@pytest.mark.walk
@pytest.mark.parametrize(
    "group",
    [
        REFERENTS,
        MANAGERS,
        pytest.param(ADMINISTRATORS, marks=pytest.mark.full),
        pytest.param(EDITORS, marks=pytest.mark.full),
        pytest.param(CONTRIBUTORS, marks=pytest.mark.full),
        pytest.param(DIRECTORY_KEEPERS, marks=pytest.mark.full),
    ],
)
def test_so_has_every_page_that_one_role_alone_is_led_to(admin, signed_in, group):
    client = signed_in(group)
    if group == REFERENTS:
        Referent.objects.update(account=User.objects.get(groups__name=REFERENTS))
        assert "Ma fiche" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert crawl(client) > 10


def test_the_doors_bear_our_name_and_not_wagtails(site, client):
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done"):
        page = client.get(reverse(name)).content.decode()
        assert title_of(page).endswith(NAME)
        assert "favicon.svg" in page
        assert "Wagtail" not in words_of(page)


def test_the_admin_is_called_as_the_site_is(site, client, django_capture_on_commit_callbacks):
    settings = PortalSettings.objects.get()
    settings.name = "Portail d’essai"
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    assert title_of(client.get(reverse("wagtailadmin_login")).content.decode()).endswith("Portail d’essai")


def test_no_control_of_menus_is_offered_that_moves_nothing(site, admin):
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[site["employers"].pk])).content.decode()
    assert 'name="slug"' in page
    assert 'name="show_in_menus"' not in page


def test_a_section_with_a_password_has_a_door_of_ours(site, client):
    restriction = PageViewRestriction.objects.create(
        page=site["employers"], restriction_type=PageViewRestriction.PASSWORD, password="sésame"
    )
    url = site["employers"].get_url()
    page = client.get(url).content.decode()
    assert title_of(page) == f"Page réservée - {NAME}"
    assert site["employers"].title not in page.replace(NAME, "")
    action = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, site["employers"].pk])
    wrong = client.post(action, {"password": "non", "return_url": url}).content.decode()
    assert "Ce n’est pas le mot de passe" in wrong
    assert 'aria-describedby="id_password-error"' in wrong
    assert client.post(action, {"password": "sésame", "return_url": url})["Location"] == url
    assert site["employers"].title in html.unescape(client.get(url).content.decode())


def test_so_has_a_document_in_a_private_collection(site, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    collection = Collection.get_first_root_node().add_child(name="Réservés")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="sésame")
    document = get_document_model().objects.create(
        title="Note", collection=collection, file=ContentFile(b"Bonjour", "note.txt")
    )
    page = client.get(document.url).content.decode()
    assert title_of(page) == f"Page réservée - {NAME}"
    assert "recevoir ce document" in page


def test_corrected_words_keep_what_is_filled_in():
    for original, text in trans_real.translation("fr")._catalog.items():
        if isinstance(text, str) and isinstance(original, str) and "%(" in original:
            assert {*PLACEHOLDER.findall(corrected(text))} == {*PLACEHOLDER.findall(text)}
    assert corrected("Annuler le workflow %(workflow_name)s") == "Annuler le circuit de relecture %(workflow_name)s"


CLUMSY = re.compile(
    r"\b(?:le/la|il/elle|ce/cette)\b|\((?:e|le|ne|tte|elle)\)|(?<=\w)'(?=\w)|[\w)»] ?[?!](?:\s|$)|[\w)»] ?:\s|\u200b"
)


def test_no_sentence_of_wagtails_is_clumsy_or_badly_spaced():
    catalogue = trans_real.translation("fr")._catalog
    texts = [catalogue[original] for original, text in catalogue.items() if original and isinstance(text, str)]
    assert len(texts) > 2000
    assert [text for text in texts if CLUMSY.search(re.sub("<[^>]*>", "", text))] == []


def test_neither_is_one_of_its_scripts(admin):
    script = admin.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    texts = [each for text in catalogue.values() for each in ([text] if isinstance(text, str) else text)]
    assert len(texts) > 60
    assert [text for text in texts if CLUMSY.search(text)] == []
    assert catalogue["Resolve"] == "Régler"


def test_a_sentence_says_what_is_done():
    said = trans_real.translation("fr").gettext("%(model_name)s '%(object)s' has been submitted for moderation.")
    assert "relecture" in said, "Wagtail's French calls it scheduled"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("9,1", "9.1"), ("9.1", "9.1"), ("9", "9"), ("1\u202f234,5", "1234.5"), ("10 600", "10600"), ("-0,5", "-0.5")],
)
def test_a_number_is_read_as_it_is_written(typed, read):
    field = forms.DecimalField()
    assert field.clean(typed) == Decimal(read)
    assert field.widget.input_type == "text", "a number input drops what its browser does not know"
    assert forms.FloatField().clean(typed) == float(read)


@pytest.mark.parametrize("typed", ["1.234,5", "9,1,2", "neuf", "9,1 %"])
def test_what_is_no_number_is_refused_rather_than_guessed(typed):
    with pytest.raises(ValidationError):
        forms.DecimalField().clean(typed)


def test_a_whole_number_is_no_other_one():
    assert forms.IntegerField().clean("10 600") == 10_600
    with pytest.raises(ValidationError):
        forms.IntegerField().clean("1,5")


def test_a_stored_number_is_shown_as_it_is_written():
    class Form(forms.Form):
        share = forms.DecimalField(initial=Decimal("9.1"))

    assert 'value="9,1"' in str(Form()["share"])
