from __future__ import annotations

import datetime
import json
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.test.utils import WagtailPageTestCase

from home.models import HomePage
from news.events.models import AgendaOrder
from news.events.time_zones import TimeZone
from news.models import EventPage, NewsIndexPage
from portal.french.unbroken import unbroken
from tests.news.factories import EventPageFactory, NewsIndexPageFactory, NewsPageFactory, RegionFactory

PARIS = ZoneInfo("Europe/Paris")
THIRD_OF_DECEMBER = datetime.datetime(2076, 12, 3, 14, tzinfo=PARIS)


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def event(index) -> EventPage:
    ends_at = THIRD_OF_DECEMBER.replace(hour=16, minute=30)
    return EventPageFactory(parent=index, starts_at=THIRD_OF_DECEMBER, ends_at=ends_at, slug="visite")


def words(soup) -> str:
    """What is read; « 1er » is one word, whose end is raised."""
    for raised in soup.main.find_all("sup"):
        raised.unwrap()
    soup.main.smooth()
    return " ".join(soup.main.get_text(" ").split())


class TestTree(WagtailPageTestCase):
    def test_events_live_in_the_list_of_news_only(self):
        self.assertCanCreateAt(NewsIndexPage, EventPage)
        self.assertCanNotCreateAt(HomePage, EventPage)
        self.assertAllowedSubpageTypes(EventPage, [])


def test_the_date_of_the_event_leads(event, soup):
    main = soup(event.url).main
    assert words(main.parent).startswith(f"Jeudi 3 décembre 2076, 14 h à 16 h 30 {event.title}")
    assert main.time["datetime"] == "2076-12-03T14:00:00+01:00"


def test_a_page_says_where_for_whom_and_how_to_come(index, soup):
    page = EventPageFactory(
        parent=index,
        access="Arrêt Modèle.",
        accessibility="De plain-pied.",
        audience="Employeurs",
        contact="Bureau R2IP",
        registration_url="https://inscriptions.example/visite",
        regions=[RegionFactory(name="Normandie")],
    )
    shown = soup(page.url)
    facts = {each.dt.get_text(): " ".join(each.dd.get_text(" ").split()) for each in shown.select("dl > div")}
    assert facts == {
        "Lieu": "Maison Fictive 1 place du Modèle, 76000 Rouen",
        "Venir": "Arrêt Modèle.",
        "Accessibilité": "De plain-pied.",
        "Pour qui": "Employeurs",
        "Contact": "Bureau R2IP",
    }
    assert shown.find("a", string="S’inscrire")["href"] == "https://inscriptions.example/visite"
    assert shown.find("a", string="Ajouter à mon agenda (ics)")["href"] == f"{page.url}ics/"
    assert shown.find("a", string="Vos référents en Normandie")


def test_several_days_are_said_from_one_to_the_other(index, soup):
    page = EventPageFactory(
        parent=index, starts_at=THIRD_OF_DECEMBER, ends_at=THIRD_OF_DECEMBER + datetime.timedelta(days=1, minutes=5)
    )
    assert page.when == "Du jeudi 3 décembre 2076, 14\u00a0h, au vendredi 4 décembre 2076, 14\u00a0h\u00a005"


def test_overseas_the_hour_is_that_of_the_place_and_paris_stands_beside(index, soup):
    starts_at = datetime.datetime(2076, 12, 3, 8, tzinfo=ZoneInfo("Pacific/Noumea"))
    page = EventPageFactory(
        parent=index,
        starts_at=starts_at,
        ends_at=starts_at.replace(hour=10),
        time_zone=TimeZone.NOUVELLE_CALEDONIE,
    )
    text = words(soup(page.url))
    assert text.startswith("Jeudi 3 décembre 2076, 8 h à 10 h, heure de la Nouvelle-Calédonie")
    assert "À l’heure de Paris Du mercredi 2 décembre 2076, 22 h, au jeudi 3 décembre 2076, 0 h" in text


def test_every_hour_of_france_is_known():
    winter = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)
    offsets = {zone.label: winter.astimezone(ZoneInfo(zone)).utcoffset() for zone in TimeZone}
    assert offsets["heure de La Réunion"] == datetime.timedelta(hours=4)
    assert offsets["heure de la Polynésie française"] == datetime.timedelta(hours=-10)
    assert len(offsets) == 12


