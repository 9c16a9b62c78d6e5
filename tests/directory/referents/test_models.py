from __future__ import annotations

import datetime
import html
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directory.models import Department, Disp, Referent
from tests.directory.factories import MISSIONS, NORMANDIE, SITE_QUERY, MissionFactory, ReferentFactory, today
from tests.directory.place_page import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(client, territory):
    """Give a function that reads the public page of a referent as text, spaces made plain."""

    def sheet(referent: Referent) -> str:
        response = client.get(referent.get_absolute_url())
        assert response.status_code == 200
        return html.unescape(plain(response))

    return sheet


def structured_data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_a_named_sheet_says_who_how_and_where(sheet):
    page = sheet(ReferentFactory(named=True))
    assert ">Camille Exemple</h1>" in page
    assert "Référente interrégionale de l’insertion professionnelle (R2IP), direction interrégionale de Rennes" in page
    assert "La joindre" in page
    assert "Ce qu’elle fait avec vous" in page
    assert 'href="tel:+33-2-61-91-00-12">02 61 91 00 12</a>' in page
    assert "Calvados (14), Eure (27), Manche (50), Orne (61), Seine-Maritime (76)" in page
    assert 'href="/trouver-un-referent/direction/rennes/">Direction interrégionale de Rennes</a>' in page


def test_a_sheet_without_agreement_shows_the_office_and_its_mailbox(sheet):
    referent = ReferentFactory(first_name="Camille", last_name="Exemple", office="R2IP travail, Normandie")
    page = sheet(referent)
    assert ">R2IP travail, Normandie</h1>" in page
    assert "Camille" not in page
    assert f'href="mailto:{referent.email}"' in page


@pytest.mark.parametrize(
    ("gender", "words"),
    [
        ("f", ["La joindre", "Ce qu’elle fait avec vous", "Avant de l’appeler, notez", "Lui décrire un projet"]),
        ("m", ["Le joindre", "Ce qu’il fait avec vous", "Avant de l’appeler, notez", "Lui décrire un projet"]),
        ("t", ["Joindre l’équipe", "Ce que l’équipe fait avec vous", "Avant d’appeler, notez"]),
    ],
)
def test_titles_follow_the_displayed_title_not_the_first_name(sheet, gender, words):
    page = sheet(ReferentFactory(named=True, gender=gender))
    for each in words:
        assert each in page


def test_a_hidden_mailbox_and_line_leave_the_form_alone(sheet):
    referent = ReferentFactory(named=True, shows_email=False, shows_telephone=False)
    page = sheet(referent)
    assert referent.email not in page
    assert "02 61 91 00 12" not in page
    assert "Du lundi au vendredi" not in page
    assert "Avant d’écrire, notez" in page
    assert f'href="/contact/?referent={referent.slug}">Lui décrire un projet</a>' in page


def test_overseas_telephones_keep_their_own_format(sheet):
    referent = ReferentFactory(
        disp=Disp.objects.get(code="dspom"), departments=["971"], telephone="+590590910010", shows_telephone=True
    )
    assert 'href="tel:+590-590-91-00-10">0590 91 00 10</a>' in sheet(referent)


def test_missions_of_others_lead_to_who_has_them(sheet):
    for code in MISSIONS:
        MissionFactory(code=code)
    referent = ReferentFactory(missions=["acteurs", "travail"])
    near = ReferentFactory(missions=["formation"], office="R2IP formation, Normandie")
    ReferentFactory(missions=["formation"], office="R2IP formation, Eure seule", departments=["27"])
    ReferentFactory(missions=["insertion"], office="R2IP insertion, à pourvoir", vacant=True)
    page = re.sub(r"\s+", " ", sheet(referent))
    colleague = f'<a href="{near.get_absolute_url()}">le bureau « {near.office} »</a>'
    assert f"Pour la formation et l’apprentissage, {colleague} vous répond." in page
    assert "Eure seule" not in page
    direction = f'<a href="mailto:{referent.disp.mailbox}">écrivez à la direction interrégionale de Rennes</a>'
    assert f"Pour l’orientation et l’insertion, {direction}." in page


def test_missions_of_others_lead_to_who_is_there_else_say_how_long_not(sheet):
    for code in MISSIONS:
        MissionFactory(code=code)
    tomorrow = today() + datetime.timedelta(days=1)
    referent = ReferentFactory(missions=["acteurs", "travail", "insertion"])
    away = ReferentFactory(missions=["formation"], office="R2IP formation, loin", absent_until=tomorrow)
    page = re.sub(r"\s+", " ", sheet(referent))
    assert f"</a> vous répond d’habitude. {away.absence_label} : sa fiche dit qui répond d’ici là." in page
    ReferentFactory(missions=["formation"], office="R2IP formation, présence", departments=["76"])
    page = re.sub(r"\s+", " ", sheet(referent))
    assert "présence »</a> vous répond." in page
    assert "d’habitude" not in page


def test_an_absence_shows_the_day_of_return_and_the_substitute(sheet):
    substitute = ReferentFactory(named=True, first_name="Sacha", last_name="Modèle")
    absent = ReferentFactory(named=True, absent_until=today() + datetime.timedelta(days=1), substitute=substitute)
    page = sheet(absent)
    assert absent.absence_label.startswith("Absence jusqu’au ")
    assert absent.absence_label in page
    assert f'<a href="{substitute.get_absolute_url()}">Sacha Modèle</a> vous répond.' in page
    assert f'href="/contact/?referent={substitute.slug}">Écrire à Sacha Modèle</a>' in page


