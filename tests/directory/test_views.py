from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from directory.models import Disp, Referent
from tests.directory.factories import NORMANDIE, SITE_QUERY, MissionFactory, ReferentFactory
from tests.directory.place_page import START, first_heading, links_of_rows, plain, rows

pytestmark = pytest.mark.django_db

OCCITANIE = ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82")


def test_the_start_lists_the_ten_directions_in_their_order_with_their_referents(client, territory):
    ReferentFactory.create_batch(2)
    ReferentFactory(live=False)
    listed = rows(plain(client.get(START)))
    assert len(listed) == 10
    assert listed[0].startswith("Bordeaux Nouvelle-Aquitaine")
    assert listed[6] == "Rennes Normandie , Pays de la Loire , Bretagne 2 référents"
    assert listed[9].startswith("Outre-mer Guadeloupe , Martinique")
    assert listed[9].endswith("0 référent")


@pytest.mark.parametrize("lieu", ["", "   ", "\x00\x1f"])
def test_an_empty_field_says_what_to_write_beside_it(ask, lieu):
    page = ask(lieu)
    assert first_heading(page) == "Trouver un référent"
    assert '<p class="fr-error-text" id="lieu-erreur">Écrivez une commune ou un code postal.</p>' in page
    assert 'aria-invalid="true" aria-describedby="lieu-erreur lieu-aide"' in page


def test_a_text_too_long_for_a_place_is_refused_clearly(ask):
    page = ask("Le Havre " * 600)
    assert "C’est trop long pour un lieu : écrivez seulement la commune ou le code postal." in page
    assert len(re.search(r'name="lieu"\s+type="text"\s+value="([^"]*)"', page)[1]) <= 200


@pytest.mark.parametrize("query", ["page=abc", "lieu=76600&page=-1", "lieu=%FF%FE", "lieu=76600&tout=%00", "mission="])
def test_a_tampered_address_still_gets_a_page(client, territory, query):
    assert client.get(f"{START}?{query}").status_code == 200


def test_a_place_leads_to_its_referent_with_the_reason(ask):
    referent = ReferentFactory(named=True)
    page = ask("76600 Le Havre")
    assert first_heading(page) == "Votre référente est Camille Exemple"
    assert "Le Havre, Seine-Maritime (76600)" in page
    assert "Le Havre dépend de la direction interrégionale de Rennes." in page
    assert 'href="tel:+33-2-61-91-00-12">02 61 91 00 12</a>' in page
    assert f'href="/contact/?lieu=76600+Le+Havre&amp;referent={referent.slug}">Écrire à Camille Exemple</a>' in page
    assert referent.get_absolute_url() in page
    assert 'value="76600 Le Havre"' in page
    legend = [mark.get_text() for mark in BeautifulSoup(page, "html.parser").select(".p-legend li")]
    around = "Direction interrégionale de Rennes : Normandie, Pays de la Loire, Bretagne"
    assert legend == ["La Seine-Maritime", around, "Le Havre"]


def test_a_town_that_is_its_own_department_is_named_once(ask):
    page = ask("Paris")
    legend = [mark.get_text() for mark in BeautifulSoup(page, "html.parser").select(".p-legend li")]
    assert legend == ["Direction interrégionale de Paris : Île-de-France", "Paris"]


def test_an_answer_is_left_to_its_canonical_address_by_search_engines(ask):
    ReferentFactory()
    page = ask("le havre", mission="zzz")
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="http://testserver/trouver-un-referent/?lieu=76600+Le+Havre">' in page


def test_an_answer_can_be_shared_with_its_title(ask):
    ReferentFactory(named=True)
    page = ask("76600")
    title = "Le Havre, Seine-Maritime (76600) : Votre référente est Camille Exemple"
    assert f"<title>{title} - " in page
    assert f'<meta property="og:title" content="{title}">' in page
    assert '<meta property="og:url" content="http://testserver/trouver-un-referent/?lieu=76600+Le+Havre">' in page


def test_a_mission_puts_its_referent_first(ask):
    ReferentFactory(office="R2IP travail", missions=["travail"])
    ReferentFactory(office="R2IP formation", missions=["formation"])
    assert first_heading(ask("Rouen")) == "Votre contact : R2IP travail"
    page = ask("Rouen", mission="formation")
    assert first_heading(page) == "Votre contact : R2IP formation"
    assert "Un autre contact sur ce territoire" in page
    assert "R2IP travail" in page


def test_a_mission_that_nobody_has_there_is_said(ask):
    MissionFactory(code="insertion")
    ReferentFactory(named=True, missions=["travail"])
    page = ask("Rouen", mission="insertion")
    assert "Personne ici n’est chargé de ce seul sujet : l’orientation et l’insertion." in page
    assert "Camille Exemple vous oriente." in page


def test_a_name_of_several_places_is_asked_about_biggest_first(ask, client):
    ReferentFactory(named=True, disp=Disp.objects.get(code="paris"), departments=["93"])
    page = ask("Saint-Denis")
    assert first_heading(page) == "Laquelle est la vôtre ?"
    assert "Quatre communes s’appellent Saint-Denis, et elles n’ont pas le même référent." in page
    assert "Aucune des quatre ?" in page
    assert rows(page) == [
        "Saint-Denis La Réunion 97400, 97417, 97490 Outre-mer",
        "Saint-Denis Seine-Saint-Denis 93200, 93210, 93380 Paris",
        "Saint-Denis Aude 11310 Toulouse",
        "Saint-Denis Gard 30500 Toulouse",
    ]
    answer = plain(client.get(links_of_rows(page)[1]))
    assert first_heading(answer) == "Votre référente est Camille Exemple"
    assert "Saint-Denis, Seine-Saint-Denis" in answer


