"""Puts the demonstration into a site that is set up: what is missing of it, all or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from directory.contact.deadlines import due_on
from directory.contact.models import ContactRequest
from directory.models import Actor, Department, Mission, Referent, Region, Workshop
from home.demo.accounts import create_accounts, give_sheets
from home.demo.actors import make_actors, starts_of, steps_of
from home.demo.conventions import convention_of
from home.demo.media import Media
from home.demo.publications import publication_of
from home.demo.requests import make_requests
from home.demo.ways import example_of
from home.demo.workshops import make_workshops
from home.models import StandardPage
from home.models.identities import identity
from home.setup import page_tree
from home.setup.prose import Known, block, link, plain, read, resolved
from news.events.time_zones import TimeZone
from news.models import ConventionPage, EventPage, NewsCategory, NewsPage, NewsTheme, PublicationPage
from portal.models import PortalDocument, PortalImage, PortalSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent
PATH_STEP = ("zone", "title", "text", "who")
CATEGORIES = {
    "partenariats": "Partenariats",
    "prix-et-appels": "Prix et appels",
    "rencontres": "Rencontres",
    "reportages": "Reportages",
}
THEMES = {
    "emploi": "Emploi",
    "formation": "Formation",
    "innovation": "Innovation",
    "tig": "Travail d’intérêt général",
    "travail-en-prison": "Travail en prison",
}


def content_of_others() -> list[str]:
    """What this site holds already, in words, when it is not the demonstration's; nothing when it is empty."""
    site = Site.objects.filter(is_default_site=True).first()
    if site and PortalSettings.for_site(site).is_demonstration:
        return []
    own_pages = [identity(seed.key) for seed in page_tree.PAGES]
    held = {
        model._meta.verbose_name_plural: model.objects.count()  # noqa: SLF001 - Django documents _meta as public
        for model in (
            NewsPage,
            EventPage,
            PublicationPage,
            ConventionPage,
            Actor,
            Referent,
            Workshop,
            PortalImage,
            PortalDocument,
            ContactRequest,
        )
    }
    held["pages de texte"] = StandardPage.objects.exclude(translation_key__in=own_pages).count()
    return [f"{count} {name}" for name, count in held.items() if count]


def load_demonstration() -> int:
    """Make what is missing of the demonstration and return how many things were made; raise and change nothing else.

    Needs the pages of `setup_site` and the tables of `load_territories`; some dates are relative to today.
    """
    loading = _Loading()
    try:
        with transaction.atomic():
            loading.run()
    except BaseException:
        loading.media.forget()
        raise
    return loading.made