def test_nobody_is_absent_any_more_on_the_day_of_return(territory):
    assert ReferentFactory(absent_until=today()).is_absent is False
    assert ReferentFactory(absent_until=today() + datetime.timedelta(days=1)).is_absent is True


def test_a_substitute_who_cannot_answer_is_not_offered(territory):
    away = ReferentFactory(absent=True)
    for substitute in (away, ReferentFactory(vacant=True), ReferentFactory(live=False), None):
        assert ReferentFactory(absent=True, substitute=substitute).available_substitute is None


def test_a_vacant_post_names_nobody_and_leads_to_the_direction(sheet, settings):
    referent = ReferentFactory(named=True, vacant=True, office="R2IP à pourvoir")
    page = sheet(referent)
    assert ">R2IP à pourvoir</h1>" in page
    assert "Le poste est à pourvoir." in page
    assert "Camille" not in page
    assert referent.email not in page
    assert f"mailto:{referent.disp.mailbox}" in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page


def test_fresh_sheets_say_when_they_were_verified_and_old_ones_that_they_are_old(sheet, monkeypatch):
    verified = datetime.date(2026, 4, 1)
    referent = ReferentFactory(verified_on=verified)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 10, 1))
    assert "Coordonnées vérifiées le 1er avril 2026." in sheet(referent)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 10, 2))
    page = re.sub(r"\s+", " ", sheet(referent))
    assert "Ces coordonnées datent d’avril 2026. Un doute ?" in page
    assert "Écrivez à la direction interrégionale de Rennes" in page
    assert "Ces coordonnées n’ont pas été vérifiées." in sheet(ReferentFactory(verified_on=None))


def test_machines_read_the_same_as_people(sheet):
    referent = ReferentFactory(named=True, shows_email=False)
    data = structured_data(sheet(referent))
    assert data["@type"] == "GovernmentOrganization"
    assert data["name"] == referent.office
    assert data["url"] == f"http://testserver{referent.get_absolute_url()}"
    assert data["employee"]["name"] == "Camille Exemple"
    assert data["contactPoint"]["telephone"] == "+33261910012"
    assert "email" not in data["contactPoint"]
    assert [area["name"] for area in data["contactPoint"]["areaServed"]][:2] == ["Calvados", "Eure"]
    assert "employee" not in structured_data(sheet(ReferentFactory()))


def test_structured_data_cannot_leave_its_element(client, territory):
    office = "</script><script>alert(1)</script> & <!-- “R2IP”"
    page = client.get(ReferentFactory(office=office).get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert structured_data(page)["name"] == office


def test_printing_waits_for_scripts(sheet):
    assert re.search(r"<button[^>]* data-print hidden>", sheet(ReferentFactory()))


def test_drafts_are_not_public(client, territory):
    draft = ReferentFactory(live=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("directory:vcard", args=[draft.slug])).status_code == 404


def test_a_sheet_costs_the_same_among_one_and_among_twenty(client, territory, queries_used):
    for code in MISSIONS:
        MissionFactory(code=code)
    first, second = ReferentFactory(missions=["travail"]), ReferentFactory(missions=["formation"])
    client.get(first.get_absolute_url())
    few = queries_used(client.get, first.get_absolute_url())
    ReferentFactory.create_batch(18, missions=["formation", "insertion"], substitute=second)
    client.get(first.get_absolute_url())  # what is around a page is read again after any change
    assert queries_used(client.get, first.get_absolute_url()) == few
    assert few - SITE_QUERY <= 8


def test_serving_keeps_the_referents_of_a_department_once(territory):
    both = ReferentFactory()
    other = ReferentFactory(departments=["27"])
    assert list(Referent.objects.serving(["14", "76"])) == [both]
    assert set(Referent.objects.serving(["27"])) == {both, other}
    assert both.department_codes == frozenset(NORMANDIE)


def test_a_draft_keeps_its_territory_until_it_is_published(territory):
    referent = ReferentFactory(departments=["76"])
    referent.departments.set(Department.objects.filter(pk__in=["14", "27"]))
    revision = referent.save_revision()
    assert Referent.objects.get(pk=referent.pk).department_codes == {"76"}
    revision.publish()
    assert Referent.objects.get(pk=referent.pk).department_codes == {"14", "27"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"shows_name": True, "first_name": "", "last_name": ""}, "shows_name"),
        ({"shows_telephone": True, "telephone": ""}, "shows_telephone"),
    ],
)
def test_what_would_mislead_is_refused(territory, values, field):
    referent = ReferentFactory()
    for name, value in values.items():
        setattr(referent, name, value)
    with pytest.raises(ValidationError) as refused:
        referent.full_clean()
    assert field in refused.value.message_dict


def test_nobody_is_their_own_substitute(territory):
    referent = ReferentFactory()
    referent.substitute = referent
    with pytest.raises(ValidationError) as refused:
        referent.full_clean()
    assert "substitute" in refused.value.message_dict
