"""What is asked at each size: pages of visitors and of the admin, a form that is sent, jobs, files, the search."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bench.growth.measuring import measured
from directory.contact.form import tokens
from directory.models import Referent
from home.setup import page_tree
from news.models import NewsPage
from portal import periodic
from portal.cms.quality import keeping
from portal.mail.models import OutboxMessage
from tests.directory.contact.visitor import DETAILS, PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PUBLIC = {
    "empty page": "/vide-1/",
    "empty page, one deeper": "/vide-1/vide-2/",
    "empty page, two deeper": "/vide-1/vide-2/vide-3/",
    "home": "/",
    "news": "/actualites/",
    "news, page 5": "/actualites/?page=5",
    "news of a region": "/actualites/?region=normandie",
    "conventions": "/conventions/",
    "search": "/recherche/?q=travail",
    "search, two words": "/recherche/?q=convention+formation",
    "place": "/trouver-un-referent/?lieu=76600",
    "place unknown": "/trouver-un-referent/?lieu=xyzabc",
    "name": "/trouver-un-referent/?lieu=Nom4",
    "directory": "/trouver-un-referent/",
    "direction": "/trouver-un-referent/direction/rennes/",
    "region": "/regions/normandie/",
    "establishments": "/etablissements/",
    "site map": "/plan-du-site/",
    "sitemap.xml": "/sitemap.xml",
    "sitemap of pages": "/sitemap-pages.xml",
    "feed": "/flux/actualites.rss",
    "open data: place": "/api/v1/places?q=76600",
    "form": "/contact/?lieu=76600",
    "form of a referent": "/contact/?referent=essai-20",
}
DESK = "/admin/demandes/"
NIGHT_SECONDS = 20.0  # of the check of all texts, which takes a night of a large site and goes on in the next one
ADMIN = {
    "admin: home": "/admin/",
    "admin: pages of news": "/admin/pages/{news}/",
    "admin: edit an article": "/admin/pages/{article}/edit/",
    "admin: page search": "/admin/pages/search/?q=element",
    "admin: all pages": "/admin/reports/site-history/",
    "admin: requests": DESK,
    "admin: all requests, page 30": f"{DESK}?etat=toutes&page=30",
    "admin: all requests": f"{DESK}?etat=toutes",
    "admin: ended requests": f"{DESK}?etat=closed",
    "admin: requests by a word": f"{DESK}?q=menuiserie",
    "admin: requests by an organisation": f"{DESK}?q=entreprise+couture+12",
    "admin: requests of a project": f"{DESK}?etat=toutes&projet=production",
    "admin: one request": f"{DESK}{{request}}/",
    "admin: dashboard of requests": f"{DESK}tableau-de-bord/",
    "admin: results of requests": f"{DESK}tableau-de-bord/resultats/",
    "admin: who read": f"{DESK}consultations/",
    "admin: sheets": "/admin/snippets/directory/referent/",
    "admin: coverage": "/admin/annuaire/couverture/",
}


def client_of(user: Any = None) -> Client:
    """A browser, signed in or not, that speaks TLS as production demands."""
    client = Client(headers={"host": "localhost"}, HTTP_X_FORWARDED_PROTO="https")
    if user is not None:
        client.force_login(user)
    return client


def opening(client: Client, url: str) -> Callable[[], None]:
    """Open an address; a wrong page measures nothing."""

    def work() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise LookupError(f"{url}: {response.status_code} {response.get('Location', '')}")
        if response.streaming:
            for _ in response.streaming_content:
                pass

    return work


def sending(client: Client) -> Callable[[], None]:
    """Send the last step of the form: each time from another address, under another e-mail."""
    minted = [tokens.mint(time.time() - 60) for _ in range(60)]
    numbers = itertools.count()

    def work() -> None:
        number = next(numbers)
        who = {
            "organisation": f"Atelier {time.time_ns()}",
            "email": f"atelier-{time.time_ns()}@atelier-{number}.example",
        }
        data = PROJECT | DETAILS | who | {"token": minted[number].signed(), "go": "send"}
        sender = f"10.{os.getpid() % 250}.{time.time_ns() % 250}.{number}"
        response = client.post("/contact/", data, REMOTE_ADDR=sender)
        if response.status_code != 302 or "/contact/envoye/" not in response["Location"]:
            raise LookupError(f"the form: {response.status_code} {response.get('Location', '')}")

    return work


def pages() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of page, built anew each time."""
    settings.WHOLE_PAGES = False
    visitor, accounts = client_of(), get_user_model().objects
    article = NewsPage.objects.live().order_by("-published_on", "-pk").first()
    sheet = Referent.objects.published().order_by("pk").first()
    named = PUBLIC | {"article": article.get_url(), "sheet": sheet.get_absolute_url()}
    for name, url in named.items():
        yield name, _tried(opening(visitor, url))
    yield "form sent", _tried(sending(visitor))
    admin = client_of(accounts.filter(is_superuser=True).first())
    from directory.contact.models import ContactRequest  # noqa: PLC0415 - beside its use

    open_one = ContactRequest.objects.still_open().order_by("pk").last()
    places = {"news": page_tree.pages()["news"].pk, "article": article.pk, "request": open_one.pk}
    for name, url in ADMIN.items():
        yield name, _tried(opening(admin, url.format(**places)))
    holder = _referent_account()
    yield "referent: their requests", _tried(opening(client_of(holder), DESK))
    yield "referent: home", _tried(opening(client_of(holder), "/admin/"))
    yield "export: open requests, CSV", _tried(opening(admin, f"{DESK}demandes.csv"), warm=0, most=3)
    yield (
        "export: a week of requests, CSV",
        _tried(opening(admin, f"{DESK}demandes.csv?etat=toutes&age=7"), warm=0, most=1),
    )
    yield "export: sheets, XLSX", _tried(opening(admin, "/admin/annuaire/fiches.xlsx"), warm=0, most=3)


