"""What a person wrote in a mail, without the mail they answer to. Pure.

Mail programs mark what they quote in many ways, and people write lines that look like theirs. Only what is surely a
quotation is left out; who reads the words at the desk can unfold the whole mail. When cutting would leave nothing,
everything is kept.
"""

from __future__ import annotations

import re
from itertools import groupby

ELISION = "[…]"
_QUOTED = re.compile(r"\s{0,3}>")
_SIGNATURE = "-- "
_SIGNATURE_LINES = 12  # more is no signature
_ORIGINAL = re.compile(
    r"\s*[-_=*]{2,}\s*("
    r"(message|courriel|mail|e-mail) (d.origine|original|initial|transf.r.|r.exp.di.)|original (message|e?mail)"
    r"|forwarded message|urspr.ngliche nachricht|weitergeleitete nachricht|mensaje (original|reenviado)"
    r"|messaggio (originale|inoltrato)|mensagem (original|encaminhada)|oorspronkelijk bericht)\b"
    r"|\s*[-_=]{2,}\s*message de .{1,200}@.{1,200}[-_=]{2,}\s*\Z"
    r"|\s*(d.but du message (transf.r.|r.exp.di.)|begin forwarded message)\s?:?\s*\Z",
    re.IGNORECASE,
)
_BETWEEN_MARKS = re.compile(r"\s*>>>\s.{3,300}\S@\S.{0,100}>>>\s*\Z")  # GroupWise, above what it quotes
_RULE = re.compile(r"\s*[_=-]{10,}\s*\Z")
_MARKS = r"[\s>]*\*{0,2}"
_MESSAGE_OF = re.compile(rf"{_MARKS}message du\s?:?\s*\d", re.IGNORECASE)
_FROM = re.compile(rf"{_MARKS}(de|from|von|exp.diteur)\s?:", re.IGNORECASE)
_FURTHER = re.compile(
    rf"{_MARKS}(envoy|date|sent|gesendet|à|a|to|an|pour|destinataire|objet|sujet|subject|betreff|cc|copie|r.pondre)"
    r"[^:]{0,20}:",
    re.IGNORECASE,
)
_LINE_OF_ALL = re.compile(
    r"\b(envoyé|sent|date|gesendet)\s?:.{0,120}\b(à|to|an|objet|subject|betreff)\s?:", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]+\.[^\s@<>]")
_TIME = re.compile(r"\b\d{1,2}(:\d{2}|\s?h\s?\d{2})\b")
_NUMERIC_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_WROTE = re.compile(
    r"[\s-]*(le|on|am|el|il|em|op)\b.{4,300}?"
    r"(?<!\bm)(?<!\bt)(?<!\bl)(?<!\bm.)(?<!\bl.)(?<!\bt.)(?<!\bnous )(?<!\bvous )(?<!\blui )(?<!\bleur )"
    r"\b(a écrit|a ecrit|wrote|schrieb|escribió|ha scritto|escreveu|schreef)\b[^:]{0,100}:\s*\Z",
    re.IGNORECASE,
)
# « Camille Exemple <c@r2ip.example> a écrit : », of programs that tell no moment (Horde, SquirrelMail).
_WROTE_WITHOUT_DAY = re.compile(
    r"[^:<>.!?]{0,80}<[^\s<>@]+@[^\s<>@]+>,?\s*(a [ée]crit|wrote|schrieb|escribió|ha scritto)\b[^:]{0,60}:\s*\Z",
    re.IGNORECASE,
)
# Who is meant by people, not by programs: « le directeur », « Mme Exemple », « notre avocate ».
_MEANT = re.compile(
    r"(?:^|[\s,])(le|la|les|l.\w+|un|une|notre|votre|nos|vos|mon|ma|mes|son|sa|ses|leur|leurs|mme|m\.|mr|monsieur"
    r"|madame|on|il|elle|qui)\s[^,]{0,80}\Z",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"[\s-]*le\s+(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\w{3}\.),?\s*)?", re.IGNORECASE
)
MAX_LINES = 3000
_LOOKS_AHEAD = 8  # lines: the head of a quoted mail, an attribution that was wrapped


