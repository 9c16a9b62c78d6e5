"""Pages, buttons and requests agree on who answers, whoever is there, away or gone."""

from __future__ import annotations

import itertools

import pytest
from django.db.models.signals import post_init

from directory.contact.recipients import recipient_chosen, recipient_for
from directory.models import Referent
from directory.pages.answers import route_answer
from directory.pages.sheets import sheet
from directory.places.folding import fold
from directory.places.matching import Route
from directory.referents.routing import answering, people_named, route_for
from directory.territory.gazetteer import current_gazetteer
from tests.directory.factories import ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]
STATES = ("there", "away", "replaced", "gone")
PAIRS = list(itertools.product(STATES, STATES))


@pytest.fixture
def post(db):
    """Give a function that makes a sheet of the Seine-Maritime in one of the states."""
    elsewhere = ReferentFactory(office="Ailleurs", slug="ailleurs", departments=["75"])

    def make(slug: str, state: str) -> Referent:
        options = {
            "there": {},
            "away": {"absent": True},
            "replaced": {"absent": True, "substitute": elsewhere},
            "gone": {"vacant": True},
        }
        return ReferentFactory(slug=slug, office=slug, departments=["76"], **options[state])

    return make


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_page_the_button_and_the_request_name_the_same_who_is_there(post, first, second):
    for slug, state in (("un", first), ("deux", second)):
        post(slug, state)
    route = route_for("Rouen")
    page = route_answer(route, "Rouen", None, current_gazetteer())
    written_to = recipient_for(route, chosen=page.lead.slug if page.lead else "")
    assert written_to.referent == page.lead
    if page.lead is None:
        assert {first, second} <= {"away", "gone"}
        assert "referent=" not in page.contact_url
        assert written_to.mailbox == Referent.objects.get(slug="un").disp.mailbox
    else:
        assert not page.lead.is_absent
        assert not page.lead.is_vacant
        assert f"referent={page.lead.slug}" in page.contact_url
        assert page.lead.answer_heading == page.title


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_sheet_and_the_form_it_opens_name_the_same(post, first, second):
    post("un", first)
    post("deux", second)
    shown = Referent.objects.with_territory().get(slug="un")
    page = sheet(shown)
    answers = page.stand_in if shown.is_absent else None if shown.is_vacant else shown
    assert recipient_chosen(shown).referent == answers
    assert answers is None or not answers.is_absent


def test_nobody_answers_for_no_referent():
    assert answering([]) == (None, None, ())


@pytest.fixture
def read():
    """Sheets that are read from the database while the test runs, by their slugs."""
    found = []

    def note(sender, instance, **_):
        found.append(instance.__dict__.get("slug", ""))

    post_init.connect(note, sender=Referent)
    yield found
    post_init.disconnect(note, sender=Referent)


def test_a_place_reads_the_sheets_of_its_departments_alone(read):
    ReferentFactory(slug="la", departments=["76"])
    for number in range(5):
        ReferentFactory(slug=f"ailleurs-{number}", departments=["75"])
    read.clear()
    assert [each.slug for each in route_for("Rouen").referents] == ["la"]
    assert read == ["la"]


def test_a_text_that_names_no_place_reads_no_sheet(django_assert_num_queries):
    ReferentFactory(slug="la", departments=["76"])
    gazetteer = current_gazetteer()
    with django_assert_num_queries(0):
        assert not isinstance(route_for("xyzabc", gazetteer=gazetteer), Route)


def test_a_name_reads_whole_only_the_sheets_that_bear_it(read):
    for name in ("Exemple", "Modèle", "Essai"):
        ReferentFactory(slug=fold(name)[0], first_name="Lou", last_name=name, shows_name=True, departments=["76"])
    read.clear()
    assert [each.slug for each in people_named("Lou Modele").exact] == ["modele"]
    assert sorted(read) == ["", "", "", "modele"], "three by their names alone, then one"
    assert {each.slug for each in people_named("Lou").near} == {"exemple", "modele", "essai"}
    assert people_named("Camille Absente") == ((), ())


def test_names_are_read_once_and_again_when_one_changes(territory, queries_used):
    sheet = ReferentFactory(named=True)
    people_named("Camille Exemple")
    assert queries_used(people_named, "Camille Exemple") == 3, "the sheet that was found, with its territory"
    assert queries_used(people_named, "Lou Inconnue") == 0
    sheet.last_name = "Changée"
    sheet.save()
    assert people_named("Camille Exemple") == ((), ())
    assert people_named("Camille Changée").exact == (sheet,)
