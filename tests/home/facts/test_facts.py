from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from home import doctor
from home.estimator.regimes import LABELS
from home.facts.current import current_facts
from home.facts.review import facts_to_review
from home.facts.states import FactState
from portal.findings.collecting import Finding
from portal.models import User
from tests.home.facts.samples import a_fact, all_facts

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(1)


def table(*facts) -> str:
    return re.sub(
        r"[ \n]+", " ", render_to_string("components/dated_facts.html", {"facts": facts, "caption": "Valeurs"})
    )


def test_a_value_is_said_in_french_with_its_unit():
    assert a_fact(unit="€/h").said == "12,02\u00a0€ brut de l’heure"
    assert a_fact("part", value=Decimal("45.0000"), unit="%").said == "45\u00a0%"
    assert a_fact("mots", value=None, words="Oui, en partie").said == "Oui, en partie"


def test_the_next_value_takes_over_on_its_own_day():
    today = timezone.localdate()
    now, then = a_fact(), a_fact(value=Decimal(13), valid_from=today + 5 * DAY)
    assert current_facts()["smic-horaire"] == now
    assert current_facts(today + 5 * DAY)["smic-horaire"] == then


def test_a_value_that_is_yet_to_come_is_told_as_such():
    fact = a_fact(valid_from=timezone.localdate() + DAY)
    assert current_facts()["smic-horaire"].state() is FactState.FUTURE
    assert "À venir." in table(fact)


def test_reading_facts_again_costs_no_query_until_one_changes(django_assert_num_queries):
    fact = a_fact()
    current_facts()
    with django_assert_num_queries(0):
        assert current_facts()["smic-horaire"].value == Decimal("12.02")
    fact.value = Decimal(13)
    fact.save()
    assert current_facts()["smic-horaire"].value == 13


def test_a_page_shows_value_source_and_dates():
    text = table(a_fact(unit="€/h", valid_from=datetime.date(2026, 1, 1), checked_on=datetime.date(2026, 1, 2)))
    for each in ("12,02\u00a0€ brut de l’heure", "https://source.example/1", "1er janvier 2026", "2 janvier 2026"):
        assert each in text


def test_a_page_says_what_is_old_over_or_missing():
    today = timezone.localdate()
    assert "non vérifié depuis plus d’un an" in table(a_fact("vieux", checked_on=today - 366 * DAY))
    over = table(a_fact("echu", valid_until=today - DAY))
    assert "nous n’avons pas encore la nouvelle valeur" in over
    assert "<strong>" not in over, "a value that is over is not shown"
    assert "À renseigner" in table(a_fact("vide", value=None, source=""))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": ""}, "source"),
        ({"value": Decimal(-1)}, "value"),
        ({"valid_until": datetime.date(2000, 1, 1)}, "valid_until"),
        ({"checked_on": datetime.date(2999, 1, 1)}, "checked_on"),
    ],
)
def test_what_contradicts_itself_is_refused(values, field):
    with pytest.raises(ValidationError) as refusal:
        a_fact(**values)
    assert set(refusal.value.message_dict) == {field}


def test_two_values_from_the_same_day_are_refused_in_french():
    a_fact()
    with pytest.raises(ValidationError, match="Ce fait a déjà une valeur à partir de ce jour"):
        a_fact()


def test_the_review_names_what_is_old_over_or_needed_and_missing():
    facts = all_facts()
    assert facts_to_review() == []
    facts["smic-horaire"].checked_on -= 366 * DAY
    facts["smic-horaire"].save()
    facts["part-smic-production"].delete()
    found = {each.code: each.state for each in facts_to_review()}
    assert found == {"smic-horaire": FactState.OLD, "part-smic-production": FactState.MISSING}


def test_everything_is_to_review_a_year_and_a_day_later():
    all_facts()
    later = timezone.localdate() + 366 * DAY
    assert {each.code for each in facts_to_review(later)} == set(LABELS)


def test_whoever_watches_the_site_is_told_too():
    all_facts()
    fact = a_fact("vieux", label="Un vieux fait", checked_on=None)
    [finding] = doctor.dated_facts()
    assert finding == Finding(
        "Fait daté «\u00a0Un vieux fait\u00a0»\u00a0: à revérifier.", f"/admin/snippets/home/datedfact/edit/{fact.pk}/"
    )


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("may_change", [True, False])
def test_the_admins_home_shows_the_review_to_those_who_keep_facts(client, may_change):
    user = User.objects.create_user("editrice", password="x")
    codenames = ["access_admin", *(["change_datedfact"] if may_change else [])]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    fact = a_fact(checked_on=timezone.localdate() - 400 * DAY)
    page = client.get("/admin/").content.decode()
    assert ("Faits datés à revoir" in page) is may_change
    assert (f"/admin/snippets/home/datedfact/edit/{fact.pk}/" in page) is may_change
