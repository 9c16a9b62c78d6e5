from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.forms.fields import EmailField, PhoneField, SiretField, TextField, plain
from portal.forms.mail_domains import meant_address
from portal.forms.phones import phone_label, phone_link, phones_label, read_phone
from portal.mail import headers

SIRET = SiretField(longest=40, required=False)
EMAIL = EmailField(missing="Écrivez votre adresse e-mail.")
ABROAD = "Hors de France, commencez par « + » et l’indicatif."
PHONE = PhoneField(required=False)


def complaint(field, typed: str) -> str:
    """The one error of a field, with ordinary spaces."""
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    (message,) = refused.value.messages
    return message.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "typed", ["73282932000074", "732 829 320 00074", "732.829.320-00074", "732\u00a0829\u202f32000074"]
)
def test_a_siret_is_read_with_any_separator(typed):
    assert SIRET.clean(typed) == "73282932000074"


def test_a_novel_is_no_telephone():
    assert phones_label("02 61 91 00 12, poste 12" + " " * 1_000_000 + "x") == ""


def test_a_siret_of_the_post_office_is_valid():
    assert SIRET.clean("356 000 000 00048") == "35600000000048"


def test_a_siret_may_be_left_out():
    assert SIRET.clean("  ") == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("7328293200007", "Il manque un chiffre : un SIRET en compte 14, vous en avez saisi 13."),
        ("732829320000", "Il manque deux chiffres : un SIRET en compte 14, vous en avez saisi 12."),
        ("732829320000741", "Il y a un chiffre de trop : un SIRET en compte 14, vous en avez saisi 15."),
        ("732829320", "C’est un SIREN, de 9 chiffres : ajoutez les 5 chiffres de l’établissement, ou n’écrivez rien."),
        ("73282932000075", "Ce SIRET contient une erreur : vérifiez chaque chiffre."),
        ("00000000000000", "Ce SIRET n’existe pas : il ne contient que des zéros."),
        ("7328293200007A", "Un SIRET ne contient que des chiffres."),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Un SIRET ne contient que des chiffres."),
        ("1" * 5000, "Votre réponse compte 5 000 caractères : 40 au plus."),
    ],
)
def test_a_wrong_siret_says_what_is_wrong(typed, message):
    assert complaint(SIRET, typed) == message


@pytest.mark.parametrize("typed", ["lou.modele@atelier.example", "LOU+devis@Sous.Domaine.FR", "contact@élan.fr"])
def test_an_address_we_can_answer_to_is_accepted(typed):
    assert EMAIL.clean(f" {typed} ").partition("@")[0] == typed.partition("@")[0]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Écrivez votre adresse e-mail."),
        ("lou.modele", "Il manque l’arobase « @ » dans l’adresse."),
        ("lou.modele@atelier", "Il manque la fin de l’adresse, par exemple « .fr » ou « .com »."),
        ("@atelier.fr", "Il manque le début de l’adresse, avant « @ »."),
        ("lou modele@atelier.fr", "Une adresse e-mail ne contient pas d’espace."),
        ("éloïse@atelier.fr", "Écrivez sans accent ce qui vient avant « @ »."),
        ("lou@@atelier.fr", "Cette adresse n’a pas la forme nom@exemple.fr : vérifiez-la."),
        ("lou@atelier..fr", "Cette adresse n’a pas la forme nom@exemple.fr : vérifiez-la."),
        ("lou@atelier,fr", "Il manque la fin de l’adresse, par exemple « .fr » ou « .com »."),
        ("lou@atelier.fr,autre@atelier.fr", "Cette adresse n’a pas la forme nom@exemple.fr : vérifiez-la."),
        ("lou@[127.0.0.1]", "Cette adresse n’a pas la forme nom@exemple.fr : vérifiez-la."),
        ("a" * 5000 + "@atelier.fr", "Votre réponse compte 5 011 caractères : 254 au plus."),
    ],
)
def test_a_wrong_address_says_what_is_missing(typed, message):
    assert complaint(EMAIL, typed) == message