@dataclass
class _Loading:
    """One run: what the texts refer to, and what was made so far."""

    made: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    media: Media = field(default_factory=Media)

    def run(self) -> None:
        """Everything, each part after those it refers to."""
        self.made += self.media.load(_text("pictures"), _text("files"))
        self.pages = page_tree.pages()
        self.load_referents(_text("referents")["referents"])
        self.made += make_workshops(_text("workshops")["workshops"])
        self.load_conventions(_text("conventions")["conventions"])
        for name in ("news_regional", "news_national", "news_examples"):
            self.load_news(_text(name)["news"])
        self.load_publications(_text("publications")["publications"])
        self.load_events(_text("events")["events"])
        actors = _text("actors")
        home = _text("home")
        self.made += make_actors(actors["actors"])
        self.fill(
            "actors",
            starts=starts_of(actors["starts"]),
            path_steps=steps_of(home["path_steps"]),
        )
        self.fill(
            "home",
            ways=[("way", _row(entry, "pictogram", "text")) for entry in home["ways"]],
            doors=[("door", _row(entry, "question")) for entry in home["doors"]],
            path_steps=[("step", {name: entry[name] for name in PATH_STEP}) for entry in home["path_steps"]],
        )
        self.fill("employers", body=[block(entry) for entry in _text("employers")["body"]])
        for key, entry in _text("ways").items():
            self.fill(f"ways/{key}", **example_of(entry))
        self.made += create_accounts()
        give_sheets()
        self.made += make_requests(_text("requests")["requests"], timezone.now())
        PortalSettings.objects.update_or_create(
            site=Site.objects.get(is_default_site=True), defaults={"is_demonstration": True}
        )

    def load_conventions(self, entries: list[dict[str, Any]]) -> None:
        """Each convention, then the chain of renewals between them."""
        new = []
        for entry in entries:
            page = convention_of(entry, self.blocks(entry["body"]))
            if self.add(page, "conventions", entry) and "replaces" in entry:
                new.append((f"conventions/{entry['slug']}", f"conventions/{entry['replaces']}"))
        for renewal, renewed in new:
            page = self.pages[renewal]
            page.replaces = self.pages[renewed]
            page.save_revision().publish()

    def load_news(self, entries: list[dict[str, Any]]) -> None:
        """Each news item with its category and theme, dated as its text says."""
        for entry in entries:
            slug = entry["category"]
            category, created = NewsCategory.objects.get_or_create(slug=slug, defaults={"name": CATEGORIES[slug]})
            self.made += created
            slug = entry["theme"]
            theme, created = NewsTheme.objects.get_or_create(slug=slug, defaults={"name": THEMES[slug]})
            self.made += created
            page = NewsPage(
                **_plain(entry, "slug", "title", "lead", "caption", "source_url", "source_label"),
                published_on=entry["published_on"],
                updated_on=entry.get("updated_on"),
                category=category,
                theme=theme,
                level=entry["level"],
                image=self.media.pictures[entry["picture"]],
                is_example=entry.get("is_example", False),
                body=self.blocks(entry["body"]),
                read_also=[("page", self.pages[key]) for key in entry.get("read_also", [])],
            )
            morning = datetime.time(9, tzinfo=timezone.get_current_timezone())
            self.add(page, "news", entry, datetime.datetime.combine(entry["published_on"], morning))

    def load_publications(self, entries: list[dict[str, Any]]) -> None:
        """Each issue of the letter, dated as its text says."""
        for entry in entries:
            page = publication_of(entry, self.blocks(entry["body"]), self.media.files)
            morning = datetime.time(9, tzinfo=timezone.get_current_timezone())
            self.add(page, "publications", entry, datetime.datetime.combine(entry["published_on"], morning))

    def load_events(self, entries: list[dict[str, Any]]) -> None:
        """Each event, so many days from today on a working day; all of them are examples."""
        today = timezone.localdate()
        for entry in entries:
            day = due_on(today + datetime.timedelta(entry["in_days"] - 1), working_days=1)
            zone = entry.get("time_zone", TimeZone.PARIS)
            starts_at, ends_at = (
                datetime.datetime.combine(day, datetime.time.fromisoformat(entry[name]), ZoneInfo(zone))
                for name in ("starts", "ends")
            )
            texts = ("venue", "address", "access", "accessibility", "audience", "contact", "registration_url")
            page = EventPage(
                **_plain(entry, "slug", "title", "lead", *texts),
                starts_at=starts_at,
                ends_at=ends_at,
                time_zone=zone,
                body=self.blocks(entry["body"]),
                is_example=True,
            )
            self.add(page, "news", entry)

    def load_referents(self, entries: list[dict[str, Any]]) -> None:
        """The sheets, then who stands in for whom. A name shown in the demonstration was agreed to."""
        new, today = [], timezone.localdate()
        for entry in entries:
            if Referent.objects.filter(slug=entry["slug"]).exists():
                continue
            simple = ("slug", "office", "first_name", "last_name", "gender", "email", "telephone", "hours", "is_vacant")
            referent = Referent(**{name: entry[name] for name in simple if name in entry}, disp_id=entry["disp"])
            referent.shows_name = entry.get("shows_name", "last_name" in entry)
            referent.shows_telephone = referent.shows_name and "telephone" in entry
            referent.shows_email = entry.get("shows_email", True)
            referent.verified_on = today - datetime.timedelta(entry["verified_days_ago"])
            if "returns_in_days" in entry:
                referent.absent_until = today + datetime.timedelta(entry["returns_in_days"])
            referent.save()
            referent.departments = _territory(entry)
            referent.missions = Mission.objects.filter(pk__in=entry.get("missions", Mission.objects.values("pk")))
            new.append((referent, entry.get("substitute")))
        for referent, substitute in new:
            referent.substitute = Referent.objects.get(slug=substitute) if substitute else None
            referent.save_revision().publish()
        self.made += len(new)

    def add(
        self, page: Page, parent: str, entry: dict[str, Any], published_at: datetime.datetime | None = None
    ) -> bool:
        """Publish a page below one of the tree unless it is there; tell whether it was made."""
        key = f"{parent}/{entry['slug']}"
        there = page_tree.find(key)
        if there is None:
            self.pages[parent].refresh_from_db()  # its count of children changed
            regions = Region.objects.filter(pk__in=entry.get("regions", []))
            self.pages[key] = page_tree.publish(page, key, self.pages[parent], regions, published_at)
            self.made += 1
            return True
        self.pages[key] = there
        return False

    def fill(self, key: str, **streams: list[tuple[str, Any]]) -> None:
        """Write the blocks of a page of the tree where nobody wrote any."""
        page = self.pages[key]
        empty = {name: blocks for name, blocks in streams.items() if not getattr(page, name)}
        if empty:
            for name, blocks in empty.items():
                setattr(page, name, resolved(blocks, self.known()))
            page.save_revision().publish()
            self.made += len(empty)

    def blocks(self, entries: Iterable[dict[str, Any]]) -> list[tuple[str, Any]]:
        """Blocks of a body, ready for a StreamField."""
        return resolved([block(entry) for entry in entries], self.known())

    def known(self) -> Known:
        """What the texts may refer to by now."""
        referents = {each.slug: each for each in Referent.objects.all()}
        return Known(self.pages, self.media.pictures, self.media.files, referents)


def _text(name: str) -> dict[str, Any]:
    return read(FOLDER / "texts" / f"{name}.toml")


def _plain(entry: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: plain(entry.get(name, "")) for name in names}


def _row(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return _plain(entry, *names) | {"link": link(entry)}


def _territory(entry: dict[str, Any]) -> list[Department]:
    """Departments of an entry: those listed, or of its regions, or of its whole direction; LookupError if one lacks."""
    if "departments" in entry:
        found = list(Department.objects.filter(pk__in=entry["departments"]))
        if len(found) != len(entry["departments"]):
            raise LookupError(f"departments missing for {entry['slug']}: run `manage.py load_territories`")
        return found
    regions = {"region__in": entry["regions"]} if "regions" in entry else {"region__disp": entry["disp"]}
    return list(Department.objects.filter(**regions))
