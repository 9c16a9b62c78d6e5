"""The four pages in plain words: linked both ways, and written by the rules of docs/editing.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from wagtail.models import Page

from home.models.identities import SIMPLE_KEYS, identity
from home.setup.page_tree import SIMPLE

WORDS = 14  # of a sentence; of a heading
LETTERS = 14  # of a word
SENTENCES = 2  # of a paragraph or an item
# Words of offices, and what joins two ideas: another sentence says it.
REFUSED = (
    "afin|ainsi que|auprès|cependant|concerné|concession|contractualis|convention|dans le cadre|dispositif|dont"
    "|effectuer|habilit|lequel|laquelle|modalité|néanmoins|notamment|or|par ailleurs|préalable|procéder|quant à"
    "|relati[fv]|rémunér|sous réserve|susmentionné|toutefois|usager"
)
# Acronyms that are explained, each as « X veut dire ».
EXPLAINED = re.compile(r"\b(\w+)\s+veut dire")


def sentences(text: str) -> list[str]:
    """Each sentence, heading and item of a text, without its markup."""
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text.replace("{mailbox}", "une adresse"))
    lines = [re.sub(r"^(?:## (?:\d\. )?|- )", "", line).strip() for line in text.splitlines() if line.strip()]
    return [part.strip() for line in lines for part in re.split(r"(?<=[.!?])\s+", line) if part.strip()]


def complaints(text: str) -> list[str]:
    """What breaks a rule, and which."""
    found = []
    explained = set(EXPLAINED.findall(text))
    for each in sentences(text):
        words = re.findall(r"[\wÀ-ÿœ’-]+", each)
        if len(words) > WORDS:
            found.append(f"{len(words)} words: {each}")
        if "veut dire" not in each:  # there a name may be as long as it is
            found += [f"long word: {word}" for word in words if max(map(len, re.split("[’-]", word))) > LETTERS]
        found += [f"unexplained: {word}" for word in re.findall(r"\b[A-Z][A-Z0-9]+\b", each) if word not in explained]
        found += [f"word of offices: {word}" for word in re.findall(rf"\b(?:{REFUSED})\w*", each, re.IGNORECASE)]
        if re.search(r"[;()«].*[;()]|;|\(|%|…", each):
            found.append(f"sign that joins or puts aside: {each}")
        if each.count(",") > 1:
            found.append(f"several ideas: {each}")
        if re.search(r"\bn(?:e|’)\b.*\bque\b|\bpas (?:im|in|non)", each):
            found.append(f"twice no: {each}")
    for paragraph in re.split(r"\n\s*\n|\n- ", text):
        if len(re.findall(r"[.!?](?=\s|$)", paragraph)) > SENTENCES:
            found.append(f"long paragraph: {paragraph[:60]}")
    return found


@pytest.mark.parametrize("key", SIMPLE)
def test_the_texts_keep_the_rules(key):
    page = SIMPLE[key]
    assert complaints(f"{page['lead']}\n\n{page['text']}") == []
    assert "FALC" not in page["title"] + page["lead"] + page["text"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Le SPIP vous répond.", "unexplained: SPIP"),
        ("Vous signez une convention.", "word of offices: convention"),
        ("Vous écrivez, vous relisez, vous envoyez.", "several ideas: "),
        ("Vous écrivez ; on répond.", "sign that joins"),
        ("On ne répond qu’à vous : il n’y a que cela.", "twice no"),
        ("Interrégionalement.", "long word"),
        ("Un mot de plus et encore un mot de plus et encore un mot de plus.", "16 words"),
        ("Une phrase. Deux phrases. Trois phrases.", "long paragraph"),
    ],
)
def test_a_broken_rule_is_seen(text, complaint):
    assert [each for each in complaints(text) if each.startswith(complaint)] != []


def test_acronyms_that_are_explained_are_taken():
    assert complaints("R2IP veut dire : référent.\n\nLe R2IP répond.") == []


def test_the_guide_says_the_same_bounds():
    guide = (Path(settings.BASE_DIR) / "docs" / "editing.md").read_text(encoding="utf-8")
    assert f"{WORDS} mots au plus par phrase" in guide
    assert f"{LETTERS} lettres au plus par mot" in guide


def test_each_page_and_its_plain_version_lead_to_each_other(real_site, db, client):
    for key, (counterpart, _) in SIMPLE_KEYS.items():
        simple = Page.objects.get(translation_key=identity(key))
        back = BeautifulSoup(client.get(simple.url).content, "html.parser").main.find("a")
        whole = back["href"]
        there = BeautifulSoup(client.get(whole).content, "html.parser").main.find(
            "a", string="Lire en version simplifiée"
        )
        assert there["href"] == simple.url, counterpart


def test_where_nothing_is_simpler_nothing_is_said(real_site, db, client):
    for address in ("/", "/conventions/", "/trouver-un-referent/?lieu=76600"):
        assert "version simplifiée" not in BeautifulSoup(client.get(address).content, "html.parser").main.text
