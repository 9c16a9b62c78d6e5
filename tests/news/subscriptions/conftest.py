from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from portal.mail.models import OutboxMessage

ADDRESS = "/recevoir-les-actualites/"


@pytest.fixture
def ask(client, home_page):
    """Send the form: `ask(email="a@b.example")`; the page that answers, and its status."""

    def send(**values) -> tuple[int, BeautifulSoup]:
        data = {"email": "lectrice@asso.example", "scope": "tout", "rhythm": "weekly"} | values
        response = client.post(ADDRESS, data, follow=True)
        return response.status_code, BeautifulSoup(response.content, "html.parser")

    return send


@pytest.fixture
def link_in():
    """The address of the site in the newest mail: `link_in("confirmer")`."""

    def find(word: str) -> str:
        text = OutboxMessage.objects.latest("pk").text
        return re.search(rf"http://testserver({ADDRESS}{word}/\S+)", text)[1]

    return find


@pytest.fixture
def subscribe(ask, link_in, client):
    """Ask and confirm."""

    def subscribe(**values) -> None:
        ask(**values)
        assert client.post(link_in("confirmer")).status_code == 200

    return subscribe
