from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from directory.models import Actor, ActorLink, ActorsPage, Mission, Referent
from portal.models import User
from tests.directory.factories import ActorFactory, MissionFactory, ReferentFactory
from tests.models import BarePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def actors_page(home_page) -> ActorsPage:
    return home_page.add_child(instance=ActorsPage(title="Qui fait quoi", slug="qui-fait-quoi", lead="Huit acteurs."))


@pytest.fixture
def show(client, actors_page):
    """Give a function that reads the page of the actors as text, spaces made plain."""

    def show() -> str:
        response = client.get("/qui-fait-quoi/")
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ")

    return show


@pytest.fixture
def manager(client) -> User:
    """Somebody who may do everything, signed in."""
    user = User.objects.create_superuser("admin", "admin@portail.example", "not-a-secret")
    client.force_login(user)
    return user


def diagram(page: str) -> list[str]:
    """Text of each node of the diagram, the person first."""
    ring = re.search(r'<div class="p-ring.*?</ul>', page, re.DOTALL)[0]
    nodes = re.findall(r"<li.*?</li>", ring, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", node)).strip() for node in nodes]


def form_of(actor: Actor, **changes: str) -> dict[str, str]:
    """What the admin's form of an actor posts."""
    fields = ("name", "slug", "pictogram", "tagline", "role_inside", "role_outside", "sort_order")
    entry = {"is_entry_point": "on"} if actor.is_entry_point else {}
    links = nested_form_data({"links": inline_formset([])})
    return {name: str(getattr(actor, name)) for name in fields} | entry | links | changes


def test_the_diagram_has_the_person_first_then_the_actors_in_their_order(show):
    ActorFactory(name="Région", sort_order=2, role_inside="")
    ActorFactory(name="SPIP", sort_order=1, tagline="Tient le fil")
    ActorFactory(name="Brouillon", live=False)
    nodes = diagram(show())
    assert nodes[0].startswith("La personne prend part à chaque choix")
    assert nodes[1:] == ["SPIP Tient le fil Dedans et dehors", "Région Accompagne pas à pas Dehors"]


@pytest.mark.ignore_template_errors
def test_an_editor_who_changes_an_actor_changes_the_diagram(client, manager, show):
    actor = ActorFactory(name="Pôle emploi", tagline="Relie au marché du travail")
    assert diagram(show())[1] == "Pôle emploi Relie au marché du travail Dedans et dehors"
    edit = reverse(Actor.snippet_viewset.get_url_name("edit"), args=[actor.pk])
    client.post(edit, form_of(actor, name="France Travail", role_outside=""))
    assert diagram(show())[1].startswith("Pôle emploi"), "a draft changes nothing yet"
    changed = form_of(actor, name="France Travail", role_outside="", **{"action-publish": "action-publish"})
    assert client.post(edit, changed).status_code == 302
    page = show()
    assert diagram(page)[1] == "France Travail Relie au marché du travail Dedans"
    assert "Pôle emploi" not in page


@pytest.mark.ignore_template_errors
def test_an_editor_who_unpublishes_an_actor_takes_it_off_the_diagram(client, manager, show):
    actor = ActorFactory(name="Région")
    assert len(diagram(show())) == 2
    client.post(reverse(Actor.snippet_viewset.get_url_name("unpublish"), args=[actor.pk]))
    assert "Région" not in show()


def test_eight_actors_make_a_ring_and_any_other_number_a_grid(show):
    ActorFactory.create_batch(7)
    assert "p-ring--grid" in show()
    ActorFactory()
    ring = show()
    assert "p-ring--grid" not in ring
    assert "<line " not in ring, "what links all of them says nothing"
    ActorFactory()
    grid = show()
    assert "p-ring--grid" in grid


def test_an_actor_without_a_role_outside_has_no_such_column(show):
    ActorFactory(slug="etablissement", role_outside="")
    row = re.search(r'<li id="etablissement">.*?</li>', show(), re.DOTALL)[0]
    assert "Dedans" in row
    assert "Dehors" not in row


def test_every_node_leads_to_a_place_of_the_page(show):
    ActorFactory.create_batch(3)
    ActorFactory(slug="referents", is_entry_point=True, role_inside="Il ouvre la porte.")
    page = show()
    anchors = re.findall(r'<li class="p-node.*?<a href="#([^"]+)">', page, re.DOTALL)
    assert len(anchors) == 4
    assert [anchor for anchor in anchors if page.count(f'id="{anchor}"') != 1] == []
    assert "Il ouvre la porte." in page


def test_the_page_lists_the_missions_and_offers_the_field(show):
    MissionFactory(code="travail")
    MissionFactory(code="formation")
    page = show()
    assert re.findall(r"<li><strong>(.*?)\.</strong>", page) == ["Développer le travail", "Développer la formation"]
    assert 'action="/trouver-un-referent/"' in page


def test_the_page_is_shown_without_any_actor(show):
    assert "Une seule porte d’entrée : le référent" in show()


def test_the_page_costs_little_and_the_same_for_one_actor_and_for_twenty(client, show, actors_page, queries_used):
    bare = actors_page.get_parent().add_child(instance=BarePage(title="Vide", slug="vide"))
    link = {"label": "Voir", "page": bare}
    first = ActorFactory()
    start = {
        "key": "ici",
        "title": "Je suis",
        "text": "Je fais",
        "actors": [str(first.pk)],
        "link": link,
        "contact": link,
    }
    actors_page.starts = [("start", start)] * 4
    actors_page.path_steps = [("step", {"title": "Avant", "text": "On", "actors": [str(first.pk)]})] * 5
    actors_page.save()
    for url in (bare.url, actors_page.url):
        client.get(url)  # what is cached is warm
    floor, few = queries_used(client.get, bare.url), queries_used(client.get, actors_page.url)
    for actor in ActorFactory.create_batch(19):
        ActorLink.objects.create(actor=first, other=actor, text="travaille avec lui")
    client.get(actors_page.url)  # what is around a page is read again after any change
    assert queries_used(client.get, actors_page.url) == few
    assert few - floor <= 6


@pytest.mark.parametrize("slug", ["contenu", "lieu", "t-roles"])
def test_an_anchor_that_the_page_uses_is_refused(slug):
    with pytest.raises(ValidationError) as refused:
        ActorFactory.build(slug=slug).full_clean()
    assert "slug" in refused.value.message_dict


@pytest.mark.ignore_template_errors
def test_the_admin_has_a_group_for_the_directory(client, manager, territory):
    ReferentFactory(office="R2IP travail, Normandie", vacant=True)
    ActorFactory(name="Région")
    MissionFactory()
    assert "Annuaire" in client.get(reverse("wagtailadmin_home")).content.decode()
    for model, shown in ((Referent, "R2IP travail, Normandie"), (Actor, "Région"), (Mission, "Développer le travail")):
        listing = client.get(reverse(model.snippet_viewset.get_url_name("list")))
        assert shown in listing.content.decode()
    assert "Poste à pourvoir" in client.get(reverse(Referent.snippet_viewset.get_url_name("list"))).content.decode()


@pytest.mark.ignore_template_errors
def test_an_actor_is_previewed_as_the_page_shows_it(client, manager, home_page):
    actor = ActorFactory(name="Région")
    preview = reverse(Actor.snippet_viewset.get_url_name("preview_on_edit"), args=[actor.pk])
    assert client.post(preview, form_of(actor, name="Conseil régional")).json()["is_valid"] is True
    shown = client.get(preview).content.decode()
    assert "Conseil régional" in shown
    assert 'class="p-node' in shown


@pytest.mark.ignore_template_errors
def test_missions_are_changed_but_never_added_nor_deleted(client, manager):
    mission = MissionFactory()
    urls = Mission.snippet_viewset
    assert client.get(reverse(urls.get_url_name("edit"), args=[mission.pk])).status_code == 200
    for name, args in (("add", []), ("delete", [mission.pk])):
        assert client.post(reverse(urls.get_url_name(name), args=args)).status_code in {302, 403}
    assert list(Mission.objects.all()) == [mission]


def test_there_is_one_page_of_the_actors_below_the_home_page(actors_page, home_page):
    assert not ActorsPage.can_create_at(Page.objects.get(pk=home_page.pk).specific)
    assert ActorsPage.allowed_subpage_models() == []
