"""Employers at a real web process: they send their request, and click again until they are answered."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from directory.contact.form import tokens
from directory.contact.form.tokens import MINIMUM_SECONDS
from directory.contact.links import confirmation
from tests.directory.contact.visitor import DETAILS, PROJECT
from tests.harness.on_postgres import free_port
from tests.portal.mail.servers import PATIENCE_SECONDS, wait_until

REFERENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]\b")
TOKEN = re.compile(r'name="token" value="([^"]+)"')
AT_ONCE = 8
PERSONS_EVERY = 50  # so many employers open the form and read the confirmation; the others send a form made for them
CLICK_AGAIN_SECONDS = 0.2
BROWSER_SECONDS = 4  # then a browser that hears nothing is told to try again


class WebProcess:
    """The portal behind gunicorn: a process that watches its workers, to be killed or frozen one by one or together."""

    def __init__(
        self, environment: dict[str, str], folder: Path, application: str = "portal.wsgi", *, workers: int = 1
    ) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.address}"
        self.environment = environment
        self.command = [
            sys.executable,
            "-m",
            "gunicorn",
            application,
            "--bind",
            self.address,
            "--no-control-socket",
            "--preload",
        ]
        self.command += ["--workers", str(workers), "--threads", "4"]
        self.log = (folder / f"{application}.log").open("ab")

    def __enter__(self) -> WebProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        try:
            wait_until(self._answers, "the web process")
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End all of it without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> list[int]:
        """Process numbers of the workers, oldest first."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it ended in between
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        return sorted(pid for pid, parent in parents.items() if parent == self.process.pid)

    def signal_worker(self, number: int) -> int:
        """Send a signal to the oldest worker; return its process number."""
        worker = self.workers()[0]
        os.kill(worker, number)
        return worker

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the web process ended"
        try:
            with urllib.request.urlopen(f"{self.url}/sante/", timeout=5) as answer:
                return answer.status == 200
        except OSError:  # nobody listens yet, or the first request takes its time
            return False


@dataclass(frozen=True)
class Submission:
    """What the web process answered: the request it confirmed, and to whom it was promised."""

    key: int
    organisation: str
    email: str


class Crowd:
    """So many employers, several at once; each repeats its form until it is answered, as people do."""

    def __init__(self, web: WebProcess, count: int, prefix: str = "employeur") -> None:
        self.web, self.count, self.prefix = web, count, prefix
        self.clicks, self.lock, self.given_up = 0, threading.Lock(), False
        self.pool = ThreadPoolExecutor(AT_ONCE)

    def __enter__(self) -> Crowd:
        self.sent: list[Future[Submission]] = [self.pool.submit(self._send, each) for each in range(self.count)]
        return self

    def __exit__(self, *_: object) -> None:
        self.given_up = True
        self.pool.shutdown(cancel_futures=True)

    @property
    def answered(self) -> list[Submission]:
        """Those that were told that their request is stored."""
        return [each.result() for each in self.sent if each.done()]

    def wait_for(self, more: int) -> None:
        """Wait until so many more of them were answered, or all."""
        wanted = min(len(self.answered) + more, self.count)
        wait_until(lambda: len(self.answered) >= wanted, f"{wanted} answered")

    def all_answered(self) -> list[Submission]:
        """Wait for the last one."""
        self.pool.shutdown()
        return self.answered

    def _send(self, number: int) -> Submission:
        organisation, email = f"Atelier {number:04}", f"{self.prefix}-{number:04}@atelier.example"
        if number % PERSONS_EVERY == 0:
            token = self._until_answered(self._open)
            time.sleep(MINIMUM_SECONDS)  # as long as the form asks of a person
        else:
            token = tokens.mint(time.time() - MINIMUM_SECONDS - 1).signed()  # as if it had been opened before
        answers = PROJECT | DETAILS | {"organisation": organisation, "email": email, "token": token, "go": "send"}
        body = urllib.parse.urlencode(answers, doseq=True)
        location = self._until_answered(lambda: self._post(body))
        if number % PERSONS_EVERY == 0:
            again = self._until_answered(lambda: self._post(body))  # the process may be killed under this click, too
            assert again == location, "a second click is no second request"
            page = self._until_answered(lambda: self._get(location))
            assert "C’est envoyé à Camille Exemple" in page
            assert email in page
        signed = location.strip("/").rpartition("/")[2]
        return Submission(confirmation.LINK.read(signed), organisation, email)

    def _until_answered(self, ask) -> str:
        """Ask, and ask again while the portal is away, silent or failing."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not self.given_up:
            with self.lock:
                self.clicks += 1
            with contextlib.suppress(OSError, http.client.HTTPException):
                if answer := ask():
                    return answer
            time.sleep(CLICK_AGAIN_SECONDS)
        raise AssertionError("an employer was never answered")

    def _open(self) -> str:
        return TOKEN.search(self._get("/contact/?lieu=76600"))[1]

    def _get(self, path: str) -> str:
        status, _, text = self._ask("GET", path)
        return text if status == 200 else ""

    def _post(self, body: str) -> str:
        """Where the portal leads after it stored the request; nothing when it fails."""
        status, location, text = self._ask("POST", "/contact/", body)
        assert status in {302, 500, 502, 503}, f"{status}: {text}"
        return location if status == 302 else ""

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(self.web.address, timeout=BROWSER_SECONDS)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            connection.close()