def work() -> Iterator[tuple[str, dict[str, Any]]]:
    """What no visitor asks for: probes, each periodic job, the search built anew, a backup."""
    from portal.mail import waiting  # noqa: PLC0415 - beside its use

    keeping.MOST_SECONDS = NIGHT_SECONDS
    yield "measures of the outbox", _tried(lambda: list(waiting.measured()), most=3)
    yield "a sender looks", _tried(lambda: OutboxMessage.objects.due(timezone.now()).first())
    for name, job in periodic.jobs().items():
        yield f"job: {name}", _tried(lambda job=job: job(timezone.now()), warm=0, most=3)
    quiet = {"verbosity": 0}
    yield "search built anew", _tried(lambda: call_command("search_index", "rebuild", **quiet), warm=0, most=1)
    yield "search: status", _tried(lambda: call_command("search_index", "status", **quiet), warm=0, most=1)
    with tempfile.TemporaryDirectory() as folder:
        files = (Path(folder, f"{number}.tar.gz") for number in itertools.count())  # it writes over none

        def backup() -> None:
            with Path(os.devnull).open("w") as nowhere:
                call_command("backup", str(next(files)), stdout=nowhere)

        row = _tried(backup, warm=0, most=1)
        yield (
            "backup",
            row | {"MB": round(max((each.stat().st_size for each in Path(folder).iterdir()), default=0) / 1e6)},
        )


def _tried(work: Callable[[], Any], **options: Any) -> dict[str, Any]:
    """Its row; what failed says why, and the others are measured."""
    try:
        return measured(work, **options)
    except Exception as error:  # noqa: BLE001 - a failure is a result, and stands among the rows
        return {"failed": f"{type(error).__name__}: {error}"[:200]}


def _referent_account() -> Any:
    """An account with a published sheet of its own."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 - beside its use

    from home.setup.groups import REFERENTS  # noqa: PLC0415 - as above

    user, _ = get_user_model().objects.get_or_create(username="referent", email="referent@mesure.example")
    user.groups.add(Group.objects.get(name=REFERENTS))
    sheet = Referent.objects.published().order_by("pk").first()
    Referent.objects.filter(pk=sheet.pk).update(account=user)
    return user
