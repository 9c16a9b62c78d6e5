"""French words: what a text or a typed query becomes before anything is compared.

Pure, and the only analysis there is: both engines store what it makes of a text, and are asked for what it makes of a
query.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from portal.french.slugs import ELIDED, LIGATURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

# A word keeps its inner apostrophes until elision had its say: « l’emploi », « prud’hommes ».
APOSTROPHES = "’\u02bc\u2018\u00b4`\uff07"
# What is written in several ways is one word in each: acronyms with points, thousands, the letter of an article of law,
# hours, and a word with the endings of both genders, which are left out.
ENDINGS = "e|es|s|ne|nes|le|les|ère|ères|euse|euses|rice|rices|trice|trices"
HYPHEN = "[-\u2010\u2011]"
WRITTEN_SO = (
    r"[^\W\d_]\.(?:[^\W_]\.)+[^\W_]?(?![^\W_])",  # S.P.I.P.
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![^\W_])",  # 13 000
    r"[LRDAlrda](?=\d\d)",  # L412-3, as L. 412-3
    r"\d+(?=[hH](?![^\W_]))",  # 35h, as 35 h
)
BOTH_GENDERS = (
    r"(?:[·•‧][^\W\d_]{1,6})+",  # détenu·e·s
    rf"(?<=[^\W\d_]{{3}})\((?:{ENDINGS})\)s?",  # détenu(e)s
    rf"(?<=[^\W\d_]{{3}})\.(?:{ENDINGS})(?:\.s)?(?![^\W_])",  # détenu.e.s
    rf"(?<=[^\W\d_]{{3}}){HYPHEN}(?:e|ne|ère|euse|rice|trice)(?:{HYPHEN}?s)?(?![^\W_]|{HYPHEN})",  # candidat-e-s
)
WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(WRITTEN_SO)})|[^\W_]+(?:'[^\W_]+)*(?:{'|'.join(BOTH_GENDERS)})?")
GENDERED = re.compile(r"(?<=[^\W\d_]{2})[·•‧(.\-\u2010\u2011].*")
UNITS = {"h": "heures"}
# Compounds are found by their parts, and written as one word too: « soustraitance », « covid19 ».
# Nothing is tried twice, or a word of forty thousand letters would take minutes.
COMPOUND = re.compile(
    r"(?<![^\W_])(?<![^\W_]')[^\W_]++(?:'[^\W_]++)*+(?:[-\u2010\u2011][^\W_]++(?:'[^\W_]++)*+){1,2}(?![-\u2010\u2011\w])"
)
LONGEST_COMPOUND = 20  # letters
LONGEST_WORD = 60  # signs; what is longer is no word, and neither engine should store it whole

# From a folded word to its stem: each rule is tried once, in this order. They join what French readers take for the
# same word: plural, feminine, infinitive, the noun made of the verb. On 602 wordings that editors tied to 1,157
# public-service sheets (FTS5, OR, title 3), nDCG@10 is .479 without them, .481 with plurals alone, .493 with all.
STEM_RULES: tuple[tuple[str, str], ...] = (
    (r"(?<=[a-z]{2}[^es])aux$", "al"),  # régionaux, travaux
    (r"(?<=[a-z](?:au|eu|ou))x$", ""),  # niveaux, jeux
    (r"(?<=[a-z]{2}[^s])s$", ""),  # détenus, but not stress
    (r"(?<=[a-z]{3})iere$", "ier"),  # ouvrière
    (r"(?<=[a-z]{3})(?:ee|er|ez|e)$", ""),  # embauchée, embaucher, détenue
    (r"(?<=[a-z]{4})issement$", ""),  # établissement
    (r"(?<=[a-z]{3})(?<!depart)e?ment$", ""),  # recrutement, accompagnement; a département is no départ
    (r"(?<=[a-z]{3})at(?:ion|eur|ric)$", ""),  # formation, formatrice
    (r"(?<=[a-z]{3})eu(?:s|r)$", "eu"),  # employeuse, employeur
    (r"(?<=[a-z]{2})iv(?:it)?$", "if"),  # active, activité
    (r"(?<=[a-z][ou])y$", "i"),  # employer, like emploi
    (r"(?<=[a-z]{3}([b-df-hj-np-tv-z]))\1$", ""),  # professionnel(le)
    (r"(?<=[a-z]{2})ail$", "al"),  # travail, travailler
)
# Changes with everything above: an index made with other rules holds other stems.
FINGERPRINT = hashlib.sha256(
    repr(
        (
            APOSTROPHES,
            WORD.pattern,
            UNITS,
            COMPOUND.pattern,
            LONGEST_COMPOUND,
            LONGEST_WORD,
            ELIDED,
            LIGATURES,
            STEM_RULES,
        )
    ).encode()
).hexdigest()[:12]
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in STEM_RULES)

# Words that carry the grammar of a sentence, not its subject. Folded; never dropped from the index, only from queries.
STOP_WORDS = frozenset(  # as a paragraph: 110 quoted words are harder to read
    """
    a ai ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir c ca car ce ceci cela celle celles
    celui ces cet cette ceux chaque chez ci comme d dans de depuis des deux donc dont du durant elle elles en encore
    entre est et etaient etait etant ete etre eu eux fut ici il ils j je jusque l la le les leur leurs lors lorsque
    lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par parmi pas pendant plus pour
    puis qu que quelque quelques quelquun qui s sa sans se selon sera ses si soi soit son sont sous sur t ta te tes
    toi ton tous tout toute toutes tres tu un une vers via vos votre vous y
    """.split()  # noqa: SIM905 - see above
)
# Words that ask. They go too, unless nothing else was typed.
QUESTION_WORDS = frozenset(
    """
    avez avons bonjour combien comment doit doivent dois existe faire fais fait faites faut font merci peut peuvent peux
    pourquoi pouvez pouvoir puis quand quel quelle quelles quels quoi savoir suis trouver vais veulent veut veux
    voudrais voulez vouloir
    """.split()  # noqa: SIM905 - see above
)


class Span(NamedTuple):
    """One word of a text: where it stands, without what was elided before it, and its stem."""

    start: int
    end: int
    stem: str


_LIGATURES = str.maketrans(LIGATURES)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, without accents, ligatures or apostrophes: « Œuvre » → « oeuvre », « prud’homme » → « prudhomme »."""
    plain = unicodedata.normalize("NFKD", word.translate(_LIGATURES).lower())
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=50_000)
def stem(folded: str) -> str:
    """What a folded word shares with its plural, its feminine and its verb."""
    for pattern, replacement in _RULES:
        folded = pattern.sub(replacement, folded, count=1)
    return folded


