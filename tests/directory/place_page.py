"""The page of a place as a test reads it: its heading, its rows, and where they lead."""

from __future__ import annotations

import re

START = "/trouver-un-referent/"


def plain(response) -> str:
    """Give the page's HTML, its non-breaking spaces made plain, « 1er » and headings in one piece."""
    page = re.sub(r"</?sup>", "", response.content.decode().replace("\u00a0", " "))
    return re.sub(r'<span class="p-(?:whole|one-line)">(.*?)</span>', r"\1", page)


def first_heading(page: str) -> str:
    """Give the text of the first heading."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", heading)).strip()


def rows(page: str) -> list[str]:
    """Text of each row of the page's list of rows."""
    found = re.findall(r"<li.*?</li>", _listed(page), re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def links_of_rows(page: str) -> list[str]:
    """Where each row leads."""
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', _listed(page))]


def _listed(page: str) -> str:
    return re.search(r'<ul class="fr-raw-list p-rows">(.*?)</ul>', page, re.DOTALL)[1]
