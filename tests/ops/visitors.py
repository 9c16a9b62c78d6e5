"""Visitors of a production that runs: they read over TLS, search, look a place up, and send a request."""

from __future__ import annotations

import http.client
import re
import secrets
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.files import File
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from directory.contact.form.tokens import MINIMUM_SECONDS
from tests.directory.contact.employers import REFERENCE, TOKEN
from tests.directory.contact.visitor import DETAILS, PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

READING = 0.25  # seconds that a reader stays with a page: nginx refuses one address more than 30 requests a second
PATIENCE = 30  # seconds for one answer
INSISTENCE = 600  # seconds for the one that is wanted
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects: 0 when nothing did."""

    status: int
    text: str
    url: str = ""


class From(urllib.request.HTTPSHandler):
    """Connections from an address of this machine: the portal counts what each sends."""

    def __init__(self, address: str) -> None:
        self.trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
        super().__init__(context=self.trusting)
        self.address = address

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Ask, over whatever TLS the server has."""
        where = {"context": self.trusting, "source_address": (self.address, 0)}
        return self.do_open(http.client.HTTPSConnection, req, **where)


def ask(url: str, data: dict[str, object] | None = None, sender: str = "127.0.0.1", **headers: str) -> Answer:
    """Open an address, or post to it, over whatever TLS the server has."""
    return through(urllib.request.build_opener(From(sender)), url, data, **headers)


def through(
    browser: urllib.request.OpenerDirector, url: str, data: dict[str, object] | None = None, **headers: str
) -> Answer:
    """Open an address in this browser, or post to it, with files where it holds any."""
    body = None
    if data and any(isinstance(each, File) for each in data.values()):
        body = encode_multipart(BOUNDARY, data)
        headers |= {"Content-Type": MULTIPART_CONTENT}
    elif data:
        body = urllib.parse.urlencode(data, doseq=True).encode()
    try:
        with browser.open(urllib.request.Request(url, body, headers), timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.read().decode(errors="replace"), answer.url)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode(errors="replace"), url)
    except (OSError, http.client.HTTPException) as error:  # refused, broken off, silent
        return Answer(0, f"{type(error).__name__}: {error}", url)


def send_request(url: str, organisation: str, **more: object) -> str:
    """Open the contact form, wait as long as it asks of a person, send it; the reference of the request."""
    token = TOKEN.search(ask(f"{url}/contact/?lieu=76600").text)[1]
    time.sleep(MINIMUM_SECONDS)
    email = f"{organisation.lower().replace(' ', '-')}@atelier.example"  # one mailbox sends a few requests an hour
    answers = PROJECT | DETAILS | {"organisation": organisation, "email": email, "token": token, "go": "send"}
    answer = ask(f"{url}/contact/", answers | more)
    assert answer.status == 200, answer
    return REFERENCE.search(answer.text)[0]


@dataclass
class Readers:
    """So many readers who walk through the same addresses, until the `with` block ends; what they met is counted."""

    url: str
    paths: Sequence[str]
    count: int = 2
    met: Counter[int] = field(default_factory=Counter)
    failures: list[Answer] = field(default_factory=list)
    longest: float = 0
    failed_at: list[float] = field(default_factory=list)

    @property
    def troubled(self) -> float:
        """Seconds between the first failure and the last."""
        return max(self.failed_at) - min(self.failed_at) if self.failed_at else 0

    def __enter__(self) -> Readers:
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._read, args=(number,)) for number in range(self.count)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _read(self, number: int) -> None:
        while not self.over.is_set():
            for path in (*self.paths[number:], *self.paths[:number]):
                self._meet(f"{self.url}{path}")
                time.sleep(READING)

    def _meet(self, url: str, *, with_parts: bool = True) -> None:
        start = time.monotonic()
        answer = ask(url)
        self.longest = max(self.longest, time.monotonic() - start)
        self.met[answer.status] += 1
        if answer.status != 200:
            self.failures.append(answer)
            self.failed_at.append(time.monotonic())
        elif with_parts:
            for part in sorted(set(LINKED.findall(answer.text)))[:2]:
                self._meet(f"{self.url}{part}", with_parts=False)


@dataclass
class Senders:
    """So many employers who send one request after the other until the `with` block ends, each until it is taken.

    Who is told to come back does so with the same form, and who is shown the form again sends what it then holds.
    `sent` holds the references they were promised, `met` what they read instead of « C’est envoyé ».
    """

    url: str
    name: str
    count: int = 2
    sent: list[str] = field(default_factory=list)
    met: Counter[int] = field(default_factory=Counter)
    shown_again: int = 0

    def __enter__(self) -> Senders:
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._send_on, args=(number,)) for number in range(self.count)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _send_on(self, number: int) -> None:
        while not self.over.is_set():
            self.sent.append(self._send(f"Atelier {self.name} {number} {secrets.token_hex(4)}"))

    def _send(self, organisation: str) -> str:
        sender = f"127.0.{secrets.randbelow(250)}.{2 + secrets.randbelow(250)}"
        token = TOKEN.search(self._insist(f"{self.url}/contact/?lieu=76600", None, sender).text)[1]
        time.sleep(MINIMUM_SECONDS)
        email = f"{organisation.lower().replace(' ', '-')}@atelier.example"
        answers = PROJECT | DETAILS | {"organisation": organisation, "email": email, "token": token, "go": "send"}
        while not (found := REFERENCE.search((answer := self._insist(f"{self.url}/contact/", answers, sender)).text)):
            self.shown_again += 1
            time.sleep(0.5)
            answers["token"] = TOKEN.search(answer.text)[1]
        return found[0]

    def _insist(self, url: str, data: dict[str, object] | None, sender: str) -> Answer:
        until = time.monotonic() + INSISTENCE
        while (answer := ask(url, data, sender)).status != 200:
            self.met[answer.status] += 1
            assert time.monotonic() < until, answer
            time.sleep(0.5)
        return answer