def _straight(text: str) -> str:
    """The same text with one kind of apostrophe; several times quicker than `str.translate`."""
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    return text


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each word of a clean text, elisions left out: « l’emploi » → « emploi »."""
    for match in WORD.finditer(_straight(text)):
        if token := _token(match[0]):
            yield match.start() + token.skipped, match.end(), token.form


def spans(text: str) -> Iterator[Span]:
    """Every word of a clean text with its place and stem."""
    for start, end, folded in words(text):
        yield Span(start, end, stem(folded))


def stems(text: str) -> list[str]:
    """Stems of a clean text, in order: what an index holds."""
    return [stem(folded) for _, _, folded in words(text)]


def analysed(text: str) -> tuple[str, str]:
    """Folded words and stems of a clean text, each as one text with a blank between them.

    What `words` and `stems` say, for whole collections: most words of a text were met before.
    """
    straight = _straight(text)
    tokens = [token for each in WORD.findall(straight) if (token := _token(each))]
    joined = list(dict.fromkeys(filter(None, map(_joined, COMPOUND.findall(straight)))))  # last: phrases stay whole
    return (
        " ".join([*(token.form for token in tokens), *joined]),
        " ".join([*(token.stem for token in tokens), *map(stem, joined)]),
    )


class _Token(NamedTuple):
    """A word as it is compared, and how many signs were elided before it."""

    form: str
    stem: str
    skipped: int


@lru_cache(maxsize=100_000)
def _token(token: str) -> _Token | None:
    elided, apostrophe, rest = token.partition("'")
    skipped = len(elided) + 1 if apostrophe and elided.lower() in ELIDED else 0
    folded = fold(GENDERED.sub("", rest if skipped else token))
    folded = UNITS.get(folded, folded)
    return _Token(folded, stem(folded), skipped) if folded else None


@lru_cache(maxsize=20_000)
def _joined(compound: str) -> str:
    """A compound as one word; nothing for what is no word: numbers, or too long."""
    folded = fold(compound)
    return folded if len(folded) <= LONGEST_COMPOUND and not folded.isdecimal() else ""


def find(text: str, wanted: AbstractSet[str]) -> list[Span]:
    """Only those words of a clean text whose stems are wanted, with their places; quick where they are few."""
    found, straight = [], _straight(text)
    for match in WORD.finditer(straight):
        token = _token(match[0])
        if token and token.stem in wanted:
            found.append(Span(match.start() + token.skipped, match.end(), token.stem))
    compounds = [(match.span(), stem(_joined(match[0]))) for match in COMPOUND.finditer(straight)]
    return sorted([*found, *(Span(*place, joined) for place, joined in compounds if joined in wanted)])


# What letters sound like, near enough to see that two spellings are the same word to a French ear.
SOUNDS: tuple[tuple[str, str], ...] = (
    (r"ph", "f"), (r"e?au", "o"), (r"ai|ei|er$|ez$", "e"), (r"qu?|ck?(?![eiyh])", "k"),
    (r"[cs]+(?=[eiy])|sc(?=[eiy])|ss", "s"), (r"z", "s"), (r"y", "i"), (r"g(?=[eiy])", "j"), (r"h", ""),
    (r"[ae]n|[ae]m(?=[bp])", "an"), (r"[stdxep]+$", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip
_SOUNDS = tuple((re.compile(pattern), replacement) for pattern, replacement in SOUNDS)


def sound(folded: str) -> str:
    """A key that words of one pronunciation mostly share: « batiment » and « battimant »."""
    for pattern, replacement in _SOUNDS:
        folded = pattern.sub(replacement, folded)
    return folded
