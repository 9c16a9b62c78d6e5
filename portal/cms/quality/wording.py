"""Rules about words: pure functions, text in, what jars out; each leaves alone what only looks like a fault."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from portal.french.dates import WEEKDAYS
from portal.french.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

TITLE_LONGEST = 100  # signs; search engines cut a title at some sixty, lists and telephones at a hundred
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"’»]+", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:(?:cliqu(?:ez|er)|appuyez|rendez-vous|voir|c.est|tout est)?\s*(?:ici|l[àa]|ci-dessous|sur ce lien)|"
    r"(?:en )?(?:savoir|lire) (?:plus|davantage)|(?:lire )?la suite|plus d.infos?(?:rmations?)?|voir(?: plus)?|"
    r"(?:ce |le )?lien|télécharger|consulter|d[ée]couvrir|site(?: web| internet)?|page)\W*",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?<![\w@./&-])[A-ZÉÈÀÇ][A-ZÉÈÀÇ0-9]{1,7}(?![\w@/&-]|\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
KNOWN_TO_ALL = re.compile(
    r"[A-Z]?\d+[A-Z]?\d*|PDF|CSV|FAQ|OK|TV|CV|SMS|TVA|CDD|CDI|UE|SNCF|SARL|BP|CS|ZI|ZA|RER|TER|GPS|DVD|HTTPS?|CEDEX|TSA|IP|HTML"
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = re.compile(
    rf"(?:\b({'|'.join(WEEKDAYS)})\s+)?(?<!\d)(\d{{1,2}})(?:er)?\s+({_MONTHS})\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_RANGE = re.compile(
    rf"\bdu\s+(\d{{1,2}})(?:er)?(?:\s+({_MONTHS}))?(?:\s+(\d{{4}}))?\s+au\s+(\d{{1,2}})(?:er)?\s+({_MONTHS})\s+(\d{{4}})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_COUNTED = (
    r"personnes?|détenue?s?|salariée?s?|bénéficiaires?|stagiaires?|apprentie?s?|entreprises?|établissements?|employeurs?|"
    r"contrats?|emplois?|postes?|embauches?|formations?|diplômes?|conventions?|ateliers?"
)
_STATISTIC = re.compile(
    rf"(?<![\w,.])(\d{{1,3}}(?:[\s\u00a0\u202f]\d{{3}})+|\d+(?:,\d+)?)[\s\u00a0\u202f]*(?:(%)|(?:{_COUNTED})\b)",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"\b(?:article|art\.|loi|décret|code|taux|smic|tva|cotisations?|plafond|maximum|minimum|au plus|au moins|jusqu.)\b",
    re.IGNORECASE,
)
_FORGOTTEN = re.compile(
    r"contenus? d.exemple|texte d.exemple|lorem ipsum|\[?à compléter\]?|\bTODO\b|\bXXX+\b|\.example\b|à remplacer",
    re.IGNORECASE,
)


def bare_addresses(text: str) -> Iterator[str]:
    """Addresses written out where words should lead."""
    yield from (match[0].rstrip(".,;:!?)") for match in _BARE.finditer(text))


def is_vague(words: str) -> bool:
    """Whether the words of a link say nothing of where it leads: « cliquez ici », « en savoir plus »."""
    return bool(_VAGUE.fullmatch(words.strip()))


def unexplained_acronyms(paragraphs: list[str], known: Collection[str]) -> Iterator[str]:
    """Acronyms that neither the glossary nor the text itself explains, each once.

    A text explains one by brackets on either side: « le service d’insertion (SPIP) », « SPIP (service d’insertion) ».
    """
    said = {form.upper() for form in known}
    whole, done = "\n".join(paragraphs), set(said)
    for paragraph in paragraphs:
        if paragraph.isupper():
            continue  # a title in capitals
        for match in _ACRONYM.finditer(paragraph):
            word = match[0]
            if word in done or KNOWN_TO_ALL.fullmatch(word) or _ROMAN.fullmatch(word):
                continue
            done.add(word)
            explained = re.search(
                rf"[(«]\s*{re.escape(word)}\s*[)»]|\b{re.escape(word)}\s*(?:\([^)]*[a-zé]{{3}}|[:,–—]\s+\w+ )", whole
            )
            if not explained:
                yield word


def wrong_dates(text: str) -> Iterator[str]:
    """Sentences about dates that do not exist, that are another day of the week, or that end before they begin."""
    for match in _DATE.finditer(text):
        weekday, day, month, year = match.groups()
        try:
            date = datetime.date(int(year), _month(month), int(day))
        except ValueError:
            yield f"le {day} {month} {year} n’existe pas."
            continue
        right = WEEKDAYS[date.weekday()]
        if weekday and weekday.lower() != right:
            yield f"le {day} {month} {year} est un {right}, et non un {weekday.lower()}."
    for match in _RANGE.finditer(text):
        first_day, first_month, first_year, day, month, year = match.groups()
        begin = (int(first_year or year), _month(first_month or month), int(first_day))
        if begin > (int(year), _month(month), int(day)):
            yield f"«\u00a0{match[0]}\u00a0» finit avant de commencer."


def _month(name: str) -> int:
    return _MONTHS.split("|").index(name.lower()) + 1


def numbers_without_year(paragraph: str) -> Iterator[str]:
    """Shares and counts of a paragraph that names no year; what the law sets, and small counts, are no statistics."""
    if _YEAR.search(paragraph) or _OF_LAW.search(paragraph):
        return
    for match in _STATISTIC.finditer(paragraph):
        value = float(re.sub(r"\s", "", match[1]).replace(",", "."))
        if match[2] or value >= 100:
            yield match[0].strip()


def lacks_of_scope(scope: str) -> str:
    """« l’année », « le périmètre », or nothing: what the words beside a figure leave open."""
    if not _YEAR.search(scope) and "sans date" not in scope.lower():
        return "l’année"
    return "" if re.search(r"[^\W\d_]{3}", _YEAR.sub("", scope)) else "le périmètre"


def forgotten_examples(text: str) -> Iterator[str]:
    """Words of models and drafts that were to be replaced."""
    yield from (match[0] for match in _FORGOTTEN.finditer(text))


def untypeset(text: str) -> bool:
    """Whether the text has straight quotation marks, or spaces that may break where none may."""
    return bool(typeset(text).changes) or '"' in text
