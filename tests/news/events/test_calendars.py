"""Calendars and feeds of the agenda, read by the programs of others; hours where clocks change; whole days."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.forms.models import modelform_factory
from django.utils import timezone

from news.events.forms import EventForm, HourOfPlaceField
from news.events.time_zones import TimeZone
from news.models import EventPage
from tests.news.factories import EventPageFactory, NewsIndexPageFactory

REUNION = ZoneInfo("Indian/Reunion")
FORM = modelform_factory(EventPage, form=EventForm, fields=["starts_at", "ends_at", "time_zone"])
pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


def days(index, first: int, last: int, end: datetime.time) -> EventPage:
    start = datetime.datetime(2076, 12, first, tzinfo=REUNION)
    ends_at = datetime.datetime.combine(datetime.date(2076, 12, last), end, REUNION)
    return EventPageFactory(parent=index, starts_at=start, ends_at=ends_at, time_zone=TimeZone.LA_REUNION)


def entry(client, url: str) -> icalendar.Event:
    content = client.get(url).content
    calendar = vobject.readOne(content.decode())
    calendar.vevent.validate(raiseException=True)
    [found] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("last", "end", "said", "after"),
    [
        (3, datetime.time(23, 59), "Jeudi 3 décembre 2076", 4),
        (4, datetime.time(0, 0), "Jeudi 3 décembre 2076", 4),
        (5, datetime.time(23, 59), "Du jeudi 3 décembre 2076 au samedi 5 décembre 2076", 6),
    ],
)
def test_whole_days_have_no_hours(index, client, last, end, said, after):
    event = days(index, 3, last, end)
    assert (event.when, event.when_in_paris) == (said, "")
    found = entry(client, f"{event.url}ics/")
    assert found.decoded("dtstart") == datetime.date(2076, 12, 3)
    assert found.decoded("dtend") == datetime.date(2076, 12, after)
    assert event.structured_data()["startDate"] == "2076-12-03"


def test_a_program_learns_that_an_event_changed_and_whose_it_is(index, client, settings):
    event = EventPageFactory(parent=index)
    event.save_revision().publish()
    earlier = timezone.now() - datetime.timedelta(hours=1)
    type(event).objects.update(first_published_at=earlier, last_published_at=earlier)
    first = entry(client, f"{event.url}ics/")
    event.refresh_from_db()
    event.save_revision().publish()
    second = entry(client, f"{event.url}ics/")
    assert int(second["sequence"]) > int(first["sequence"])
    assert second.decoded("last-modified") > first.decoded("last-modified")
    assert str(second["organizer"]) == f"mailto:{settings.NATIONAL_MAILBOX}"


def test_the_agenda_is_one_calendar_and_a_feed(index, client, make_private, soup):
    coming = EventPageFactory(parent=index, days=3)
    EventPageFactory(parent=index, days=-3)
    make_private(EventPageFactory(parent=index, days=4))
    assert entry(client, "/flux/agenda.ics")["summary"] == coming.title
    for kind in ("rss", "atom"):
        feed = client.get(f"/flux/agenda.{kind}").content.decode()
        assert feed.count("</item>") + feed.count("</entry>") == 1
        assert coming.title in feed
    links = [link["href"] for link in soup(f"{index.url}agenda/").main.find_all("a", href=True)]
    assert {"/flux/agenda.ics", "/flux/agenda.rss", "/flux/agenda.atom"} <= set(links)


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("2027-03-28 02:30", TimeZone.LA_REUNION, "2027-03-27T22:30:00+00:00"),
        ("2027-10-31 02:30", TimeZone.NOUVELLE_CALEDONIE, "2027-10-30T15:30:00+00:00"),
        ("2027-10-31 02:30", TimeZone.PARIS, "2027-10-31T00:30:00+00:00"),
        ("1er mars 2027 à 9 h", TimeZone.MARTINIQUE, "2027-03-01T13:00:00+00:00"),
    ],
)
def test_an_hour_is_that_of_the_place_even_when_paris_changes_its_clocks(typed, zone, moment):
    form = FORM({"starts_at": typed, "ends_at": "2028-01-01 10:00", "time_zone": zone})
    form.is_valid()
    assert "starts_at" not in form.errors
    assert form.cleaned_data["starts_at"].astimezone(datetime.UTC).isoformat() == moment


# Wagtail builds the form of every field, addresses among them, whose scheme Django 6 changes.
@pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango60Warning")
def test_the_editor_s_own_form_reads_them_so():
    form = EventPage.get_edit_handler().get_form_class()
    assert {type(form.base_fields[name]) for name in EventForm.MOMENTS} == {HourOfPlaceField}


def test_an_hour_that_the_place_itself_skips_is_told():
    form = FORM({"starts_at": "2027-03-28 02:30", "ends_at": "2028-01-01 10:00", "time_zone": TimeZone.PARIS})
    assert not form.is_valid()
    assert "n’existe pas ce jour-là" in str(form.errors["starts_at"])
