"""French typography in what the project itself says: no line breaks before : ; ? ! » nor after «."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

BREAKABLE = re.compile(r"(?<=[\wÀ-ÿ)’»%.…}]) (?:[;?»]|!(?!=)|:(?=[\s\"'<{]|$))|« ")
FRENCH = re.compile("[éèàêçùôîûÉÀ’«»]")
NO_TEXT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|\{% *(?:if|elif|for|with)\b[^%]*%\}", re.DOTALL)
APPS = ("portal", "home", "news", "directory", "search")


def sources(pattern: str, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((Path(settings.BASE_DIR) / folder).rglob(pattern))]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("pattern", ["*.html", "*.txt"])
def test_templates_keep_french_spaces(pattern):
    breakable = {
        f"{path.name}: {found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 10]!r}"
        for path in sources(pattern, "templates")
        for text in [NO_TEXT.sub("", path.read_text(encoding="utf-8"))]
        for found in BREAKABLE.finditer(text)
    }
    assert breakable == set()


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
    breakable = {
        f"{path.name}: {text!r}"
        for path in sources("*.py", *APPS)
        for text in said(ast.parse(path.read_text(encoding="utf-8")))
        if FRENCH.search(text) and BREAKABLE.search(text)
    }
    assert breakable == set()


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