def test_an_event_that_is_over_says_so_and_leads_to_its_report(index, soup):
    report = NewsPageFactory(parent=index, title="Cent visiteurs")
    page = EventPageFactory(parent=index, days=-30, report=report, registration_url="https://inscriptions.example/")
    shown = soup(page.url)
    text = words(shown)
    assert text.startswith("Cet événement a eu lieu.")
    assert shown.find("a", string="Lire le compte rendu\u00a0: Cent visiteurs")["href"] == report.url
    assert "S’inscrire" not in text
    assert "ics" not in text


def test_a_report_that_is_not_public_is_not_named(index, soup, make_private):
    report = NewsPageFactory(parent=index, title="Note interne")
    page = EventPageFactory(parent=index, days=-30, report=report)
    make_private(report)
    assert "Note interne" not in soup(page.url).get_text()


def test_a_cancelled_event_keeps_its_date_struck_and_says_why(event, soup):
    event.is_cancelled, event.cancellation_reason = True, "L’établissement ferme ce jour-là."
    event.save()
    shown = soup(event.url)
    assert words(shown).startswith("Annulé L’établissement ferme ce jour-là. Jeudi 3 décembre 2076, 14 h à 16 h 30")
    assert shown.main.find("del").get_text() == "Jeudi 3\u00a0décembre 2076, 14\u00a0h\u00a0à\u00a016\u00a0h\u00a030"
    assert "Ajouter à mon agenda" not in words(shown)


def test_an_event_cannot_end_before_it_starts(event):
    event.ends_at = event.starts_at
    with pytest.raises(ValidationError, match="La fin vient après le début") as refusal:
        event.full_clean()
    assert list(refusal.value.message_dict) == ["ends_at"]


@pytest.mark.parametrize("factory", [EventPageFactory, NewsPageFactory])
def test_the_address_of_the_agenda_is_no_pages(index, factory):
    page = factory(parent=index)
    page.slug = "agenda"
    with pytest.raises(ValidationError, match="page fixe du portail"):
        page.full_clean()


def calendar(client, page: EventPage) -> icalendar.Calendar:
    response = client.get(f"{page.url}ics/")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{page.slug}.ics"'
    return icalendar.Calendar.from_ical(response.content)


def test_a_calendar_takes_the_event_over(event, client):
    event.title = "Visite ; ateliers, « portes »\u00a0: l’après-midi " + "très longue " * 10
    event.save_revision().publish()
    [entry] = calendar(client, event).walk("VEVENT")
    assert entry["summary"] == event.title
    assert entry.decoded("dtstart") == event.starts_at
    assert entry.decoded("dtend") == event.ends_at
    assert entry["location"] == "Maison Fictive, 1 place du Modèle, 76000 Rouen"
    assert entry["status"] == "CONFIRMED"
    assert entry["url"] == f"http://testserver{event.url}"
    assert "http://testserver" in entry["description"]


def test_a_calendar_learns_what_changed_from_the_same_entry(event, client):
    [before] = calendar(client, event).walk("VEVENT")
    event.slug, event.is_cancelled = "visite-annulee", True
    event.save_revision().publish()
    [after] = calendar(client, EventPage.objects.get()).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")
    assert (after["status"], after["summary"]) == ("CANCELLED", f"Annulé\u00a0: {event.title}")


def test_a_private_event_has_no_calendar_for_visitors(event, client, make_private):
    make_private(event)
    response = client.get(f"{event.url}ics/")
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize(("is_cancelled", "status"), [(False, "EventScheduled"), (True, "EventCancelled")])
def test_machines_read_the_event_in_schema_org(event, soup, is_cancelled, status):
    event.title, event.is_cancelled = "Portes </script> ouvertes", is_cancelled
    event.save()
    block = soup(event.url).head.find("script", type="application/ld+json")
    data = json.loads(block.string)
    assert data["@type"] == "Event"
    assert data["name"] == event.title
    assert (data["startDate"], data["endDate"]) == ("2076-12-03T14:00:00+01:00", "2076-12-03T16:30:00+01:00")
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data["location"] == {"@type": "Place", "name": event.venue, "address": event.address}
    assert data["url"] == f"http://testserver{event.url}"
    assert data["organizer"]["@type"] == "GovernmentOrganization"


def test_lists_show_the_date_of_the_event_nearest_first(index, soup, home_page):
    late, soon = EventPageFactory(parent=index, days=30), EventPageFactory(parent=index, days=3)
    EventPageFactory(parent=index, days=-3, title="Passé")
    for url in (index.url, home_page.url):
        section = soup(url).find(lambda tag: tag.name == "section" and late.title in tag.get_text())
        rows = section.select("ul > li")
        assert [row.h3.get_text() for row in rows] == [soon.title, late.title]
        assert [row.time.get_text() for row in rows] == [unbroken(soon.when), unbroken(late.when)]
        assert "Passé" not in section.get_text()


