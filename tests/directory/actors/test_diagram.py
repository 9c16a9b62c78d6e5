"""The diagram, the links between actors, one's place on it, and the person's path."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from directory.actors.diagram import CENTRE, PLACES, curve, diagram_of
from directory.models import Actor, ActorLink, ActorsPage
from portal.models import User
from tests.directory.factories import ActorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actors_page(home_page) -> ActorsPage:
    return home_page.add_child(instance=ActorsPage(title="Qui fait quoi", slug="qui-fait-quoi"))


@pytest.fixture
def ring() -> list[Actor]:
    """Eight actors of which the first works with the fifth, and the second with the eighth."""
    actors = ActorFactory.create_batch(8)
    ActorLink.objects.create(actor=actors[0], other=actors[4], text="lui ouvre un atelier")
    ActorLink.objects.create(actor=actors[1], other=actors[7], text="prépare la sortie avec lui")
    return actors


@pytest.fixture
def situations(actors_page, ring) -> ActorsPage:
    """« Je suis une entreprise », which lights the fifth actor, and « une association », the sixth."""

    def start(key: str, actor: Actor) -> tuple[str, dict]:
        return "start", {
            "key": key,
            "title": f"Je suis une {key}",
            "text": "Je fais ma part",
            "actors": [str(actor.pk)],
            "next_step": f"Première étape d’une {key}.",
            "link": {"label": f"Commencer en {key}", "address": "/contact/"},
            "contact": {"label": "Trouver mon référent", "address": "/trouver-un-referent/"},
        }

    actors_page.starts = [start("entreprise", ring[4]), start("association", ring[5])]
    actors_page.save()
    return actors_page


@pytest.fixture
def read(client):
    def read(query: str = "") -> BeautifulSoup:
        response = client.get(f"/qui-fait-quoi/{query}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def lit(page: BeautifulSoup) -> list[str]:
    return [node.a.get_text() for node in page.select(".p-node--lit")]


def test_a_link_is_said_at_both_ends(actors_page, ring, read):
    page = read()
    for one, other in ((ring[0], ring[4]), (ring[4], ring[0])):
        row = page.find(id=one.slug)
        link = row.select_one(".p-small > a")
        assert link["href"] == f"#{other.slug}"
        assert "lui ouvre un atelier" in row.get_text()


def test_several_links_are_a_list_that_says_how_many(actors_page, ring, read):
    ActorLink.objects.create(actor=ring[0], other=ring[2], text="lui ouvre des places")
    links = read().find(id=ring[0].slug).details
    assert links.summary.get_text() == "En lien avec 2 acteurs"
    assert [item.get_text() for item in links.select("ul > li")] == [
        f"{ring[4].name} : lui ouvre un atelier",
        f"{ring[2].name} : lui ouvre des places",
    ]


def test_each_link_is_a_line_of_the_ring(actors_page, ring, read):
    assert [path["d"] for path in read().select(".p-ring > svg path")] == [curve(0, 4), curve(1, 7)]


def test_links_with_what_is_not_published_are_not_shown(actors_page, ring, read):
    ring[4].live = False
    ring[4].save()
    page = read()
    assert "lui ouvre un atelier" not in page.get_text()
    assert page.select(".p-ring path") == [], "seven actors make a grid"


def test_no_line_runs_behind_a_third_actor_through_the_person_or_outside():
    opposite = {(0, 7), (2, 5)}  # corners whose line has the person and two actors in its way
    for first, second in {*combinations(range(len(PLACES)), 2)} - opposite:
        x1, y1, x, y, x2, y2 = (float(each) for each in re.findall(r"[\d.]+", curve(first, second)))
        line = [
            ((1 - t) ** 2 * x1 + 2 * t * (1 - t) * x + t**2 * x2, (1 - t) ** 2 * y1 + 2 * t * (1 - t) * y + t**2 * y2)
            for t in (step / 20 for step in range(21))
        ]
        others = [place for place in PLACES if place not in (PLACES[first], PLACES[second])]
        behind = [other for other in others if any(abs(a - other[0]) < 13 and abs(b - other[1]) < 11 for a, b in line)]
        assert behind == [], (first, second)
        assert all(math.hypot((a - CENTRE[0]) / 9, (b - CENTRE[1]) / 18) > 1 for a, b in line), (first, second)
        assert all(0 < a < 100 for a, _ in line), (first, second)


@given(
    st.sets(st.integers(1, 30), max_size=12), st.sets(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=30)
)
def test_links_are_symmetrical_whatever_they_are(keys, pairs):
    actors = [FakeActor(key, [FakeLink(other) for one, other in pairs if one == key]) for key in sorted(keys)]
    diagram = diagram_of(actors)
    assert [node.actor.pk for node in diagram.nodes] == sorted(keys), "their order is theirs"
    told = {(node.actor.pk, link.actor.pk) for node in diagram.nodes for link in node.links}
    assert told == {(other, one) for one, other in told}
    assert all(one != other and {one, other} <= keys for one, other in told)


class FakeLink:
    """A link as the diagram reads it."""

    def __init__(self, other_id: int) -> None:
        self.other_id, self.text = other_id, "travaille avec lui"


class FakeActor:
    """An actor as the diagram reads it."""

    def __init__(self, pk: int, links: list[FakeLink]) -> None:
        self.pk, self.name, self.links, self.all = pk, f"Acteur {pk}", self, lambda: links


def test_an_actor_has_no_link_with_itself():
    actor = ActorFactory()
    with pytest.raises(ValidationError, match="Choisissez un autre acteur"):
        ActorLink(actor=actor, other=actor, text="seul").full_clean()


@pytest.mark.ignore_template_errors
def test_an_editor_links_two_actors(client, actors_page, read):
    client.force_login(User.objects.create_superuser("admin", "admin@portail.example", "not-a-secret"))
    region, school = ActorFactory(name="Région"), ActorFactory(name="Organismes")
    edit = reverse(Actor.snippet_viewset.get_url_name("edit"), args=[region.pk])
    fields = ("name", "slug", "pictogram", "tagline", "role_inside", "role_outside", "sort_order")
    form = {name: str(getattr(region, name)) for name in fields}
    form |= nested_form_data({"links": inline_formset([{"other": str(school.pk), "text": "paie leurs formations"}])})
    assert client.post(edit, form).status_code == 302
    assert "paie leurs formations" not in read().get_text(), "a draft changes nothing yet"
    assert client.post(edit, form | {"action-publish": "1"}).status_code == 302
    assert "paie leurs formations" in read().find(id=school.slug).get_text()


def test_each_situation_has_an_address_that_lights_its_place(situations, ring, read):
    page = read()
    assert lit(page) == []
    assert page.find(id="vous") is None
    links = {link.get_text(): link["href"] for link in page.select(".p-iam a")}
    assert links == {
        "Je suis une entreprise": "/qui-fait-quoi/?je-suis=entreprise#vous",
        "Je suis une association": "/qui-fait-quoi/?je-suis=association#vous",
    }
    chosen = read("?je-suis=entreprise")
    assert lit(chosen) == [ring[4].name]
    assert chosen.select_one(".p-node--lit .p-yours").get_text() == "Votre place", "said in words too"
    assert [path["d"] for path in chosen.select(".p-ring path.on")] == [curve(0, 4)]
    assert chosen.select_one(".p-iam [aria-current=true]").get_text() == "Je suis une entreprise"
    assert chosen.select_one(".p-iam li:last-child a")["href"] == "/qui-fait-quoi/"
    assert chosen.title.get_text().startswith("Je suis une entreprise")
    assert chosen.find("link", rel="canonical")["href"].endswith("/qui-fait-quoi/?je-suis=entreprise")


def test_a_situation_says_the_next_step_and_whom_to_ask(situations, ring, read):
    part = read("?je-suis=association").find(id="vous")
    text = " ".join(part.get_text(" ").split())
    assert "Première étape d’une association." in text
    assert ring[5].name in text
    links = {link.get_text(): link["href"] for link in part.select("a")}
    assert links["Commencer en association"] == "/contact/"
    assert links["Trouver mon référent"] == "/trouver-un-referent/"


@pytest.mark.parametrize("value", ["mairie", "0", "%00", "a" * 5000, "é", "%27%22%3E", "ENTREPRISE"])
def test_a_situation_that_does_not_exist_is_said(situations, read, value):
    page = read(f"?je-suis={value}")
    assert page.find(attrs={"role": "status"}).get_text() == (
        "Cette situation n’existe pas\u00a0: tous les acteurs sont affichés."
    )
    assert lit(page) == []


@pytest.mark.parametrize("query", ["", "?je-suis=", "?je-suis=%20"])
def test_no_situation_is_no_mistake(situations, read, query):
    assert read(query).find(attrs={"role": "status"}) is None


def test_the_path_goes_from_inside_to_outside_with_its_actors(actors_page, ring, read):
    actors_page.path_steps = [
        ("step", {"zone": "in", "title": "Se former", "text": "Apprendre.", "actors": [str(ring[0].pk), "999999"]}),
        ("step", {"zone": "out", "title": "Prendre un emploi", "text": "Travailler.", "who": "Chacun", "actors": []}),
    ]
    actors_page.save()
    steps = read().select("ol.p-path > li")
    assert [step.h3.get_text() for step in steps] == ["Se former", "Prendre un emploi"]
    assert [step.span.get_text() for step in steps] == ["Dedans", "Dehors"]
    assert [link["href"] for link in steps[0].select("a")] == [f"#{ring[0].slug}"]
    assert "Chacun" in steps[1].get_text()
