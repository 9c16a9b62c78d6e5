"""Whatever is pasted comes out readable, and ordinary French comes out as it went in."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from portal.french.clean_text import MOST_MARKS, clean_line, clean_text, clean_values

RUBBISH = st.sampled_from(
    [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F))]
    + [*"\xad\u034f\u061c\u2060\u2066\u2069\u3164\ufdd0\ufe0f\ufeff\ufffe\uffff\ud800\udfff\U0001ffff\U000e0041"]
    + [*"eé\u0301\u0338\u2329\u2add☺😀👩🏽♀"]
)
ANY = st.text(st.characters() | RUBBISH)
FRENCH = st.text("aàâçéèêëîïôœùûüÿæAÀÇÉŒ 0129\u00a0\u202f«»’'-–—…!?:;,.()€²°·\n\t")


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(ANY)
def test_nothing_is_left_that_a_format_refuses_or_nobody_sees(text):
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert {sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}} <= {"\n", "\t"}
    assert not set(cleaned) & set("\xad\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2069\ufeff")
    assert not any(0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE for sign in cleaned)
    read = fromstring(f"<a>{cleaned.replace('&', '').replace('<', '')}</a>".encode())
    assert (read.text or "") == cleaned.replace("&", "").replace("<", "")
    assert not set(clean_line(text)) & set("\n\t")


@given(FRENCH)
def test_ordinary_french_is_left_alone(text):
    assert clean_text(text) == text
    assert clean_text(unicodedata.normalize("NFD", text)) == text


@given(ANY | FRENCH | st.text(st.characters(max_codepoint=0x2100)))
def test_what_is_ordinary_needs_no_look_at_each_sign(text):
    """A text with a sign to drop is looked at thoroughly, and comes out the same."""
    assert clean_text(text) == clean_text(f"{text}\x00")


def test_no_sign_of_any_block_is_ordinary_that_is_dropped_or_replaced():
    signs = [chr(code) for code in range(0x3000)]
    assert [sign for sign in signs if clean_text(sign) != clean_text(f"{sign}\x00")] == []


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Un titre\x0ben deux lignes", "Un titre\nen deux lignes"),  # PowerPoint
        ("Page un\x0cpage deux\u2029page trois\r\nfin\rend", "Page un\npage deux\npage trois\nfin\nend"),
        ("peut\x1eêtre, réin\x1fsertion", "peut-être, réinsertion"),  # Word
        ("l\x92\x9cuvre, 3\xa0000\xa0\x80", "l’œuvre, 3\xa0000\xa0€"),  # Windows-1252 read as Latin-1
        ("réin\xadser\u200btion\ufeff", "réinsertion"),
        ("\u202eabc\u202c", "abc"),
        ("e\u0301 \ud800\x00\uffff", "é "),
        ("👩\u200d🏭 ❤\ufe0f\u200d🔥 👩🏽\u200d⚕\ufe0f a\u200db", "👩\u200d🏭 ❤\ufe0f\u200d🔥 👩🏽\u200d⚕\ufe0f ab"),
    ],
)
def test_what_people_paste_keeps_its_meaning(pasted, kept):
    assert clean_text(pasted) == kept


def test_a_line_is_one():
    assert clean_line("Un titre\x0b en deux\tlignes\u2028\n\nou trois") == "Un titre en deux lignes ou trois"


def test_texts_are_cleaned_wherever_they_stand():
    assert clean_values([{"a\x0b": ("b\x0b", 1, None)}, ["c\u200b"]]) == [{"a\x0b": ("b\n", 1, None)}, ["c"]]


@pytest.mark.parametrize("hidden", ["&#8203;", "&#x200B;", "&#xfeff;", "&shy;", "&#173;", "&#8238;", "&#82&#8203;03;"])
def test_html_references_to_what_nobody_sees_go_too(hidden):
    assert clean_text(f"<p>dé{hidden}tention</p>") == "<p>détention</p>"


def test_references_in_each_other_are_no_work_without_end():
    """Each pass over the text freed one: two megabytes of them, which a form may hold, took hours."""
    assert "&" not in clean_text("&#82" * 300_000 + "&#8203;" + "03;" * 300_000)
    assert clean_text("A&B &#82&#8203;03;") == "A&B "


@pytest.mark.parametrize("between", ["", "\u200b", "\u0344", "\u0f73"])
def test_thousands_of_marks_on_one_letter_are_no_work_without_end(between):
    """Putting them in order takes the square of their number: hours for the two megabytes that a form may hold."""
    cleaned = clean_text("e" + f"\u0301\u0323{between}" * 20_000 + "t\u00e9")
    assert len(cleaned) <= MOST_MARKS + len("ét é")
    assert cleaned.endswith("té")
    assert clean_text(cleaned) == cleaned


def test_no_mark_is_a_letter_to_the_pattern_that_looks_for_many():
    signs = map(chr, range(sys.maxunicode + 1))
    marks = [sign for sign in signs if unicodedata.combining(unicodedata.normalize("NFD", sign)[0])]
    assert len(marks) > 500
    assert [sign for sign in marks if re.match(r"[\w\s\x00-\x7f]", sign)] == []


@pytest.mark.parametrize(
    "kept", ["&amp;", "&lt;", "&#233;", "&nbsp;", "&#160;", "A&B", "&#38;", "&#8239;", "?a=1&shy=2"]
)
def test_other_references_stay(kept):
    assert clean_text(f"<p>{kept}</p>") == f"<p>{kept}</p>"
