"""A session that ended while somebody wrote: no word is lost, and nobody else reads it."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.contact.form import drafts
from directory.contact.models import FormDraft
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import hidden, seen
from tests.directory.contact.desk.test_answering import TEXT, mails_to
from tests.directory.contact.desk.test_detail import url

RESUME, LOGIN = "desk:resume", "wagtailadmin_login"
BROWSER = {"accept": "text/html", "origin": "http://testserver"}


def carried(response) -> dict[str, str]:
    """What the form of the page sends again."""
    form = BeautifulSoup(response.content.decode(), "html.parser").find_all("form")[-1]
    found = {each["name"]: each.get_text().removeprefix("\n") for each in form.find_all("textarea")}
    token = form.find("input", {"name": "csrfmiddlewaretoken"})
    return found | {"csrfmiddlewaretoken": token["value"]} | {"": form["action"]}


@pytest.fixture
def written(referent, request_) -> dict[str, str]:
    """What the referent was about to send when every session ended."""
    page = referent.get(url("answer", request_))
    Session.objects.all().delete()
    return hidden(page) | {"text": f"\n{TEXT}", "copies": "", "step": "review"}


def sign_in_by_form(client, name: str):
    asked = {"username": name, "password": "demo", "next": reverse(RESUME)}
    return client.post(reverse(LOGIN), asked, follow=True)


def test_what_was_written_comes_back_after_signing_in(referent, request_, written):
    asked = referent.post(url("answer", request_), written)
    assert (asked.status_code, asked.url) == (302, f"{reverse(LOGIN)}?next={reverse(RESUME)}")
    page = sign_in_by_form(referent, "referent")
    assert "Je vous appelle jeudi." in seen(page)
    assert len(mails_to(request_)) == 1, "nothing left"
    data = carried(page)
    assert data.pop("") == url("answer", request_)
    assert data["text"].strip() == TEXT
    assert "Je vous appelle jeudi." in seen(referent.post(url("answer", request_), data))
    assert not FormDraft.objects.exists(), "erased once it was sent again"
    assert "Rien n’attend" in seen(referent.get(reverse(RESUME), follow=True))


def test_nobody_else_reads_it_in_the_same_browser_or_in_another(referent, request_, written, sign_in):
    referent.post(url("answer", request_), written)
    assert "Je vous appelle jeudi." not in seen(sign_in_by_form(referent, "manager"))
    assert "Je vous appelle jeudi." not in seen(sign_in("referent").get(reverse(RESUME), follow=True))
    assert FormDraft.objects.count() == 1


def test_the_key_is_out_of_reach_of_scripts_and_of_addresses(referent, request_, written):
    answer = referent.post(url("answer", request_), written)
    kept = answer.cookies["portal_desk_words"]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", reverse("desk:list"))
    assert kept.value not in answer.url
    assert drafts.load(kept.value, of_desk=True).answers["text"] == [f"\n{TEXT}"]
    public = Client().get(reverse("contact:draft", args=[kept.value, "projet"]))
    assert (public.status_code, "Je vous appelle" in public.content.decode()) == (410, False)


def test_a_forged_writer_is_nobody(referent, request_, written, people):
    referent.cookies["portal_desk_writer"] = str(people["manager"].pk)
    referent.post(url("answer", request_), written)
    assert FormDraft.objects.get().page["account"] == ""


def test_it_is_forgotten_after_two_hours(referent, request_, written):
    referent.post(url("answer", request_), written)
    FormDraft.objects.update(changed_at=timezone.now() - datetime.timedelta(hours=2, minutes=1))
    assert "Rien n’attend" in seen(sign_in_by_form(referent, "referent"))


def test_what_is_too_large_to_be_kept_leads_to_the_login_form_as_ever(referent, request_, written):
    asked = referent.post(url("answer", request_), written | {"text": "x" * 70_000})
    assert asked.url == f"{reverse(LOGIN)}?next={url('answer', request_)}"
    assert not FormDraft.objects.exists()


def test_a_deed_without_words_is_asked_again_instead_of_an_error(referent, request_, written):
    referent.post(url("take", request_), {"seen": written["seen"]})
    data = carried(sign_in_by_form(referent, "referent"))
    referent.post(data.pop(""), data)
    request_.refresh_from_db()
    assert request_.state == "taken"


def test_filters_of_the_list_are_no_words(request_):
    Client().post(reverse("desk:list"), {"q": "Exemple"})
    assert not FormDraft.objects.exists()


@pytest.fixture
def strict(people) -> Client:
    """A browser whose tokens are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["referent"])
    return client


def test_who_signed_in_beside_an_open_page_sends_it_again(strict, request_):
    strict.get(url("answer", request_))
    refused = strict.post(url("answer", request_), {"text": TEXT, "seen": "999999", "step": "send"}, headers=BROWSER)
    assert (refused.status_code, refused["Cache-Control"]) == (403, "no-store")
    assert "Je vous appelle jeudi." in refused.content.decode()
    before, data = OutboxMessage.objects.count(), carried(refused)
    sent = strict.post(data.pop(""), data, headers=BROWSER)
    assert sent.status_code == 302
    assert OutboxMessage.objects.count() == before + 1


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "text/html"},
        {"accept": "text/html", "origin": "https://ailleurs.example"},
        {"accept": "text/html", "origin": "null"},
        {"accept": "text/html", "origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"accept": "application/json", "origin": "http://testserver"},
    ],
)
def test_another_site_fills_no_form_of_ours(strict, request_, headers):
    refused = strict.post(url("answer", request_), {"text": TEXT}, headers=headers)
    assert refused.status_code == 403
    assert "Je vous appelle jeudi." not in refused.content.decode()


def test_no_page_repeats_a_password(strict):
    refused = strict.post(reverse(LOGIN), {"username": "a", "password": "un mot de passe de mots"}, headers=BROWSER)
    assert refused.status_code == 403
    assert "un mot de passe" not in refused.content.decode()
