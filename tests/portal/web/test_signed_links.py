from __future__ import annotations

import datetime

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.links import confirmation, employer, team
from directory.staff import exchange_views, freshness
from news.subscriptions import links as subscription
from portal.web.signed_links import LinkExpiredError, LinkUnknownError, SignedLink

WEEK = datetime.timedelta(days=7)
DATED, UNDATED = SignedLink("tests.dated", WEEK), SignedLink("tests.undated")
LINKS = pytest.mark.parametrize("link", [DATED, UNDATED])
# Links that lie in people's mailboxes were signed so: neither salt nor form may change.
IN_MAILBOXES = [
    (employer.LINKS[employer.Purpose.FOLLOW_UP], "directory.contact.follow_up.follow_up", True),
    (employer.LINKS[employer.Purpose.CONFIRM], "directory.contact.follow_up.confirm", True),
    (team.LINK, "directory.contact.answers.links", True),
    (freshness.LINK, "directory.staff.freshness", True),
    (exchange_views.TRIED, "directory.staff.exchange", True),
    (subscription.CONFIRM, "news.subscriptions.confirm", True),
    (subscription.END, "news.subscriptions.end", False),
    (confirmation.LINK, "directory.contact.sent", False),
]


def later(monkeypatch, delay: datetime.timedelta) -> None:
    """Replace the clock of the signatures: nobody waits a week in a test."""
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + delay.total_seconds())


@pytest.mark.parametrize(("link", "salt", "is_dated"), IN_MAILBOXES)
def test_links_that_lie_in_mailboxes_open(link, salt, is_dated):
    value = [12, "2026-11-01"]
    signed = signing.dumps(value, salt=salt) if is_dated else signing.Signer(salt=salt).sign_object(value)
    assert link.read(signed) == value


def test_a_link_of_years_ago_opens(settings):
    settings.SECRET_KEY = "a secret of the test"
    assert UNDATED.read("MTI:5uU6ZobU1d64l18yQOME4EXctRlk59UhxyHlmA3uoFE") == 12


@LINKS
def test_what_was_signed_is_read(link):
    assert link.read(link.sign([1, "é"])) == [1, "é"]
    assert link.read(link.sign("a" * 5000, compress=True)) == "a" * 5000


def test_a_dated_link_dies_of_age(monkeypatch):
    signed = DATED.sign(12)
    later(monkeypatch, WEEK - datetime.timedelta(minutes=1))
    assert DATED.read(signed) == 12
    later(monkeypatch, datetime.timedelta(minutes=2))
    with pytest.raises(LinkExpiredError):
        DATED.read(signed)
    assert DATED.read(signed, however_old=True) == 12


def test_a_link_without_a_date_lives_on(monkeypatch):
    signed = UNDATED.sign(12)
    later(monkeypatch, 500 * WEEK)
    assert UNDATED.read(signed) == 12


@LINKS
def test_a_link_for_something_else_is_unknown(link):
    for other in (DATED, UNDATED, SignedLink("tests.other", WEEK)):
        if other != link:
            with pytest.raises(LinkUnknownError):
                link.read(other.sign(12))


@LINKS
def test_a_link_that_was_cut_or_changed_is_unknown(link):
    signed = link.sign(12)
    for broken in (signed[:-1], signed[1:], signed.swapcase(), "", "x" * 5000, "\ud800:a:b"):
        with pytest.raises(LinkUnknownError):
            link.read(broken)


@LINKS
@given(text=st.text())
def test_no_made_up_link_is_known(link, text):
    with pytest.raises(LinkUnknownError):
        link.read(text)


def test_an_address_is_whole_in_a_mail_and_a_path_on_a_page(settings):
    path = UNDATED.path("subscription:end", 12)
    assert UNDATED.read(path.split("/")[-2]) == 12
    assert UNDATED.url("subscription:end", 12) == settings.PORTAL_URL + path
