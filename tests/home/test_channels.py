"""Feeds, calendars, cards, tables and mails are whole for whoever reads them, whatever one item holds."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json

import icalendar
import openpyxl
import pytest
import vobject
from defusedxml.ElementTree import fromstring
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from directory.contact.desk.export import lines, xlsx_response
from directory.contact.models import ContactRequest
from directory.models import Department, Disp, Mission, Referent, Region
from directory.staff import exchange, tables
from directory.territory import gazetteer
from news.models import (
    ConventionPage,
    ConventionParty,
    EventPage,
    NewsCategory,
    NewsPage,
    NewsTheme,
    PublicationPage,
    Subscription,
)
from news.subscriptions.sending import send_what_is_due
from portal.models import PortalSettings
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.harness.pasted import is_clean, spoil
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
)

FEEDS = [
    f"/flux/{subject}.{kind}"
    for subject in (
        "actualites",
        "rubrique/formation",
        "theme/emploi",
        "region/normandie",
        "publications",
        "conventions",
    )
    for kind in ("rss", "atom")
]
PROBLEM = "application/problem"


@pytest.fixture
def spoilt(home_page, monkeypatch):
    """One item of everything, with a paste of every control character in each of its texts."""
    load_small_territory()
    monkeypatch.setattr(gazetteer, "_built", None)  # the spoilt names of places are for nobody else
    region = Region.objects.get(slug="normandie")
    news = NewsIndexPageFactory(parent=home_page)
    NewsPageFactory(parent=news, theme=NewsThemeFactory(), regions=[region])
    EventPageFactory(parent=news, regions=[region], slug="visite")
    publications = PublicationIndexPageFactory(parent=home_page)
    PublicationPageFactory(parent=publications)
    conventions = ConventionIndexPageFactory(parent=home_page)
    ConventionPageFactory(parent=conventions, slug="accord", regions=[region], parties=["Une maison"])
    ReferentFactory(slug="camille", named=True)
    PortalSettings.for_site(home_page.get_site())
    spoil(Page, NewsPage, NewsCategory, NewsTheme, EventPage, PublicationPage, ConventionPage, ConventionParty)
    spoil(Referent, Region, Department, Disp, Mission, PortalSettings)


@pytest.fixture
def read(client, spoilt):
    """The body of an answer, which must be a success: `read("/flux/actualites.rss")`."""

    def get(address: str) -> bytes:
        response = client.get(address)
        assert response.status_code == 200
        return response.getvalue()

    return get


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_holds_its_item(read, address):
    feed = fromstring(read(address))
    items = feed.findall("channel/item") or feed.findall("{*}entry")
    assert len(items) == 1
    said = [each.text or "" for each in feed.iter()]
    assert any("Coller" in each for each in said)
    assert all(map(is_clean, said))


@pytest.mark.parametrize("address", ["/sitemap.xml", "/recherche/opensearch.xml"])
def test_what_machines_read_of_the_site_is_xml(read, address):
    assert all(is_clean(each.text or "") for each in fromstring(read(address)).iter())


def test_a_calendar_holds_its_event(read):
    content = read("/actualites/visite/ics/").decode()
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event.errors == []
    assert vobject.readOne(content).vevent.summary.value == event["summary"]
    for name in ("summary", "location", "description"):
        assert "Coller" in event[name]
        assert is_clean(event[name])


def test_a_card_is_that_of_its_referent(read):
    card = vobject.readOne(read(reverse("directory:vcard", args=["camille"])).decode())
    card.validate(raiseException=True)
    assert card.fn.value.startswith("CamilleColler")
    assert is_clean(card.fn.value)
    assert all(map(is_clean, card.org.value))


@pytest.mark.parametrize("address", ["/conventions/csv/", "/api/v1/referents.csv"])
def test_a_table_has_its_lines(read, address):
    text = read(address).decode("utf-8-sig")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    assert len(rows) == 1
    assert len(rows[0]) == len(header)
    assert any("Coller" in cell for cell in rows[0])
    assert all(map(is_clean, rows[0]))


@pytest.mark.parametrize(
    "address", ["/api/v1/referents", "/api/v1/disp", "/api/v1/match?place=76600", "/api/v1/search?q=coller"]
)
def test_the_open_data_answer(read, address):
    assert json.loads(read(address))


@pytest.mark.parametrize("address", ["/actualites/visite/", "/conventions/accord/", "/conventions/", "/"])
def test_what_search_engines_read_of_a_page_is_json(read, address):
    pieces = read(address).decode().split('<script type="application/ld+json">')[1:]
    assert [json.loads(each.split("</script>")[0])["@context"] for each in pieces] == ["https://schema.org"] * len(
        pieces
    )
    assert pieces or address == "/"


def test_workbooks_open(spoilt):
    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(exchange.table())))
    cells = [str(cell.value or "") for row in book.active.iter_rows() for cell in row]
    assert any("Coller" in cell for cell in cells)
    assert all(map(is_clean, cells))


def test_a_spoilt_request_is_exported_and_mailed(spoilt):
    request = submit(message="Bonjour.")
    call_command("drain_outbox", verbosity=0)
    spoil(ContactRequest)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_response("demandes.xlsx", lines([request.pk])).content))
    cells = [str(cell.value or "") for row in book.active.iter_rows() for cell in row]
    assert any("Coller" in cell for cell in cells)
    assert all(map(is_clean, cells))
    assert len(mail.outbox) == 2
    assert all(map(reads_well, mail.outbox))


def test_news_are_mailed(spoilt):
    Subscription.objects.create(
        email="a@b.example", rhythm="at-once", confirmed_at=timezone.now(), sent_until="2020-01-01T00:00Z"
    )
    NewsPage.objects.update(first_published_at=timezone.now())
    send_what_is_due(timezone.now())
    call_command("drain_outbox", verbosity=0)
    [message] = mail.outbox
    assert "Coller" in message.subject
    assert reads_well(message)


def reads_well(message: mail.EmailMessage) -> bool:
    """Whether a mail program reads its subject on one line, and its text without rubbish."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert parsed["Subject"].strip() == message.subject  # a long one starts on the next line
    assert not parsed.defects
    return is_clean(message.subject) and is_clean(parsed.get_body().get_content().replace("\r\n", "\n"))
