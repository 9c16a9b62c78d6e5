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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

# A word keeps its inner apostrophes until elision had its say: « l’emploi », « prud’hommes ».
APOSTROPHES = "’\u02bc\u2018\u00b4`\uff07"
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LONGEST_WORD = 60  # signs; what is longer is no word, and neither engine should store it whole
ELIDED = ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
# Letters that Unicode does not decompose into a plain one and an accent.
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}

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
    repr((APOSTROPHES, WORD.pattern, LONGEST_WORD, ELIDED, LIGATURES, STEM_RULES)).encode()
).hexdigest()[:12]
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in STEM_RULES)

# Words that carry the grammar of a sentence, not its subject. Folded; never dropped from the index, only from queries.
STOP_WORDS = frozenset(  # as a paragraph: 110 quoted words are harder to read
    """
    a ai ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir c car ce ceci cela celle celles
    celui ces cet cette ceux chaque chez ci comme d dans de depuis des deux donc dont du durant elle elles en encore
    entre est et etaient etait etant ete etre eu eux fut ici il ils j je jusque l la le les leur leurs lors lorsque
    lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par parmi pas pendant plus pour
    puis qu que qui s sa sans se selon sera ses si soi soit son sont sous sur t ta te tes toi ton tous tout toute
    toutes tres tu un une vers via vos votre vous y
    """.split()  # noqa: SIM905 - see above
)
# Words that ask. They go too, unless nothing else was typed.
QUESTION_WORDS = frozenset(
    """
    bonjour comment combien faire fait faut merci peut peuvent peux pourquoi pouvoir puis quand quel quelle quelles
    quels quoi savoir suis trouver veut veux voudrais vouloir existe
    """.split()  # noqa: SIM905 - see above
)

# Control characters and halves of characters.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Span(NamedTuple):
    """One word of a text: where it stands, without what was elided before it, and its stem."""

    start: int
    end: int
    stem: str


def clean(text: str) -> str:
    """One way to write each character; what can be neither read nor stored becomes a blank."""
    return _UNREADABLE.sub(" ", unicodedata.normalize("NFC", text))


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
        start, word = match.start(), match[0]
        elided, apostrophe, rest = word.partition("'")
        if apostrophe and elided.lower() in ELIDED:
            start, word = start + len(elided) + 1, rest
        if folded := fold(word):
            yield start, match.end(), folded


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
    pairs = [pair for token in WORD.findall(_straight(text)) if (pair := _token(token))]
    return " ".join(form for form, _ in pairs), " ".join(stem for _, stem in pairs)


@lru_cache(maxsize=100_000)
def _token(token: str) -> tuple[str, str] | None:
    elided, apostrophe, rest = token.partition("'")
    folded = fold(rest if apostrophe and elided.lower() in ELIDED else token)
    return (folded, stem(folded)) if folded else None


def find(text: str, wanted: AbstractSet[str]) -> list[Span]:
    """Only those words of a clean text whose stems are wanted, with their places; quick where they are few."""
    found = []
    for match in WORD.finditer(_straight(text)):
        pair = _token(match[0])
        if pair and pair[1] in wanted:
            elided, apostrophe, _ = match[0].partition("'")
            skipped = len(elided) + 1 if apostrophe and elided.lower() in ELIDED else 0
            found.append(Span(match.start() + skipped, match.end(), pair[1]))
    return found


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
