"""Pages, buttons and requests agree on who answers, whoever is there, away or gone."""

from __future__ import annotations

import itertools

import pytest

from directory.contact.recipients import recipient_chosen, recipient_for
from directory.models import Referent
from directory.pages.answers import route_answer
from directory.pages.sheets import sheet
from directory.referents.routing import answering, route_for
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
