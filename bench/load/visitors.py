"""Visitors for locust (`make load`): readers, searchers, look-ups of communes, employers who send, an editor.

It runs in an environment of its own, without Django. Each visitor has an address of its own on this machine, as nginx
and the portal count by address; an employer takes another one for each request, and another mailbox.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import secrets
import time
from collections import Counter, defaultdict
from itertools import count
from pathlib import Path
from typing import Any

import pyotp
import urllib3
from locust import HttpUser, between, constant, events, task
from lxml import html
from requests.adapters import HTTPAdapter

FOLDER = Path(os.environ["LOAD_FOLDER"])  # where rows go, and what was promised
NAME = os.environ["LOAD_NAME"]  # of this crowd: the usual one, or the spike
EDITOR = json.loads(os.environ.get("LOAD_EDITOR", "{}"))  # username, password, key of the second factor, parent page
NETWORK = int(os.environ.get("LOAD_NETWORK", "1"))  # 127.NETWORK.x.y
WORDS = ["travail", "convention", "formation", "employeur", "insertion", "atelier", "référent", "normandie", "permis"]
PLACES = ["76600", "Rennes", "13001", "Lyon", "59000", "Saint-Denis", "31000 Toulouse", "Bordeaux", "97400", "Le Havre"]
PREFIXES = ["ren", "lyo", "sai", "766", "bord", "tou", "par", "mars"]
LISTS = ["/actualites/", "/conventions/", "/etablissements/", "/travailler-avec-la-prison/", "/glossaire/"]
REFERENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]\b")
SECONDS_TO_FILL_IN = 3  # the portal takes nothing sooner than two
MOST_TRIES = 60  # of a request that was told to come back

urllib3.disable_warnings()  # the certificate is signed by itself
_numbers = count()
_rows: dict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)  # (kind, second) → (milliseconds, status)
_sent: list[str] = []
_shed: Counter[str] = Counter()


class Address(HTTPAdapter):
    """Connections from one address of this machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, source_address=(self.address, 0), **options)


def next_address() -> str:
    """One that no visitor of this crowd had before."""
    number = next(_numbers)
    return f"127.{NETWORK}.{number // 250 % 250}.{number % 250 + 1}"


class Visitor(HttpUser):
    """One browser. What is asked counts under its kind; 429 and 503 are refusals, and must say so as documented."""

    abstract = True

    def on_start(self) -> None:
        self.client.verify = False
        self.move()

    def move(self) -> None:
        """To another address, with new connections."""
        self.client.cookies.clear()
        self.client.mount("https://", Address(next_address()))

    def ask(self, kind: str, path: str, data: Any = None, **options: Any) -> Any:
        """Open or post; the answer, whatever it is."""
        method = "POST" if data is not None else "GET"
        with self.client.request(
            method, path, data=data, name=kind, catch_response=True, timeout=60, **options
        ) as answer:
            status = answer.status_code
            if status in {429, 503}:
                self.refuse(answer)
            elif status != 200:
                answer.failure(f"{status}")
        return answer

    def refuse(self, answer: Any) -> None:
        """Note whether it was told as documented."""
        is_polite = "Retry-After" in answer.headers and '<html lang="fr"' in answer.text
        _shed["polite" if is_polite else "rude"] += 1
        answer.failure(f"{answer.status_code}, {'polite' if is_polite else 'RUDE'}")

    def follow(self, text: str, least: str) -> str:
        """An address of the page that begins like this."""
        found = [each for each in re.findall(r'href="(/[^"#?]*)"', text) if each.startswith(least) and each != least]
        return random.choice(found) if found else least  # noqa: S311 - which one does not matter


class Reader(Visitor):
    """Opens the home page with its files, then lists and articles."""

    weight = 12
    wait_time = between(2, 6)

    @task
    def read(self) -> None:
        page = self.ask("home", "/")
        for part in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)))[:3]:
            self.ask("file", part)
        self.wait()
        self.ask("list", random.choice(LISTS))  # noqa: S311 - as above
        self.wait()
        news = self.ask("list", "/actualites/")
        self.wait()
        self.ask("article", self.follow(news.text, "/actualites/"))


class Searcher(Visitor):
    """Searches one word, or two."""

    weight = 3
    wait_time = between(3, 8)

    @task
    def search(self) -> None:
        words = random.sample(WORDS, random.choice((1, 2)))  # noqa: S311 - as above
        self.ask("search", "/recherche/", params={"q": " ".join(words)})


class Placer(Visitor):
    """Types a commune, meets suggestions, reads who answers."""

    weight = 3
    wait_time = between(3, 8)

    @task
    def look_up(self) -> None:
        self.ask("suggestion", "/api/v1/places", params={"q": random.choice(PREFIXES), "limit": "7"})  # noqa: S311 - as above
        self.ask("place", "/trouver-un-referent/", params={"lieu": random.choice(PLACES)})  # noqa: S311 - as above


