from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry, Revision, Site, Workflow

from directory.models import Actor, ActorsPage, Mission, Referent
from home import site_tree
from home.groups import DIRECTORY_KEEPERS, EDITORS, MANAGERS, REFERENTS
from home.models import HomePage, StandardPage
from news.models import ConventionIndexPage, ConventionPage, NewsIndexPage, NewsPage, PublicationIndexPage
from portal.models import MenuLink, PortalImage, PortalSettings, User
from search import glossary
from search.models import GlossaryTerm

TREE = {
    "travailler-avec-la-prison": StandardPage,
    "qui-fait-quoi": ActorsPage,
    "conventions": ConventionIndexPage,
    "actualites": NewsIndexPage,
    "publications": PublicationIndexPage,
    "mentions-legales": StandardPage,
    "donnees-personnelles": StandardPage,
    "accessibilite": StandardPage,
}
COUNTED = (
    Page, Revision, PageLogEntry, MenuLink, PortalSettings, Mission, Group, GroupPagePermission, Workflow, Site,
    GlossaryTerm,
)  # fmt: skip


def set_up() -> str:
    """Run the command; what it says."""
    out = io.StringIO()
    call_command("setup_site", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.fixture
def site(real_site, db) -> Site:
    return Site.objects.get()


def test_it_makes_the_tree_of_a_real_site_empty(site, settings):
    home = site.root_page.specific
    assert isinstance(home, HomePage)
    assert "qui parler près de chez vous" in home.title
    assert {page.slug: type(page) for page in home.get_children().specific()} == TREE
    assert Page.objects.filter(depth=2).count() == 1, "Wagtail's welcome page is gone"
    assert site.root_url == settings.PORTAL_URL
    for model in (NewsPage, ConventionPage, Actor, Referent, PortalImage):
        assert not model.objects.exists()
    assert not PortalSettings.for_site(site).is_demonstration
    assert not home.ways


def test_every_page_of_it_answers(site, client):
    for slug in ("", *(f"{slug}/" for slug in TREE)):
        assert client.get(f"/{slug}").status_code == 200, slug


def test_running_it_again_changes_nothing(site):
    before = counts()
    assert "nothing to do" in set_up()
    assert counts() == before


def test_what_editors_changed_stays(site):
    page = site_tree.find("legal")
    page.title, page.slug, page.body = "Qui publie", "qui-publie", [("text", "<p>Nous.</p>")]
    page.save_revision().publish()
    link = MenuLink.objects.get(label="Qui fait quoi", place="header")
    link.label = "Les acteurs"
    link.save()
    mission = Mission.objects.get(code="travail")
    mission.title = "Ouvrir des ateliers"
    mission.save()
    Group.objects.get(name=EDITORS).permissions.clear()
    before = counts()

    set_up()

    assert counts() == before
    page.refresh_from_db()
    assert (page.title, page.slug, page.body[0].value.source) == ("Qui publie", "qui-publie", "<p>Nous.</p>")
    assert MenuLink.objects.get(pk=link.pk).label == "Les acteurs"
    assert Mission.objects.get(code="travail").title == "Ouvrir des ateliers"
    assert not Group.objects.get(name=EDITORS).permissions.exists()


def test_only_what_is_missing_comes_back(site):
    site_tree.find("privacy").delete()
    Mission.objects.get(code="formation").delete()
    kept = set(Page.objects.values_list("pk", flat=True))

    set_up()

    assert kept < set(Page.objects.values_list("pk", flat=True))
    assert site_tree.find("privacy").slug == "donnees-personnelles"
    assert set(Mission.objects.values_list("code", flat=True)) == {"acteurs", "travail", "formation", "insertion"}


def test_the_site_follows_the_address_of_the_deployment(site, settings):
    settings.PORTAL_URL = "https://portail.example"
    set_up()
    assert Site.objects.get().root_url == "https://portail.example"


def test_menus_lead_where_they_say(site, client):
    labels = list(MenuLink.objects.filter(place="header").values_list("label", flat=True))
    assert labels == ["Employeurs", "Trouver un référent", "Qui fait quoi", "Conventions", "Actualités"]
    addresses = dict(MenuLink.objects.exclude(address="").values_list("label", "address"))
    assert addresses["Trouver un référent"] == reverse("directory:start")
    assert addresses["Décrire un projet"] == reverse("contact:form")
    assert addresses["Plan du site"] == reverse("site_map")
    assert "Accessibilité\u00a0: non conforme" in client.get("/").content.decode()


def test_the_accessibility_page_claims_nothing_and_says_where_to_turn(site, client, settings):
    page = client.get("/accessibilite/").content.decode()
    assert "non conforme" in page
    assert "Défenseur des droits" in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page


def test_what_only_the_operator_knows_is_left_to_complete(site, client):
    for slug in ("mentions-legales", "donnees-personnelles", "accessibilite"):
        assert "[à compléter" in client.get(f"/{slug}/").content.decode()


def test_editors_publish_pages_and_actors_but_no_referents(site):
    editor = User.objects.create_user("plume")
    editor.groups.add(Group.objects.get(name=EDITORS))
    assert site.root_page.permissions_for_user(editor).can_publish_subpage()
    for allowed in (
        "wagtailadmin.access_admin",
        "directory.change_actor",
        "portal.change_portalsettings",
        "search.change_glossaryterm",
        "search.view_unansweredwords",
    ):
        assert editor.has_perm(allowed), allowed
    for media in (images, documents):
        assert media.user_has_permission(editor, "add")
    assert not editor.has_perm("directory.change_referent")


def test_keepers_of_the_directory_write_its_sheets_only(site):
    keeper = User.objects.create_user("annuaire")
    keeper.groups.add(Group.objects.get(name=DIRECTORY_KEEPERS))
    for allowed in ("wagtailadmin.access_admin", "directory.publish_referent", "directory.change_disp"):
        assert keeper.has_perm(allowed), allowed
    assert not site.root_page.permissions_for_user(keeper).can_edit()


def test_what_wagtail_makes_has_french_names(site):
    assert Page.get_first_root_node().title == Collection.get_first_root_node().name == "Racine"
    assert set(Group.objects.values_list("name", flat=True)) == {
        EDITORS, "Contributeurs", DIRECTORY_KEEPERS, REFERENTS, MANAGERS,
    }  # fmt: skip
    names = Workflow.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Relecture par les éditeurs", "Relecture par les gestionnaires de l’annuaire"]


def test_the_glossary_starts_with_the_words_of_the_field(site):
    words = {term.slug: term for term in glossary.terms()}
    assert len(words) >= 35
    for term in words.values():
        assert 40 < len(term.definition) < 300 or term.slug == "milieu-ferme", term.term
        assert set(term.see_also) <= words.keys() - {term.slug}
    assert glossary.find("pole emploi") == glossary.find("ANPE") == words["france-travail"]
    assert glossary.find("services pénitentiaires d’insertion et de probation") == words["spip"]


def test_a_glossary_that_editors_keep_is_left_alone(site):
    GlossaryTerm.objects.exclude(slug="spip").delete()
    assert "nothing to do" in set_up()
    assert [term.slug for term in glossary.terms()] == ["spip"]