@given(st.one_of(st.emails(), st.text(), st.from_regex(r"[\w.+-]{1,20}@[\w.-]{1,20}\.[a-z]{2,4}")))
def test_every_address_we_accept_can_be_mailed(typed):
    try:
        accepted = EMAIL.clean(typed)
    except ValidationError:
        return
    assert headers.address(accepted).isascii()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("02 61 91 00 12", "02 61 91 00 12"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("0590 12 34 56", "0590 12 34 56"),  # Guadeloupe
        ("0262 12 34 56", "0262 12 34 56"),  # Réunion
        ("0696 12 34 56", "0696 12 34 56"),  # Martinique
        ("0594 30 12 34", "0594 30 12 34"),  # Guyane
        ("0639 69 12 34", "0639 69 12 34"),  # Mayotte
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("+687 27 00 00", "+687 27.00.00"),
        ("27 00 00", "+687 27.00.00"),  # New Caledonia
        ("40 47 10 00", "+689 40 47 10 00"),  # French Polynesia
        ("tél. 02 61 91 00 12", "02 61 91 00 12"),
        ("02 61 91 00 12 poste 12", "02 61 91 00 12"),
        ("02 61 91 00 12 ou 06 12 34 56 78", "02 61 91 00 12"),
        ("02 61 91 00 12 (bureau)", "02 61 91 00 12"),
    ],
)
def test_a_telephone_is_read_as_written_in_france_overseas_or_abroad(typed, label):
    number = PHONE.clean(typed)
    assert phone_label(number) == label
    assert phone_link(label).startswith("tel:+")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("02 61 91 00 12", ""),
        ("02 61 91 00 12 poste 12", "02 61 91 00 12, poste 12"),
        ("02.61.91.00.12 p. 4", "02 61 91 00 12, poste 4"),
        ("02 61 91 00 12 / 06 12 34 56 78", "02 61 91 00 12 / 06 12 34 56 78"),
        ("0261910012/0612345678", "02 61 91 00 12 / 06 12 34 56 78"),
        ("02/61/91/00/12", ""),
        ("02 61 91 00 12 ou +687 27 00 00", "02 61 91 00 12 / +687 27.00.00"),
        ("02 61 91 00 12 et 12", ""),
    ],
)
def test_all_that_was_written_beside_one_number_is_kept(typed, label):
    assert phones_label(typed).replace("\u00a0", " ") == label


@pytest.mark.parametrize("typed", ["02 61 91 00 12 ou 06 12 34", "02 61 91 00 12 / 1234567890"])
def test_one_wrong_number_of_two_is_told(typed):
    assert complaint(PHONE, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lou@gmial.com", "lou@gmail.com"),
        ("lou@gmail.con", "lou@gmail.com"),
        ("lou@gmail.cm", "lou@gmail.com"),
        ("lou@hotmial.fr", "lou@hotmail.fr"),
        ("lou@ornage.fr", "lou@orange.fr"),
        ("lou@wanadoo.f", "lou@wanadoo.fr"),
        ("lou@laposte.nett", "lou@laposte.net"),
        ("lou@yaho.fr", "lou@yahoo.fr"),
        ("lou@atelier-exemple.con", "lou@atelier-exemple.com"),
        ("lou@gmail.com", ""),
        ("lou@GMAIL.com", ""),
        ("lou@mail.com", ""),
        ("lou@atelier-exemple.fr", ""),
        ("lou@justice.fr", ""),
        ("lou@ffr.fr", "lou@sfr.fr"),
    ],
)
def test_a_slip_in_a_well_known_domain_is_seen(typed, meant):
    assert meant_address(typed) == meant


def test_a_telephone_may_be_left_out():
    assert PHONE.clean(" ") == ""
    assert phone_label("") == phone_link("") == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "02 61 91 00 345",
            "Ce numéro a 11 chiffres au lieu de 10. " + ABROAD,
        ),
        ("02 61 91 00 1", "Ce numéro a 9 chiffres au lieu de 10. " + ABROAD),
        ("0032 1", "Ce numéro a 5 chiffres au lieu de 10. " + ABROAD),
        ("0032 1234 567 8901 23", "Ce numéro n’existe pas dans ce pays : vérifiez l’indicatif et les chiffres."),
        (
            "1234567890",
            f"Ce numéro n’existe pas en France : vérifiez les chiffres. {ABROAD}",
        ),
        ("+33 1 23", "Ce numéro n’existe pas dans ce pays : vérifiez l’indicatif et les chiffres."),
        ("appelez-moi", "Un numéro de téléphone est fait de chiffres."),
        ("0" * 5000, "Votre réponse compte 5 000 caractères : 80 au plus."),
    ],
)
def test_a_wrong_telephone_says_how_to_write_it(typed, message):
    assert complaint(PHONE, typed) == message


@given(st.text())
def test_any_telephone_is_read_or_refused(typed):
    number = read_phone(typed)
    assert number is None or number.as_e164.startswith("+")


@given(st.text())
def test_a_line_holds_no_control_character(text):
    line = plain(text)
    assert line == line.strip()
    assert line.isprintable()


@given(st.text())
def test_a_text_keeps_its_lines_and_nothing_invisible(text):
    kept = plain(text, keep_lines=True)
    assert kept.replace("\n", "").isprintable()
    assert "\n\n\n" not in kept


def test_a_text_too_long_says_by_how_much():
    field = TextField(longest=3000, lines=6)
    assert complaint(field, "a" * 5000) == "Votre réponse compte 5 000 caractères : 3 000 au plus."
    assert len(field.clean("a" * 3000)) == 3000
    assert "maxlength" not in field.widget.attrs  # browsers would cut a pasted text in silence
    assert isinstance(field.widget, forms.Textarea)
