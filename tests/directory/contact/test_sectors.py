"""Sectors, sizes and sites: what an employer may say of themselves and of the project."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.models import ContactRequest
from directory.contact.sectors import FILE, choices, sector_label
from portal.forms.fields import WholeNumberField
from tests.directory.contact.visitor import PROJECT, spaced, text_of

POSTS = WholeNumberField(most=9_999, unit="postes")
SURFACE = WholeNumberField(most=1_000_000, unit="m²", symbol="m²")
HOW = "Écrivez un nombre, même à peu près : « 12 », « 10 à 12 », « une dizaine »."


def test_about_twenty_groups_are_offered_and_all_divisions_have_a_name():
    offered = [code for code, _ in choices()]
    assert len(offered) == 22
    assert offered == sorted(offered)
    with Path(FILE).open(encoding="utf-8") as file:
        divisions = [row["code"] for row in csv.DictReader(file, delimiter=";")]
    assert len(divisions) == 88
    assert set(offered) <= set(divisions)
    assert all(map(sector_label, divisions))
    assert (sector_label("13"), sector_label("11")) == ("Textile, habillement, cuir", "Boissons")
    assert sector_label("00") == sector_label("") == ""


def test_sections_keep_the_letters_of_the_nomenclature():
    with Path(FILE).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert "".join(dict.fromkeys(row["section"] for row in rows)) == "ABCDEFGHIJKLMNOPQRSTU"


def test_labels_are_short_enough_for_a_small_screen_and_well_set():
    for _, label in choices():
        assert len(label) <= 60
        assert "'" not in label
        assert not label.isupper()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 1 200 ", 1200),
        ("1\u202f200", 1200),
        ("1.200", 1200),
        ("300 m²", 300),
        ("3 postes", 3),
        ("environ 300", 300),
        ("~\u00a0300 m²", 300),
        ("300 environ", 300),
        ("10-12", 12),
        ("10 à 12", 12),
        ("entre 10 et 12 personnes", 12),
        ("une dizaine", 10),
        ("Deux douzaines", 24),
        ("environ 300 m²", 300),
        ("~ 1 500", 1500),
        ("douze", 12),
        ("12,5", 12),
        ("12 ou 13 ETP", 13),
        ("à définir", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_count_is_read_as_people_write_it(typed, number):
    assert POSTS.clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "Écrivez un nombre de 1 à 9 999 postes."),
        ("10000", "Écrivez un nombre de 1 à 9 999 postes."),
        ("9" * 39, "Écrivez un nombre de 1 à 9 999 postes."),
        ("-3", HOW),
        ("beaucoup", HOW),
        ("٣", HOW),
        ("9" * 5000, "Votre réponse compte 5 000 caractères : 40 au plus."),
    ],
)
def test_what_is_no_count_says_how_to_write_one(typed, message):
    with pytest.raises(ValidationError) as refused:
        POSTS.clean(typed)
    assert [spaced(each) for each in refused.value.messages] == [message]


@pytest.mark.parametrize(
    ("typed", "number", "label"),
    [
        ("1200", 1200, "1 200 m²"),
        ("300 m2", 300, "300 m²"),
        ("environ 300", 300, "environ 300 m²"),
        ("environ 300 m²", 300, "environ 300 m²"),
        ("200 à 300 m2", 300, "200 à 300 m2"),
        ("1 ha", 10_000, "1 ha"),
    ],
)
def test_what_was_written_beside_a_number_is_told_with_it(typed, number, label):
    amount = SURFACE.clean(typed)
    assert (amount, spaced(amount.label)) == (number, label)


@given(st.text())
def test_any_count_fits_the_database(text):
    try:
        number = POSTS.clean(text)
    except ValidationError:
        return
    assert number is None or 1 <= number <= 9_999


def test_everything_that_is_not_obligatory_says_so(visitor):
    visitor.open()
    optional = {"sites", "timing", "positions", "surface"}
    for name in optional:
        assert "Facultatif" in text_of(visitor.soup.find("label", attrs={"for": name}))
    visitor.to_details()
    for name in ("siret", "sector", "workforce", "job", "telephone"):
        assert "Facultatif" in text_of(visitor.soup.find("label", attrs={"for": name}))


def test_the_sector_is_a_list_that_needs_no_script(visitor):
    visitor.open().to_details()
    select = visitor.control("sector")
    assert select.name == "select"
    assert len(select.find_all("option")) == 23
    assert text_of(select.find("option")) == "Ne pas préciser"


def test_what_is_said_is_reviewed_and_stored(visitor):
    visitor.open().to_details(positions="1 200", surface="300 m²", timing="year")
    visitor.to_review(sector="31", workforce="10-49")
    for said in ("1 200", "300 m²", "Dans l’année", "Meubles, jouets, autres fabrications", "10 à 49 salariés"):
        assert said in visitor.text
    visitor.press("Envoyer")
    request = ContactRequest.objects.get()
    assert (request.positions, request.surface, request.timing) == (1200, 300, "year")
    assert (request.sector, request.workforce, request.sector_label) == (
        "31",
        "10-49",
        "Meubles, jouets, autres fabrications",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"sector": "XX"},
        {"sector": "C"},
        {"sector": "\0"},
        {"sector": "31\0"},
        {"workforce": "x" * 5000},
        {"workforce": "1"},
        {"workforce": "\0"},
    ],
)
def test_an_answer_that_was_not_offered_is_asked_again(visitor, wrong):
    visitor.open().to_details().to_review(**wrong)
    assert visitor.status == 200
    assert list(visitor.mistakes) == list(wrong)
    assert visitor.control(next(iter(wrong)))["aria-invalid"] == "true"


def test_several_sites_are_named_in_lines(visitor):
    sites = "Lyon\nLille\r\nBrest"
    visitor.open().press("Continuer", **(PROJECT | {"place": "", "is_national": "on", "sites": sites}))
    visitor.to_review()
    assert "Quels sites ? Lyon Lille Brest" in spaced(visitor.text)
    visitor.press("Envoyer à l’équipe nationale")
    assert ContactRequest.objects.get().sites == "Lyon\nLille\nBrest"


def test_sites_are_forgotten_with_the_box_that_asks_for_them(visitor):
    visitor.open().to_details(sites="x" * 5000)
    assert visitor.step.startswith("Vos coordonnées")
    visitor.to_review().press("Envoyer")
    assert ContactRequest.objects.get().sites == ""


def test_who_types_the_whole_country_writes_to_the_national_team(visitor, settings):
    visitor.open(lieu="France")
    assert "L’équipe nationale" in visitor.margin
    visitor.press("Continuer", **(PROJECT | {"place": "France"})).to_review()
    assert "Plusieurs sites, ou projet national (France)" in visitor.text
    visitor.press("Modifier votre projet").press("Continuer", place="Caen")
    assert "Camille Exemple" in visitor.margin, "changed one's mind, and no box to untick"
    visitor.press("Revenir au projet").press("Continuer", place="toute la France").press("Relire ma demande")
    visitor.press("Envoyer à l’équipe nationale")
    request = ContactRequest.objects.get()
    assert (request.is_national, request.recipient_mailbox) == (True, settings.NATIONAL_MAILBOX)
    assert (request.place_typed, request.place, request.sites) == ("toute la France", "", "")


def test_too_many_sites_are_kept_and_the_bound_said(visitor):
    visitor.open().to_details(is_national="on", sites="x" * 5000)
    assert list(visitor.mistakes) == ["sites"]
    assert visitor.control("sites").get_text().strip() == "x" * 5000


def test_the_notice_says_how_long_the_answers_are_kept(visitor):
    visitor.open().to_details()
    assert "effacées 24 mois après le dernier échange, ou 3 mois après si la demande est indésirable." in visitor.text


def test_the_page_on_personal_data_says_the_same(settings):
    text = (settings.BASE_DIR / "home" / "texts" / "legal.toml").read_text(encoding="utf-8")
    months, unwanted = settings.REQUEST_KEPT_MONTHS, settings.REQUEST_KEPT_MONTHS_UNWANTED
    assert f"{months} mois après le dernier échange, {unwanted} mois si la demande est indésirable" in text
