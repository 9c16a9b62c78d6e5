"""What a link to follow a request is worth, for how long, and how one gets another."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.contact.form import tokens
from directory.contact.links import employer
from directory.contact.models import ContactRequest, RequestEvent
from portal.mail.models import OutboxMessage
from tests.directory.contact.visitor import Visitor, spaced

LONG_AGO = datetime.timedelta(days=employer.FOLLOW_UP_DAYS, hours=1)


def aged_link(request: ContactRequest, monkeypatch) -> str:
    """A link to follow that was made too long ago."""
    now = timezone.now().timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: now - LONG_AGO.total_seconds())
        return employer.path_of(request)


def test_the_page_stays_out_of_caches_indexes_and_other_sites(sent):
    response = Visitor().open(employer.path_of(sent)).response
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_address_names_nobody(sent):
    path = employer.path_of(sent)
    assert sent.reference not in path
    assert "lou" not in path.lower()


def test_opening_every_link_changes_nothing(sent):
    before = (ContactRequest.objects.values().get(), RequestEvent.objects.count())
    for purpose in employer.Purpose:
        Visitor().open(employer.path_of(sent, purpose))
    Visitor().open(reverse("contact:withdraw", args=[employer.path_of(sent).split("/")[-2]]))
    assert (ContactRequest.objects.values().get(), RequestEvent.objects.count()) == before
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("name", ["follow_up", "withdraw", "confirm", "ask_for_link"])
def test_a_post_from_another_site_is_refused(sent, name):
    purpose = employer.Purpose.CONFIRM if name == "confirm" else employer.Purpose.FOLLOW_UP
    args = [] if name == "ask_for_link" else [employer.path_of(sent, purpose).split("/")[-2]]
    response = Visitor().client.post(
        reverse(f"contact:{name}", args=args),
        {"message": "x", "token": tokens.mint().signed(), "reference": sent.reference},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert OutboxMessage.objects.count() == 0
    assert ContactRequest.objects.get().state == ContactRequest.State.RECEIVED


def test_an_old_link_offers_a_new_one_to_the_stored_address_only(sent, monkeypatch):
    page = Visitor().open(aged_link(sent, monkeypatch))
    assert page.status == 410
    assert page.heading == "Ce lien n’est plus valable"
    assert sent.email not in page.text
    assert sent.grouped_reference not in page.text
    page.submit(page.soup.main.form)
    assert page.heading == "Regardez vos e-mails"
    mail = OutboxMessage.objects.get()
    assert mail.to == [sent.email]
    (address,) = re.findall(r"http://testserver(/contact/suivi/\S+)", mail.text)
    assert Visitor().open(address).status == 200


def test_a_link_of_one_purpose_does_not_open_the_other(sent):
    confirming = employer.path_of(sent, employer.Purpose.CONFIRM).split("/")[-2]
    assert Visitor().open(reverse("contact:follow_up", args=[confirming])).status == 404


@pytest.mark.parametrize("signed", ["x", "WyJhIiwxLDFd:AAAA:BBBB", "é" * 900, "a:b:c"])
def test_a_link_that_is_none_of_ours_leads_to_a_clear_page(home_page, camille, signed):
    for name in ("follow_up", "withdraw", "confirm"):
        page = Visitor().open(reverse(f"contact:{name}", args=[signed]))
        assert page.status == 404
        assert page.heading == "Nous ne connaissons pas ce lien"
        assert page.response["Cache-Control"] == "no-store"


def test_the_answer_is_the_same_whether_we_know_the_reference_or_not(sent):
    def answer(reference: str) -> tuple[int, str]:
        page = Visitor().open("/contact/suivi/")
        page.submit(page.soup.main.form, reference=reference)
        return page.status, page.text

    assert answer(sent.grouped_reference.lower()) == answer("222-222-2")
    assert [mail.to for mail in OutboxMessage.objects.all()] == [[sent.email]]


@pytest.mark.parametrize("typed", ["", "bonjour", "K7M-4PX-2", "x" * 5000, "\x00"])
def test_what_is_no_reference_is_asked_again(sent, typed):
    page = Visitor().open("/contact/suivi/")
    page.submit(page.soup.main.form, reference=typed)
    assert page.status == 200
    assert set(page.mistakes) == {"reference"}
    assert OutboxMessage.objects.count() == 0


def test_links_are_sent_a_few_times_only_without_saying_so(sent):
    for _ in range(5):
        answer = Visitor().client.post("/contact/suivi/", {"reference": sent.reference})
        assert "Regardez vos e-mails" in answer.content.decode()
    assert OutboxMessage.objects.count() == 3


def test_who_asks_for_many_links_is_told_to_wait(home_page, camille):
    answers = [Visitor().client.post("/contact/suivi/", {"reference": "222-222-2"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Trop d’envois." in spaced(answers[-1].content.decode())


def test_a_request_that_was_erased_leaves_nothing_behind_its_link(sent):
    path = employer.path_of(sent)
    sent.delete()
    assert Visitor().open(path).status == 404
    answer = Visitor().client.post("/contact/suivi/", {"link": path.split("/")[-2]})
    assert answer.status_code == 200
    assert OutboxMessage.objects.count() == 0
