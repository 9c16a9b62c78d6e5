from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from home.models import EstimatorPage
from tests.home.facts.samples import all_facts
from tests.models import BarePage

ASKED = {"postes": "5", "heures": "35", "par": "semaine", "facon": "atelier"}


@pytest.fixture
def page(home_page) -> EstimatorPage:
    return home_page.add_child(instance=EstimatorPage(title="Estimer un coût", slug="estimer"))


@pytest.fixture
def facts(db):
    return all_facts()


def shown(client, page, **asked) -> BeautifulSoup:
    response = client.get(page.url, asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_bare_page_asks_and_robots_may_read_it(client, page, facts):
    found = shown(client, page)
    assert found.find("h2", id="resultat") is None
    assert found.find("meta", attrs={"name": "robots"}) is None
    assert not found.select(".fr-alert--error")


def test_a_result_is_a_range_with_its_lines_assumptions_and_sources(client, page, facts):
    found = shown(client, page, **ASKED)
    assert found.find(role="status").get_text(strip=True) == (
        "5\u00a0postes\u00a0: de 4\u202f287\u00a0€ à 5\u202f196\u00a0€ par mois."
    )
    text = found.main.get_text(" ", strip=True)
    for each in (
        "151,67\u00a0heures par mois",
        "10\u00a0% de plus",
        "cotisation accidents du travail",
        "n’engage personne",
    ):
        assert each in text
    assert len(found.select(".p-compare tbody tr")) == 6
    assert all(link["href"] == "https://source.example/1" for link in found.select(".p-compare a"))


def test_a_result_is_kept_by_no_cache_and_no_robot(client, page, facts):
    response = client.get(page.url, ASKED)
    assert response["Cache-Control"] == "no-store"
    assert b'<meta name="robots" content="noindex">' in response.content


def test_editors_set_the_margin(client, page, facts):
    page.margin = 0
    page.save()
    text = shown(client, page, **ASKED).main.get_text(" ", strip=True)
    assert "de plus que ce minimum" not in text
    assert "de 4\u202f287\u00a0€ à 4\u202f725\u00a0€" in text  # doubtful contributions alone make the range


def test_hiring_outside_pays_the_minimum_wage_and_counts_no_contribution(client, page, facts):
    found = shown(client, page, **ASKED | {"facon": "embauche"})
    text = found.main.get_text(" ", strip=True)
    assert "de 12,02\u00a0€ à 13,22\u00a0€" in text
    assert "Cotisations chiffrées" not in text
    assert "estimateur de l’Urssaf" in text


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("old", {"checked_on": -400}),
        ("over", {"valid_until": -1}),
        ("never checked", {"checked_on": None}),
    ],
)
def test_without_a_valid_fact_it_says_so_instead_of_guessing(client, page, facts, name, change):
    [(field, days)] = change.items()
    smic = facts["smic-horaire"]
    value = days if days is None else timezone.localdate() + datetime.timedelta(days)
    setattr(smic, field, value)
    smic.save()
    found = shown(client, page, **ASKED)
    assert found.find(role="status").get_text(strip=True) == (
        "Nous n’avons pas de valeur à jour pour\u00a0: Smic horaire brut."
    )
    assert "€" not in found.main.get_text()


def test_without_any_fact_nothing_fails(client, page, db):
    found = shown(client, page, **ASKED)
    assert "Rémunération minimale en production" in found.find(role="status").get_text()
    assert "€" not in found.main.get_text()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("postes", "", "Écrivez le nombre de postes"),
        ("postes", "beaucoup", "Écrivez un nombre, même à peu près"),
        ("postes", "0", "Écrivez un nombre de 1 à 500 postes."),
        ("postes", "-3", "Écrivez un nombre, même à peu près"),
        ("postes", "9" * 60, "caractères"),
        ("heures", "", "Écrivez le nombre d’heures"),
        ("heures", "beaucoup", "Écrivez un nombre d’heures, en chiffres"),
        ("heures", "1e9", "Écrivez un nombre d’heures, en chiffres"),
        ("heures", "NaN", "Écrivez un nombre d’heures, en chiffres"),
        ("heures", "٣٥", "Écrivez un nombre d’heures, en chiffres"),
        ("heures", "0", "Écrivez au moins une heure."),
        ("heures", "49", "Écrivez au plus 48 heures par semaine"),
        ("par", "siècle", "Choisissez la semaine ou le mois."),
        ("facon", "", "Choisissez une façon de travailler."),
        ("facon", "esclavage", "n’est pas dans la liste"),
    ],
)
def test_bad_input_is_told_in_french_and_kept(client, page, facts, field, typed, said):
    found = shown(client, page, **ASKED | {field: typed})
    alert = found.select_one(".fr-alert--error")
    assert said in alert.get_text().replace("\u00a0", " ")
    assert alert.find("a")["href"] == f"#{field}"
    assert found.find("h2", id="resultat") is None
    if field in {"postes", "heures"}:
        assert found.find("input", attrs={"name": field}).get("value", "") == typed


@pytest.mark.parametrize("typed", ["35", "35,0", "35.00", "35 h", "35\u00a0heures"])
def test_hours_are_read_as_people_write_them(client, page, facts, typed):
    assert "4\u202f287" in shown(client, page, **ASKED | {"heures": typed}).find(role="status").get_text()


@pytest.mark.parametrize(("hours", "said"), [("8", "au moins 10"), ("40", "majoration des heures")])
def test_the_rules_of_a_week_are_told_with_their_source(client, page, facts, hours, said):
    text = shown(client, page, **ASKED | {"heures": hours}).main.get_text(" ", strip=True).replace("\u00a0", " ")
    assert said in text
    assert "Code fictif, art. 1" in text


def test_the_figure_goes_to_the_request_without_standing_in_an_address(client, page, facts):
    form = shown(client, page, **ASKED).find("form", method="post")
    fields = {each["name"]: each["value"] for each in form.find_all("input")} | {"go": form.button["value"]}
    response = client.post(form["action"], fields, follow=True)
    assert all("4" not in address.partition("?")[2] for address, _ in response.redirect_chain)
    request_form = BeautifulSoup(response.content, "html.parser")
    assert "de 4\u202f287\u00a0€ à 5\u202f196\u00a0€ par mois" in request_form.find("textarea", id="message").get_text()
    assert request_form.find("input", id="positions")["value"] == "5"
    ticked = [each["value"] for each in request_form.find_all("input", attrs={"name": "projects", "checked": True})]
    assert ticked == ["workshop"]
    assert not request_form.select(".fr-alert--error")


def test_a_result_costs_no_more_queries_than_a_bare_page(client, page, facts, home_page, queries_used):
    bare = home_page.add_child(instance=BarePage(title="Vide", slug="vide"))
    for address in (bare.url, page.url):
        client.get(address, ASKED)
    assert queries_used(client.get, page.url, ASKED) <= queries_used(client.get, bare.url) + 1  # its own row