class Employer(Visitor):
    """Fills in the form and sends it; who is told to come back does so, with the same form."""

    weight = 2
    wait_time = between(8, 16)

    @task
    def send(self) -> None:
        self.move()
        name = f"Charge {NAME} {secrets.token_hex(5)}"
        answer = self.insist("form", "/contact/?lieu=76600")
        token = re.search(r'name="token" value="([^"]+)"', answer.text)
        if not token:
            return
        time.sleep(SECONDS_TO_FILL_IN)
        answers = {
            "projects": "production", "place": "76600 Le Havre", "message": "400 coffrets à monter, dès mars.",
            "organisation": name, "contact_name": "Lou Modèle", "job": "Responsable",
            "email": f"{name.replace(' ', '-').lower()}@atelier.example", "token": token[1], "go": "send",
        }  # fmt: skip
        answer = self.insist("form sent", "/contact/", answers)
        if answer.status_code == 200 and (found := REFERENCE.search(answer.text)):
            _sent.append(found[0])

    def insist(self, kind: str, path: str, data: Any = None) -> Any:
        """Ask until it is taken, each time after the seconds that the refusal names."""
        for _ in range(MOST_TRIES):
            answer = self.ask(kind, path, data)
            if answer.status_code not in {429, 503}:
                break
            time.sleep(int(answer.headers.get("Retry-After", 10)))
        return answer


class Editor(Visitor):
    """Signs in with the second factor, publishes an article each half minute, and a reader looks for it."""

    fixed_count = 1 if EDITOR else 0
    weight = 1 if EDITOR else 0
    wait_time = constant(30)
    page = ""

    def on_start(self) -> None:
        super().on_start()
        login = "/admin/login/"
        form = self.form(self.ask("sign-in", login), "password")
        page = self.post("sign-in", login, form | {"username": EDITOR["username"], "password": EDITOR["password"]})
        form = self.form(page, "code")
        page = self.post("second factor", page.url, form | {"code": pyotp.TOTP(EDITOR["key"]).now()})
        if "/code/" in page.url or "/login/" in page.url:
            raise RuntimeError(f"not signed in: {page.url}")

    @task
    def publish(self) -> None:
        title = f"Charge {NAME} {secrets.token_hex(5)}"
        address = self.page or f"/admin/pages/add/news/newspage/{EDITOR['parent']}/"
        form = self.form(self.ask("editor", address), "title")
        written = {
            "title": title,
            "lead": "Une phrase.",
            "body-count": "0",
            "read_also-count": "0",
            "action-publish": "1",
        }
        if not self.page:
            written |= {"slug": title.lower().replace(" ", "-"), "published_on": time.strftime("%Y-%m-%d")}
            written |= {"category": EDITOR["category"]}
        self.post("published", address, form | written)
        if not self.page:  # the page of the list tells the new one's number
            listed = self.ask("editor", f"/admin/pages/{EDITOR['parent']}/?ordering=-latest_revision_created_at")
            if found := re.search(r"/admin/pages/(\d+)/edit/\"[^>]*>\s*" + re.escape(title), listed.text):
                self.page = f"/admin/pages/{found[1]}/edit/"
        time.sleep(1)  # the most that a page may be old
        name = "read after it was published"
        with self.client.get("/actualites/", name=name, catch_response=True, timeout=60) as answer:
            if answer.status_code in {429, 503}:
                self.refuse(answer)
            elif title not in answer.text:
                answer.failure("not there")

    def form(self, page: Any, name: str) -> dict[str, Any]:
        """What the form with this field would send as it stands."""
        forms = [each for each in html.fromstring(page.text).forms if name in each.fields]
        if not forms:
            raise RuntimeError(f"no form with {name}: {page.status_code} {page.url}")
        return dict(forms[0].form_values())

    def post(self, kind: str, path: str, data: dict[str, Any]) -> Any:
        """As a browser does, which names the page it comes from."""
        return self.ask(kind, path, data, headers={"Referer": f"{self.host}/admin/"})


@events.request.add_listener
def note(name: str, response_time: float, exception: Any, **_: Any) -> None:
    """Keep it by kind and second."""
    status = re.sub(r"CatchResponseError\(['\"](.*)['\"]\)", r"\1", repr(exception)) if exception else ""
    _rows[name, int(time.time())].append((response_time, status))


@events.test_stop.add_listener
def stop(**_: Any) -> None:
    """Note when the last of them has gone: counting takes its time."""
    (FOLDER / f"{NAME}.stopped").write_text(str(time.time()))


@events.quitting.add_listener
def write(**_: Any) -> None:
    """What was asked, second by second, and the references that employers were promised."""
    with contextlib.ExitStack() as stack:
        file = stack.enter_context((FOLDER / f"{NAME}.jsonl").open("w"))
        for (kind, second), met in sorted(_rows.items(), key=lambda each: each[0][1]):
            times = [round(each, 1) for each, _ in met]
            refused = dict(Counter(status for _, status in met if status))
            file.write(json.dumps({"kind": kind, "second": second, "ms": times, "refused": refused}) + "\n")
    (FOLDER / f"{NAME}.sent").write_text("\n".join(_sent))
    (FOLDER / f"{NAME}.shed").write_text(json.dumps(_shed))
