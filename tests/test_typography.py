"""French typography in what the project itself says: no line breaks before : ; ? ! » nor after «, nor in an hour."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from tests.harness.french import BREAKABLE, HOUR, breakable

FRENCH = re.compile("[éèàêçùôîûÉÀ’«»]")
NO_TEXT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|\{% *(?:if|elif|for|with)\b[^%]*%\}", re.DOTALL)
APPS = ("portal", "home", "news", "directory", "search")


def sources(pattern: str, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((Path(settings.BASE_DIR) / folder).rglob(pattern))]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("pattern", ["*.html", "*.txt"])
def test_templates_keep_french_spaces(pattern):
    found = {
        f"{path.name}: {each}"
        for path in sources(pattern, "templates")
        for each in breakable(NO_TEXT.sub("", path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_templates_count_as_french_does():
    """Django's `pluralize` says « 0 résultats »."""
    english = [path.name for path in sources("*", "templates") if path.is_file() and "|pluralize" in path.read_text()]
    assert english == []


@pytest.mark.parametrize(("counted", "said"), [(0, "0 page lue"), (1, "1 page lue"), (2, "2 pages lues")])
def test_words_agree_with_a_number_or_with_how_many_things_there_are(counted, said):
    for value in (counted, [None] * counted):
        page = Template('{{ count }} {{ value|plural:"page lue" }}').render(Context({"count": counted, "value": value}))
        assert page == said


@pytest.mark.parametrize("text", ["à 10 h 12", "dès 14 h.", "à } h }", "à 9\u00a0h 05", '{{ at|date:"G \\h i" }}'])
def test_an_hour_that_may_break_is_seen(text):
    assert HOUR.search(text)


@pytest.mark.parametrize("text", ["à 10\u00a0h\u00a012", "14\u00a0h à 16\u00a0h", "2 heures", "3 habitants", "} hors"])
def test_other_words_are_no_hour(text):
    assert not HOUR.search(text)


def said(tree: ast.AST) -> list[str]:
    """Strings of a module but its docstrings; the values of an f-string stand as « } »."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    owners = [node for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)]
    docstrings = {id(node.body[0].value) for node in owners}
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            texts.append("".join(part.value if isinstance(part, ast.Constant) else "}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (docstrings | within):
            texts.append(node.value)
    return texts


def test_sentences_in_the_code_keep_french_spaces():
    found = {
        f"{path.name}: {text!r}"
        for path in sources("*.py", *APPS)
        for text in said(ast.parse(path.read_text(encoding="utf-8")))
        if (FRENCH.search(text) and BREAKABLE.search(text)) or HOUR.search(text)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Une idée\u00a0: la sienne", 9, "Une idée\u00a0: la sienne"),
        ("Une idée\u00a0: la sienne", 3, "Une idée\u00a0: la\u00a0…"),
        ("Deux  mots", 1, "Deux\u00a0…"),
        ("<b>x</b> y", 1, "&lt;b&gt;x&lt;/b&gt;\u00a0…"),
        ("", 3, ""),
    ],
)
def test_a_shortened_text_keeps_them_too(text, words, shown):
    assert Template("{{ text|shortened:words }}").render(Context({"text": text, "words": words})) == shown
