"""A real OpenID provider (npm's oidc-provider) on this machine, and the browser of who signs in there."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from tests.harness import npm
from tests.harness.on_postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "oidc"
CLIENT, CLIENT_SECRET = "portail", "secret-of-the-tests"
START_SECONDS = 60


@dataclass
class OidcProvider:
    """Its issuer; `browser` keeps the cookies of the one person who uses it."""

    issuer: str
    browser: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, address: str, login: str) -> str:
        """Follow an authorization request, sign in as `login`, and say where the provider leads back to."""
        answer = self.browser.get(address, allow_redirects=False, timeout=10)
        for _ in range(6):
            where = answer.headers.get("Location", "")
            if where and not where.startswith((self.issuer, "/")):
                return where
            if where:
                answer = self.browser.get(requests.compat.urljoin(answer.url, where), allow_redirects=False, timeout=10)
            else:
                answer = self.browser.post(answer.url, data={"login": login}, allow_redirects=False, timeout=10)
        raise AssertionError(f"the provider leads nowhere: {answer.status_code} {answer.text[:500]}")

    def sign_out(self, address: str) -> str:
        """Follow a logout, confirm it, and say where the provider leads back to."""
        page = self.browser.get(address, timeout=10)
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text)) | {"logout": "yes"}
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text[:500]
        answer = self.browser.post(action[1], data=form, allow_redirects=False, timeout=10)
        return answer.headers["Location"]


def running_provider() -> Iterator[OidcProvider]:
    """The provider, until whoever exhausts this; the tests are left out where node or npm are missing."""
    home = npm.installed(HERE, "oidc-provider", "node")
    shutil.copy(HERE / "provider.mjs", home)
    port = free_port()
    process = subprocess.Popen(
        ["node", "provider.mjs", str(port), "http://testserver"],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail("the OpenID provider did not start")
                time.sleep(0.2)
        yield OidcProvider(issuer)
    finally:
        process.terminate()
        process.wait(timeout=20)
