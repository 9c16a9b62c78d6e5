"""Excerpts (snippets): the few words around what was found, as plain parts that templates escape and mark."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from search.language import french

LENGTH = 220  # characters of an excerpt
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # but those that hold a figure or a sign to its word
BETWEEN_PIECES = " · "
SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")
WORD_START = re.compile(rf"{BLANKS.pattern}(?:· )?")
NO_WORD = re.compile(r"\W*(?:\w{1,2}['’])?")  # between two words that follow each other


class Part(NamedTuple):
    """A piece of text, and whether it is one of the words asked for."""

    text: str
    is_marked: bool = False


class Marks(NamedTuple):
    """Stems that are marked by themselves, and names of several stems that are marked as a whole."""

    stems: frozenset[str]
    names: frozenset[tuple[str, ...]] = frozenset()


def excerpt(summary: str, body: str, marks: Marks) -> tuple[Part, ...]:
    """The summary when it holds a word asked for, else the part of the body that holds most, else the summary."""
    for text in map(_in_one_line, (summary, body)):
        if marked := _found(text, marks):
            return _parts(text, marked)
    return opening(summary or body)


def opening(text: str) -> tuple[Part, ...]:
    """The beginning of a text without marked words; nothing for no text."""
    return _parts(_in_one_line(text), []) if text else ()


def _found(text: str, marks: Marks) -> list[french.Span]:
    """The words to mark: « services » is none in itself when a service that nobody typed by this name is meant."""
    spans = french.find(text, marks.stems.union(*marks.names))
    if not marks.names:
        return spans
    kept = {at for at, span in enumerate(spans) if span.stem in marks.stems}
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in marks.names:
        names.setdefault(name[0], []).append(name)
    for at, span in enumerate(spans):
        for name in names.get(span.stem, ()):
            row = spans[at : at + len(name)]
            if tuple(each.stem for each in row) == name and all(
                NO_WORD.fullmatch(text, one.end, two.start) for one, two in pairwise(row)
            ):
                kept.update(range(at, at + len(name)))
    return [spans[at] for at in sorted(kept)]


def _in_one_line(text: str) -> str:
    """A dot where a piece of a page (a heading, a cell) ends without a sign; a figure keeps what it counts."""
    line, joint = [], ""
    for piece in filter(None, map(str.strip, text.splitlines())):
        line += [joint, piece]
        runs_on = piece.endswith(SENTENCE_ENDS) or not any(map(str.isalpha, piece))
        joint = " " if runs_on else BETWEEN_PIECES
    return "".join(line)


def _parts(text: str, marked: list[french.Span]) -> tuple[Part, ...]:
    """The window of a text; an ellipsis shows where the text goes on."""
    start, end = _window(text, marked)
    parts, at = [Part("… ")] if start else [], start
    for span in marked:
        if start <= span.start and span.end <= end:
            parts += [Part(BLANKS.sub(" ", text[at : span.start])), Part(text[span.start : span.end], is_marked=True)]
            at = span.end
    parts.append(Part(BLANKS.sub(" ", text[at:end]).removesuffix(BETWEEN_PIECES.rstrip())))
    return tuple(part for part in [*parts, *([Part(" …")] if end < len(text) else [])] if part.text)


def _window(text: str, marked: list[french.Span]) -> tuple[int, int]:
    """Start and end of the stretch that holds most of the different words asked for, the first of equals."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, best_score = (marked[0] if marked else french.Span(0, 0, "")), (0, 0)
    for position, span in enumerate(marked):
        inside = [each.stem for each in marked[position : position + 40] if each.end <= span.start + LENGTH * 3 // 4]
        if (len(set(inside)), len(inside)) > best_score:
            best, best_score = span, (len(set(inside)), len(inside))
    start = 0 if best.start < LENGTH // 4 else _next_word(text, best.start - LENGTH // 5)
    if start + LENGTH >= len(text):
        return start, len(text)
    cut = text.rfind(" ", start + LENGTH // 2, start + LENGTH)
    return start, cut if cut > 0 else start + LENGTH


def _next_word(text: str, position: int) -> int:
    """Where the first whole word at or after a position begins."""
    blank = WORD_START.search(text, position)
    return blank.end() if blank and blank.end() - position < LENGTH // 5 else position
