from __future__ import annotations

import io
import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry, Revision, Site, Workflow

from directory.models import Actor, ActorsPage, Mission, Referent
from home.doctor import legal_pages
from home.models import DatedFact, EstimatorPage, HomePage, Question, QuestionsPage, StandardPage, WayPage
from home.setup import page_tree
from home.setup.groups import ADMINISTRATORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS, REFERENTS
from news.models import ConventionIndexPage, ConventionPage, NewsIndexPage, NewsPage, PublicationIndexPage
from portal.models import MenuLink, PortalImage, PortalSettings, User
from search.glossary import terms
from search.models import GlossaryTerm, RelatedWords

TREE = {
    "travailler-avec-la-prison": StandardPage,
    "estimer-un-cout": EstimatorPage,
    "questions-frequentes": QuestionsPage,
    "qui-fait-quoi": ActorsPage,
    "conventions": ConventionIndexPage,
    "actualites": NewsIndexPage,
    "publications": PublicationIndexPage,
    "version-simplifiee-trouver-un-referent": StandardPage,
    "version-simplifiee-le-referent": StandardPage,
    "version-simplifiee-quatre-facons": StandardPage,
    "version-simplifiee-votre-demande": StandardPage,
    "mentions-legales": StandardPage,
    "donnees-personnelles": StandardPage,
    "accessibilite": StandardPage,
}
COUNTED = (
    Page, Revision, PageLogEntry, MenuLink, PortalSettings, Mission, Group, GroupPagePermission, Workflow, Site,
    GlossaryTerm, RelatedWords, DatedFact, Question,
)  # fmt: skip


def set_up(*choices: str) -> str:
    """Run the command; what it says."""
    out = io.StringIO()
    call_command("setup_site", *choices, stdout=out)
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


def test_the_ways_to_work_stand_below_the_landing_page_with_their_facts_and_questions(site, client):
    landing = page_tree.find("employers")
    ways = list(WayPage.objects.child_of(landing))
    assert [way.project for way in ways] == [
        "workshop", "production", "hiring", "training", "inclusion", "procurement", "tig",
    ]  # fmt: skip
    codes = set(DatedFact.objects.values_list("code", flat=True))
    for way in ways:
        assert client.get(way.url).status_code == 200
        assert {block.value for block in way.facts} <= codes
        assert way.facts
        assert all(block.value for block in way.questions)
        assert not way.steps, "durations are no fact"
    assert sum(len(way.questions) for way in ways) == 3 * 6 + 1


def test_every_fact_and_answer_names_its_source_or_who_will_answer(site):
    for fact in DatedFact.objects.all():
        fact.full_clean()
        assert fact.source, fact
        assert fact.source_url.startswith("https://"), fact
        assert fact.checked_on, fact
    for question in Question.objects.all():
        question.full_clean()
        assert question.themes.exists(), question
    asked = " ".join(Question.objects.values_list("other_words", flat=True)).lower()
    for word in ("casier judiciaire", "smic", "visite", "qualité", "délais", "assurance", "combien ça coûte"):
        assert word in asked


def test_facts_and_questions_of_editors_stay(site):
    DatedFact.objects.exclude(code="smic-horaire").delete()
    Question.objects.exclude(slug="smic").delete()
    set_up()
    assert DatedFact.objects.count() == Question.objects.count() == 1


def test_running_it_again_changes_nothing(site):
    before = counts()
    assert set_up() == "Site already set up: nothing to do.\n", "no group lacks anything either"
    assert counts() == before


def test_what_editors_changed_stays(site):
    page = page_tree.find("legal")
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


def test_what_a_group_lacks_is_told_and_given_when_asked_for(site):
    """It may be newer than the group, or have been taken away: only who runs the site knows which."""
    group = Group.objects.get(name=EDITORS)
    more = Permission.objects.get(content_type__app_label="portal", codename="delete_user")
    group.permissions.set([more])
    group.page_permissions.filter(permission__codename="publish_page").delete()
    group.collection_permissions.filter(permission__codename="add_image").delete()
    said = set_up()
    lacks = next(line for line in said.splitlines() if line.startswith("Group Éditeurs lacks: "))
    assert {"wagtailcore.publish_page", "wagtailimages.add_image", "home.add_datedfact"} <= set(
        lacks.removesuffix(".").partition(": ")[2].split(", ")
    )
    assert "wagtailcore.add_page" not in lacks
    assert "Group Contributeurs" not in said
    assert "setup_site --permissions" in said

    assert "Group Éditeurs now has: " in set_up("--permissions")

    assert set_up() == "Site already set up: nothing to do.\n"
    assert more in group.permissions.all(), "what was given by hand stays"


