"""Scripts, other sites, old and changed pages: refused or renewed, never thanked for what is thrown away."""

from __future__ import annotations

import time

import pytest

from directory.contact.form import tokens
from directory.contact.form.pages import TRAP
from directory.contact.models import ContactRequest
from tests.directory.contact.visitor import DETAILS, PROJECT, Visitor, text_of


def token(age: float, **changes) -> str:
    """A signed token minted `age` seconds ago."""
    return tokens.mint(time.time() - age).signed()


def notice(visitor) -> str:
    return text_of(visitor.soup.find(attrs={"aria-labelledby": "avis"}))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://["},
    ],
)
def test_a_post_from_another_site_is_refused_with_a_clear_answer(visitor, headers):
    visitor.open().to_details().to_review()
    data = visitor.filled("Envoyer")
    response = visitor.client.post("/contact/", data, headers=headers)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Ce message ne vient pas de notre formulaire" in page
    assert PROJECT["message"] in page
    assert DETAILS["organisation"] in page
    assert response["Cache-Control"] == "no-store"
    assert ContactRequest.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},  # older browsers, of a page that keeps its address to itself
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},
    ],
)
def test_a_post_from_our_own_page_is_taken(visitor, headers):
    visitor.open().to_details().to_review()
    response = visitor.client.post("/contact/", visitor.filled("Envoyer"), headers=headers)
    assert response.status_code == 302
    assert ContactRequest.objects.count() == 1


def test_after_an_hour_nothing_is_sent_and_everything_is_still_there(visitor):
    visitor.open().to_details().to_review().press("Envoyer", token=token(3700))
    assert visitor.status == 200
    assert visitor.step.startswith("Relire")
    assert notice(visitor).startswith("Plus d’une heure a passé ; tout est encore là.")
    assert ContactRequest.objects.count() == 0
    visitor.press("Envoyer")
    assert visitor.heading == "C’est envoyé à Camille Exemple"
    assert ContactRequest.objects.get().message == PROJECT["message"]


def test_after_an_hour_a_step_goes_on_with_a_new_token(visitor):
    visitor.open().to_details(token=token(3700))
    assert visitor.step.startswith("Vos coordonnées")
    assert notice(visitor).startswith("Plus d’une heure a passé")
    visitor.to_review()
    assert notice(visitor) == ""


@pytest.mark.parametrize("changed", ["", "no token", "x" * 9000, "WyJhIiwxLDFd:AAAA", "\x00", "🙂", token(0)[:-1]])
def test_a_changed_token_is_refused_and_the_text_kept(visitor, changed):
    visitor.open().to_details().to_review().press("Envoyer", token=changed)
    assert visitor.status == 400
    assert visitor.step.startswith("Relire")
    assert "Nous n’avons pas reconnu cette page. " in notice(visitor)
    assert "400 coffrets" in visitor.text
    assert ContactRequest.objects.count() == 0
    visitor.press("Envoyer")
    assert ContactRequest.objects.count() == 1


def test_a_form_without_a_token_keeps_its_text(visitor):
    visitor.open()
    data = PROJECT | DETAILS | {"go": "send"}
    visitor.post(data)
    assert visitor.status == 400
    assert visitor.step.startswith("Relire")


def test_what_was_sent_too_quickly_is_kept_and_said(home_page, camille):
    visitor = Visitor().open().to_details().to_review().press("Envoyer")
    assert visitor.status == 400
    assert notice(visitor) == (
        "Nous n’avons pas pu envoyer. Votre texte est gardé : réessayez dans une minute, ou appelez le 02 61 91 00 12."
    )
    assert "400 coffrets" in visitor.text
    assert ContactRequest.objects.count() == 0
    visitor.press("Envoyer", token=token(tokens.MINIMUM_SECONDS))
    assert ContactRequest.objects.count() == 1


def test_who_has_no_telephone_is_written_to(home_page, camille):
    visitor = Visitor().open().to_details(is_national="on").to_review().press("Envoyer")
    assert "ou écrivez à travail-prison@justice.example" in notice(visitor)


def test_a_script_that_fills_in_the_hidden_field_is_told_so(visitor):
    visitor.open().to_details().to_review().press("Envoyer", **{TRAP: "https://casino.example"})
    assert visitor.status == 400
    assert notice(visitor).startswith("Nous n’avons pas pu envoyer.")
    assert ContactRequest.objects.count() == 0
    assert visitor.control(TRAP).get("value", "") == ""
    visitor.press("Envoyer")
    assert ContactRequest.objects.count() == 1


def test_nobody_meets_the_hidden_field(visitor):
    visitor.open()
    trap = visitor.control(TRAP)
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert trap.parent.has_attr("hidden")
    assert trap.parent.has_attr("inert")
    assert not trap.has_attr("required")


def test_other_methods_are_refused(client, home_page):
    assert client.put("/contact/").status_code == 405
    assert client.head("/contact/").status_code == 200