def test_a_postal_code_of_two_directions_is_asked_about(ask, client):
    ReferentFactory(named=True, disp=Disp.objects.get(code="dijon"), departments=["39"])
    page = ask("01590")
    assert {row.split()[-1] for row in rows(page)} == {"Lyon", "Dijon"}
    headings = {first_heading(plain(client.get(link))) for link in links_of_rows(page)}
    assert headings == {"Votre référente est Camille Exemple", "Votre contact est la direction interrégionale de Lyon"}


def test_more_than_twelve_places_are_shown_on_request(ask, client):
    toulouse = Disp.objects.get(code="toulouse")
    ReferentFactory(disp=toulouse, departments=OCCITANIE[:6])
    ReferentFactory(disp=toulouse, departments=OCCITANIE[6:])
    page = ask("Occitanie")
    assert len(rows(page)) == 12
    more = re.search(r'href="([^"]+)">Voir l’autre</a>', page)[1].replace("&amp;", "&")
    assert len(rows(plain(client.get(more)))) == 13


def test_the_mission_is_kept_from_the_question_to_the_answer(ask, client):
    paris = {"disp": Disp.objects.get(code="paris"), "departments": ["93"]}
    ReferentFactory(office="R2IP travail", missions=["travail"], **paris)
    ReferentFactory(office="R2IP formation", missions=["formation"], **paris)
    page = ask("Saint-Denis", mission="formation")
    assert first_heading(plain(client.get(links_of_rows(page)[1]))) == "Votre contact : R2IP formation"


def test_a_typing_error_is_proposed_never_taken(ask):
    ReferentFactory()
    page = ask("Le Avre")
    assert first_heading(page) == "Nous n’avons pas trouvé ce lieu"
    assert "Nous ne connaissons pas « Le Avre »." in page
    assert re.search(r'Vouliez-vous dire\s+<a href="[^"]*lieu=76600\+Le\+Havre">Le Havre, Seine-Maritime</a> \?', page)


def test_an_unknown_place_has_ways_on(ask, settings):
    page = ask("98000")
    assert "98000 est à Monaco : ce n’est pas un territoire que nous couvrons." in page
    assert 'value="98000"' in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page
    assert f'href="{START}#directions"' in page
    assert "Vous n’êtes pas employeur ?" in page
    assert "Plusieurs sites ou un projet national ?" in page


def test_the_whole_country_leads_to_the_national_mailbox(ask, settings):
    page = ask("toute la France")
    assert first_heading(page) == "Plusieurs sites ou un projet national"
    assert "l’équipe nationale vous répond" in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page
    assert "pas trouvé" not in page
    assert "Plusieurs sites ou un projet national\u00a0?" not in page, "asked on every other page, answered on this one"
    form = Client().get("/contact/?lieu=France").content.decode()
    assert 'href="/contact/?lieu=France"' in page
    assert "L’équipe nationale" in form.partition("Votre demande ira à")[2]


def test_several_places_typed_together_are_asked_about(ask):
    ReferentFactory(named=True, disp=Disp.objects.get(code="paris"), departments=["75"])
    assert {row.split()[0] for row in rows(ask("Le Havre et Paris"))} == {"Le", "Paris"}
    assert first_heading(ask("Rouen, Le Havre")).startswith("Votre contact est la direction interrégionale de Rennes")


def test_what_is_typed_is_shown_as_text(ask):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ask("<script>alert(1)</script>")


def test_an_island_without_a_shape_is_answered_in_words(ask):
    ReferentFactory(named=True, disp=Disp.objects.get(code="dspom"), departments=["978"])
    page = ask("97150")
    assert first_heading(page) == "Votre référente est Camille Exemple"
    assert 'class="p-map"' not in page
    assert "Saint-Martin dépend de la direction des services pénitentiaires d’outre-mer" in page
    assert "p-legend" not in page, "without a map nothing is to be told"


@pytest.mark.parametrize("path", ["direction/atlantide/", "referents/personne/", "direction/%00/", "referents/a/b/"])
def test_an_unknown_address_is_a_404_in_french(client, territory, path):
    response = client.get(START + path)
    assert response.status_code == 404
    assert "Cette page n’existe pas" in plain(response)


def test_pages_only_answer_to_reading(client, territory):
    assert client.post(START, {"lieu": "76600"}).status_code == 405


@pytest.mark.parametrize(
    "path",
    [START, f"{START}?lieu=76600", f"{START}?lieu=Saint-Denis", f"{START}?lieu=Le+Avre", f"{START}direction/rennes/"],
)
def test_pages_cost_the_same_for_one_referent_and_for_twenty(client, territory, queries_used, path):
    ReferentFactory()
    client.get(path)  # the frame and the gazetteer are read once
    few = queries_used(client.get, path)
    ReferentFactory.create_batch(19, named=True)
    assert Referent.objects.serving(NORMANDIE).count() == 20
    client.get(path)  # what is around a page is read again after any change
    assert queries_used(client.get, path) == few
    assert few - SITE_QUERY <= 10  # what names no place is read twice as a prison: its name, then what may be meant


def test_names_that_nobody_agreed_to_show_appear_nowhere(client, territory):
    hidden = ReferentFactory(first_name="Dominique", last_name="Secrète", shows_telephone=False, shows_email=False)
    sheet = hidden.get_absolute_url()
    for path in (START, f"{START}?lieu=76600", f"{START}direction/rennes/", sheet, f"{sheet}carte-de-visite.vcf"):
        page = plain(client.get(path))
        assert hidden.slug in page or path == START
        for secret in ("Dominique", "Secrète", hidden.email, "61 91 00 12", "+33261910012"):
            assert secret not in page