def test_an_event_of_today_is_listed_until_it_is_over(index):
    now = timezone.now()
    going_on = EventPageFactory(parent=index, starts_at=now - datetime.timedelta(hours=1))
    assert list(EventPage.objects.upcoming()) == [going_on]


def test_an_event_stands_below_the_agenda(index, soup):
    event = EventPageFactory(parent=index)
    crumbs = [(each.get_text(), each.get("href")) for each in soup(event.url).select(".fr-breadcrumb a")]
    assert crumbs[-2:] == [("Agenda", f"{index.url}agenda/"), (event.title, None)]


def test_the_agenda_lists_what_comes_then_what_is_over(index, soup):
    titles = {days: EventPageFactory(parent=index, days=days).title for days in (-40, 30, -3, 2)}
    page = soup(f"{index.url}agenda/")
    groups = {each.h2.get_text(): [link.get_text() for link in each.select("h3 a")] for each in page.select("section")}
    assert groups == {"À venir": [titles[2], titles[30]], "Ils ont eu lieu": [titles[-3], titles[-40]]}
    assert [each.get_text() for each in page.select(".fr-breadcrumb a")] == ["Accueil", "Actualités", "Agenda"]
    assert page.find("link", rel="canonical")["href"] == "http://testserver/actualites/agenda/"


def test_a_long_agenda_has_pages_and_an_empty_one_says_so(index, soup, client):
    assert "Aucun rendez-vous publié" in words(soup(f"{index.url}agenda/"))
    EventPageFactory.create_batch(21, parent=index)
    assert len(soup(f"{index.url}agenda/").select("h3")) == 20
    assert len(soup(f"{index.url}agenda/?page=2").select("h3")) == 1
    assert client.get(f"{index.url}agenda/?page=3").status_code == 404


@pytest.mark.parametrize("days", [[-3, -2, -1], [1, 2, 3], [-2, -1, 1, 2, 3], []])
def test_each_part_of_the_agenda_is_that_part_of_all_events(index, days):
    """Wherever a page begins and ends among what comes and what is over."""
    for day in days:
        EventPageFactory(parent=index, days=day, title=f"{day}")
    order = AgendaOrder(EventPage.objects.listed(), len(days))
    expected = [f"{day}" for day in sorted(days, key=lambda day: (day < 0, abs(day)))]
    for start in range(len(days) + 1):
        for stop in range(start, len(days) + 2):
            assert [event.title for event in order[start:stop]] == expected[start:stop]


def test_other_events_stand_beside(index, soup):
    page, other = EventPageFactory.create_batch(2, parent=index)
    beside = soup(page.url).find("h2", string="Aussi dans l’agenda").find_next("ul")
    assert [link.get_text() for link in beside.find_all("a")] == [other.title]


def test_an_event_costs_at_most_six_queries_more_than_a_bare_page(index, warm_cost, floor):
    normandie = RegionFactory()
    report = NewsPageFactory(parent=index)
    for days in (10, -10):
        page = EventPageFactory(parent=index, days=days, regions=[normandie], report=report)
        few = warm_cost(page.url)
        assert few - floor(page) <= 6
        EventPageFactory.create_batch(19, parent=index, regions=[normandie])
        assert warm_cost(page.url) <= few


def test_the_agenda_costs_the_same_for_one_and_twenty_events(index, warm_cost, floor):
    url = f"{index.url}agenda/"
    EventPageFactory(parent=index)
    few = warm_cost(url)
    assert few - floor(index) <= 3
    EventPageFactory.create_batch(19, parent=index, regions=[RegionFactory()])
    assert warm_cost(url) <= few


def test_the_home_page_costs_the_same_for_one_and_twenty_events(index, warm_cost, home_page):
    EventPageFactory(parent=index)
    few = warm_cost(home_page.url)
    EventPageFactory.create_batch(19, parent=index)
    assert warm_cost(home_page.url) <= few


@pytest.mark.parametrize("day", [1, 3])
def test_events_render_as_editors_leave_them(index, soup, day):
    """The least an editor can fill in is a page that shows."""
    starts_at = THIRD_OF_DECEMBER.replace(day=day)
    ends_at = starts_at + datetime.timedelta(hours=2)
    page = EventPageFactory(parent=index, lead="", address="", starts_at=starts_at, ends_at=ends_at)
    assert words(soup(page.url)).startswith(page.when.replace("\u00a0", " "))