def test_only_what_is_missing_comes_back(site):
    privacy = page_tree.find("privacy")
    MenuLink.objects.filter(page=privacy).delete()
    privacy.delete()
    Mission.objects.get(code="formation").delete()
    kept = set(Page.objects.values_list("pk", flat=True))

    set_up()

    assert kept < set(Page.objects.values_list("pk", flat=True))
    assert page_tree.find("privacy").slug == "donnees-personnelles"
    assert set(Mission.objects.values_list("code", flat=True)) == {"acteurs", "travail", "formation", "insertion"}


def test_the_site_follows_the_address_of_the_deployment(site, settings):
    settings.PORTAL_URL = "https://portail.example"
    set_up()
    assert Site.objects.get().root_url == "https://portail.example"


def test_menus_lead_where_they_say(site, client):
    labels = list(MenuLink.objects.filter(place="header").values_list("label", flat=True))
    assert labels == [
        "Travailler avec la prison", "Trouver un référent", "Établissements", "Qui fait quoi", "Conventions",
        "Actualités",
    ]  # fmt: skip
    addresses = dict(MenuLink.objects.exclude(address="").values_list("label", "address"))
    assert addresses["Trouver un référent"] == reverse("directory:start")
    assert addresses["Établissements"] == reverse("establishments:list")
    assert addresses["Décrire votre projet"] == reverse("contact:form")
    assert addresses["Plan du site"] == reverse("site_map")


def test_each_link_of_the_frame_leads_to_a_page_headed_by_its_words(site, client):
    frame = BeautifulSoup(client.get("/").content, "html.parser")
    links = frame.select(".p-nav a, footer li a[href^='/']")
    assert len(links) > 12
    for link in links:
        label = " ".join(link.get_text().split())
        page = BeautifulSoup(client.get(link["href"]).content, "html.parser")
        # The law puts the state of conformity in that link.
        assert " ".join(page.h1.get_text().split()) == label.removesuffix(" : non conforme"), link["href"]
        assert page.find("meta", attrs={"name": "robots"}) is None, "search engines may read it"


def test_the_accessibility_page_claims_nothing_and_says_where_to_turn(site, client, settings):
    page = client.get("/accessibilite/").content.decode()
    assert "non conforme" in page
    assert "Défenseur des droits" in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page


def test_what_only_the_operator_knows_is_asked_of_editors_and_not_shown(site, client):
    told = " ".join(map(str, legal_pages()))
    for slug, left in (
        ("mentions-legales", "Pour nous écrire"),
        ("donnees-personnelles", "Une question sur vos données"),
        ("accessibilite", "Cette déclaration a été établie"),
    ):
        text = BeautifulSoup(client.get(f"/{slug}/").content, "html.parser").main.get_text(" ")
        assert "compléter" not in text
        assert left in text
        page = StandardPage.objects.get(slug=slug)
        assert "[à compléter" in str(page.body)
        assert f"«\u00a0{page.title}\u00a0»\u00a0: " in told


def test_editors_publish_pages_and_actors_but_no_referents(site):
    editor = User.objects.create_user("plume")
    editor.groups.add(Group.objects.get(name=EDITORS))
    assert site.root_page.permissions_for_user(editor).can_publish_subpage()
    for allowed in (
        "wagtailadmin.access_admin",
        "directory.change_actor",
        "portal.change_portalsettings",
        "search.change_glossaryterm",
        "search.add_relatedwords",
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
        EDITORS, "Contributeurs", DIRECTORY_KEEPERS, REFERENTS, MANAGERS, ADMINISTRATORS,
    }  # fmt: skip
    names = Workflow.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Relecture par les éditeurs", "Relecture par les gestionnaires de l’annuaire"]


def test_the_glossary_starts_with_the_words_of_the_field(site):
    words = {term.slug: term for term in terms.all_terms()}
    assert len(words) >= 35
    for term in words.values():
        assert 40 < len(term.definition) < 300 or term.slug == "milieu-ferme", term.term
        assert set(term.see_also) <= words.keys() - {term.slug}
    assert terms.term_named("pole emploi") == terms.term_named("ANPE") == words["france-travail"]
    assert terms.term_named("services pénitentiaires d’insertion et de probation") == words["spip"]


def test_a_glossary_that_editors_keep_is_left_alone(site):
    assert RelatedWords.objects.count() >= 30
    GlossaryTerm.objects.exclude(slug="spip").delete()
    RelatedWords.objects.exclude(theme="logement").delete()
    assert "nothing to do" in set_up()
    assert [term.slug for term in terms.all_terms()] == ["spip"]
    assert [words[0] for words in terms.themes()] == ["logement"]


def test_a_legal_page_made_by_hand_takes_its_place_and_stays_from_then_on(site):
    page = page_tree.find("legal")
    Page.objects.filter(pk=page.pk).update(translation_key=uuid.uuid4())
    assert page_tree.find("legal") is None
    set_up()
    adopted = page_tree.find("legal")
    assert adopted.pk == page.pk
    assert adopted.is_lasting
