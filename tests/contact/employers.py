"""Employers at a real web process: each opens the form, waits as long as a person must, and sends it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from directory.contact.form_tokens import MINIMUM_SECONDS
from tests.contact.visitor import DETAILS, PROJECT
from tests.on_postgres import free_port
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]\b")
TOKEN = re.compile(r'name="token" value="([^"]+)"')
AT_ONCE = 4


class WebProcess:
    """The portal behind gunicorn, as a process of its own."""

    def __init__(self, environment: dict[str, str], folder: Path, application: str = "portal.wsgi") -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        address = self.url.removeprefix("http://")
        command = [sys.executable, "-m", "gunicorn", application, "--bind", address, "--threads", str(AT_ONCE)]
        command.append("--no-control-socket")
        self.log = (folder / f"{application}.log").open("wb")
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=self.log, stderr=self.log
        )

    def __enter__(self) -> WebProcess:
        try:
            wait_until(self._answers, "the web process")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the web process ended"
        try:
            with urllib.request.urlopen(f"{self.url}/sante/", timeout=5) as answer:
                return answer.status == 200
        except OSError:  # nobody listens yet, or the first request takes its time
            return False


@dataclass(frozen=True)
class Submission:
    """What the web process answered: the reference on the confirmation, and to whom it was promised."""

    reference: str
    email: str


def submissions(web: WebProcess, prefix: str, count: int, *, clicks: int = 1) -> list[Submission]:
    """So many employers send their request, several at once, each with so many clicks at the same moment."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tokens = list(pool.map(lambda _: _token(web), range(count)))
        time.sleep(MINIMUM_SECONDS)  # as long as the form asks of a person
        sent = [(token, f"{prefix}-{number}@employeur.example") for number, token in enumerate(tokens)]
        return list(pool.map(lambda each: _send(web, *each), [each for each in sent for _ in range(clicks)]))


def _token(web: WebProcess) -> str:
    with urllib.request.urlopen(f"{web.url}/contact/?lieu=76600", timeout=60) as page:
        return TOKEN.search(page.read().decode())[1]


def _send(web: WebProcess, token: str, email: str) -> Submission:
    answers = PROJECT | DETAILS | {"email": email, "token": token, "go": "send"}
    body = urllib.parse.urlencode(answers, doseq=True).encode()
    with urllib.request.urlopen(f"{web.url}/contact/", body, timeout=60) as page:
        text = page.read().decode()
    assert "C’est envoyé à Camille Exemple" in text
    return Submission(REFERENCE.search(text)[0], email)