def own_words(text: str) -> str:
    """The text without signature and quotations; `[…]` stands for those between two answers."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MAX_LINES)[:MAX_LINES]
    own = lines[: _end_of_own(lines)]
    kept = _without_quotations(own[: _end_of_words(own)], is_headed=len(own) < len(lines))
    return kept or text.strip()


def _end_of_own(lines: list[str]) -> int:
    """Where a whole mail begins, below a headline."""
    is_first = True
    for number, line in enumerate(lines):
        if _ORIGINAL.match(line) or _BETWEEN_MARKS.match(line) or _is_head(lines, number):
            return number
        if is_first and (length := _attribution(lines, number)):
            rest = lines[number + length :]
            if not any(_QUOTED.match(each) for each in rest):
                return number
            if not any(each.strip() for each in rest if not _QUOTED.match(each)):
                return number
            is_first = False
    return len(lines)


def _is_head(lines: list[str], number: int) -> bool:
    """Whether the head of a quoted mail stands here: « De : », « Envoyé : », « À : », « Objet : », in any order."""
    below = lines[number + 1 : number + 1 + _LOOKS_AHEAD]
    if _RULE.match(lines[number]):
        nearest = next((each for each in below if each.strip()), "")
        return bool(_FROM.match(nearest) or _MESSAGE_OF.match(nearest)) and any(map(_FURTHER.match, below))
    if _MESSAGE_OF.match(lines[number]):
        return any(_FROM.match(each) for each in below)
    if not _FROM.match(lines[number]):
        return False
    if _LINE_OF_ALL.search(lines[number][:1000]):
        return True
    head = [lines[number], *(each for each in below if _FURTHER.match(each))]
    is_certain = any(_ADDRESS.search(each) or _TIME.search(each) for each in head)
    return len(head) > 2 and is_certain


def _attribution(lines: list[str], number: int) -> int:
    """How many lines « Le 22 novembre, X a écrit : » takes from here; 0 when it does not start here."""
    for count in range(1, 4):
        joined = " ".join(line.strip() for line in lines[number : number + count])
        if len(joined) <= 400 and (_WROTE.match(joined) or (count == 1 and _WROTE_WITHOUT_DAY.match(joined))):
            is_quoting = _QUOTED.match(next((each for each in lines[number + count :] if each.strip()), ""))
            return count if _is_of_program(joined, is_quoting=bool(is_quoting)) else 0
    return 0


def _is_of_program(line: str, *, is_quoting: bool) -> bool:
    """Whether a program wrote it: it gives an address, or a moment and a bare name."""
    if _ADDRESS.search(line):
        return True
    said = re.split(r"\b(?:a [ée]crit|wrote|schrieb|escribió|ha scritto|escreveu|schreef)\b", line)[0].rstrip()
    if not re.search(r"\d", said):
        return False
    if is_quoting:
        return True
    return bool(_TIME.search(said) or _NUMERIC_DATE.search(said)) and not _MEANT.search(_DAY.sub("", said, count=1))


def _end_of_words(lines: list[str]) -> int:
    """Where the signature begins: below the last « -- », when little stands there."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number] == _SIGNATURE:
            below = [line for line in lines[number + 1 :] if line.strip()]
            return number if len(below) <= _SIGNATURE_LINES else len(lines)
    return len(lines)


def _without_quotations(lines: list[str], *, is_headed: bool) -> str:
    """Blocks of quoted lines, with the attribution above them, become an ellipsis, or nothing at either end.

    A mark without an attribution is a quotation when the mail begins with one, or when nothing follows and a blank
    line precedes: people too begin lines with « > ».
    """
    blocks = [(is_quoted, list(block)) for is_quoted, block in groupby(lines, lambda line: bool(_QUOTED.match(line)))]
    first = next((is_quoted for is_quoted, block in blocks if any(each.strip() for each in block)), False)
    told: list[str] = []
    are_quotations = first or any(line.lstrip().startswith((">>", "> >")) for line in lines)
    for number, (is_quoted, block) in enumerate(blocks):
        if not is_quoted:
            said, is_attributed = _without_attribution(block)
            are_quotations = are_quotations or (is_attributed and number + 1 < len(blocks))
            told += [said] if said else []
            continue
        is_last = not is_headed and not any(each.strip() for _, rest in blocks[number + 1 :] for each in rest)
        before = blocks[number - 1][1] if number else [""]
        if are_quotations or (is_last and not before[-1].strip()):
            told.append(ELISION)
        else:
            told.append("\n".join(block))
    while told and told[-1] == ELISION:
        told.pop()
    while told and told[0] == ELISION:
        told.pop(0)
    return "\n\n".join(told).strip()


def _without_attribution(lines: list[str]) -> tuple[str, bool]:
    """A block between quotations without the attribution that ends it, and whether there was one."""
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    for start in range(max(last - 2, 0), last + 1):
        below = [*lines[start : last + 1], "> "]
        if start + _attribution(below, 0) == last + 1:
            return "\n".join(lines[:start]).strip(), True
    return "\n".join(lines).strip(), False
