"""A real Chromium on the real thing: what `make run` serves, with its mail sender, on data of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests.harness.migrated_database import template
from tests.harness.on_postgres import free_port
from tests.harness.production.configuration import NAME
from tests.harness.skipping import need
from tests.harness.system_packages import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page

START_SECONDS = 240  # a machine busy with other tests takes long
LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",  # the name under which nginx serves the portal in production
]

expect.set_options(timeout=30_000)  # milliseconds: its own five seconds are too few on such a machine


@dataclass(frozen=True)
class Portal:
    """The running portal: its address and the folder it writes to."""

    url: str
    data: Path

    def mails(self) -> str:
        """Everything that was sent so far (the demonstration sends to files)."""
        return "\n".join(each.read_text(encoding="utf-8") for each in sorted((self.data / "mail").glob("*.log")))


@pytest.fixture(scope="package")
def portal(tmp_path_factory) -> Portal:
    """Set up and serve the demonstration as `make run` does."""
    data, port = tmp_path_factory.mktemp("portal"), free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATA_DIR": str(data),
        "PORTAL_URL": f"http://localhost:{port}",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    shutil.copy(template(), data / "portal.sqlite3")
    loaded = subprocess.run([*manage, "load_demo_content"], env=environment, check=True, capture_output=True, text=True)
    assert "communes: 34,964 lines" in loaded.stdout, "territories that are missing come first"
    with (data / "server.log").open("w") as log:
        serve = [*manage, "run_portal", "--port", str(port), "--noreload"]
        server = subprocess.Popen(serve, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://localhost:{port}/", server)
            yield Portal(f"http://localhost:{port}", data)
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def wait_for(url: str, server: subprocess.Popen) -> None:
    """Return once the address answers; fail when the server stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="package")
def browser():
    """A Chromium of the system; without one the browser tests are skipped, but never in CI."""
    need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=LAUNCH_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opener(browser: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page at a width, in a scheme, with or without scripts; nothing may go wrong."""
    contexts, complaints = [], []

    def open_page(*, width: int = 1280, scheme: str = "light", javascript: bool = True, touch: bool = False) -> Page:
        context = browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
            has_touch=touch,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_error(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _refuse_third_party(request, portal.url, complaints))
        return page

    yield open_page
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert complaints == []
    assert cookies == [], "a visitor gets no cookie"


@pytest.fixture
def open_page(browser, portal):
    """Open pages for one test: see `opener`."""
    with opener(browser, portal) as open_page:
        yield open_page


@pytest.fixture
def staff_page(browser, portal):
    """Give a function that opens a page where one may sign in: the admin sets cookies and is Wagtail's to keep tidy."""
    contexts, refused = [], []

    def note(message) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def staff_page(*, width: int = 1280):
        contexts.append(
            browser.new_context(base_url=portal.url, viewport={"width": width, "height": 900}, locale="fr-FR")
        )
        contexts[-1].on("console", note)
        return contexts[-1].new_page()

    yield staff_page
    for context in contexts:
        context.close()
    assert refused == [], "what the policy refuses does not work"


def _note_error(message: ConsoleMessage, complaints: list[str]) -> None:
    """Keep what the console complains about, but for the status of the page itself: tests look at that."""
    of_page = message.text.startswith("Failed to load resource") and message.location["url"] == message.page.url
    if message.type == "error" and not of_page:
        complaints.append(message.text)


def _refuse_third_party(request, origin: str, complaints: list[str]) -> None:
    if not request.url.startswith((origin, "data:")):
        complaints.append(f"third party: {request.url}")


@pytest.fixture(scope="session")
def violations():
    """Give a function that lists what axe finds on a page, as readable lines, or by one rule, or in a part of it."""
    # Only what is wrong comes back: all that axe saw takes longer to hand over than to see.
    run = "([part, options]) => axe.run(part || document, options).then(found => found.violations)"

    def violations(page, only: str = "", part: str = "", *, targets: bool = False) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        # The size of targets (WCAG 2.2: 24 pixels) is asked of public pages; that of the admin is Wagtail's.
        chosen = {"runOnly": [only]} if only else {"rules": {"target-size": {"enabled": targets}}}
        options = {"resultTypes": ["violations"]} | chosen
        return [
            f"{rule['id']}: {node['html'][:200]}"
            for rule in page.evaluate(run, [part, options])
            for node in rule["nodes"]
        ]

    return violations
