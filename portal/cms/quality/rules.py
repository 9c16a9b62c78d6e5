"""The rules of the content check, one function each, in the order in which an editor reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.cms import defined_words
from portal.cms.quality import links, wording
from portal.cms.quality.pieces import Figure, Link, Picture, Place, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

# Pairs of fields of which the second cannot come before the first; some kinds of page have them.
IN_ORDER = (
    ("published_on", "updated_on"),
    ("starts_at", "ends_at"),
    ("starts_on", "ends_on"),
    ("signed_on", "ends_on"),
    ("go_live_at", "expire_at"),
)
HEADINGS = ("h2", "h3", "h4")


@dataclass(frozen=True)
class Remark:
    """One piece of advice: the rule's code, where it stands, what to look at, the id of its field in the form."""

    code: str
    where: str
    what: str
    anchor: str = ""

    def __str__(self) -> str:
        return f"{self.where}\u00a0: {self.what}" if self.where else self.what


@dataclass(frozen=True)
class Content:
    """A page or a snippet with all its pieces."""

    page: Model
    pieces: tuple[Prose | Picture | Link | Figure, ...]
    is_demonstration: bool = False

    @property
    def prose(self) -> Iterator[Prose]:
        """Its texts."""
        return (each for each in self.pieces if isinstance(each, Prose))


def _remark(code: str, place: Place, what: str) -> Remark:
    return Remark(code, place.where, what, place.anchor)


def pictures(content: Content) -> Iterator[Remark]:
    """A picture says what it shows, or is decorative; and whose it is."""
    for each in content.pieces:
        if not isinstance(each, Picture) or each.is_decorative:
            continue
        name = f"l’image «\u00a0{each.image.title}\u00a0»"
        if not each.alternative.strip():
            yield _remark("alternative", each.place, f"{name} n’a pas de description.")
        if not each.image.credit.strip():
            yield _remark("credit", each.place, f"{name} n’a pas de crédit.")


def broken_links(content: Content) -> Iterator[Remark]:
    """A link leads somewhere that the public may see."""
    found = [each for each in content.pieces if isinstance(each, Link)]
    for link, why in links.broken(found):
        name = link.words or link.address
        yield _remark("broken-link", link.place, f"le lien «\u00a0{name}\u00a0» {why}" if name else f"le lien {why}")


def bare_links(content: Content) -> Iterator[Remark]:
    """Words lead on, not addresses."""
    for each in content.prose:
        for address in wording.bare_addresses(each.text):
            yield _remark(
                "bare-link",
                each.place,
                f"l’adresse «\u00a0{address}\u00a0» se lit mal\u00a0: écrivez des mots qui y mènent.",
            )


def vague_links(content: Content) -> Iterator[Remark]:
    """The words of a link say where it leads."""
    for each in content.pieces:
        if isinstance(each, Link) and each.words and wording.is_vague(each.words):
            yield _remark("vague-link", each.place, f"«\u00a0{each.words}\u00a0» ne dit pas où mène le lien.")
    for each in content.prose:
        if each.name == "source_label" and wording.is_vague(each.text):
            yield _remark("vague-link", each.place, f"«\u00a0{each.text}\u00a0» ne dit pas où mène le lien.")


def long_title(content: Content) -> Iterator[Remark]:
    """A title is read in lists, too."""
    length = len(getattr(content.page, "title", ""))
    if length > wording.TITLE_LONGEST:
        most = wording.TITLE_LONGEST
        yield Remark(
            "title",
            "Titre",
            f"{length}\u00a0signes\u00a0; au-delà de {most}, les listes et les moteurs le coupent.",
            "id_title",
        )


def acronyms(content: Content) -> Iterator[Remark]:
    """An acronym is explained, by the glossary or where it is first used."""
    prose = list(content.prose)
    paragraphs = [paragraph for each in prose for paragraph in each.paragraphs]
    for word in wording.unexplained_acronyms(paragraphs, defined_words.forms()):
        place = next(each.place for each in prose if any(word in paragraph for paragraph in each.paragraphs))
        yield _remark("acronym", place, f"«\u00a0{word}\u00a0» n’est expliqué ni ici ni dans le glossaire.")


def dates(content: Content) -> Iterator[Remark]:
    """Dates exist, agree with their weekday, and end after they begin."""
    page = content.page
    for first, second in IN_ORDER:
        before, after = getattr(page, first, None), getattr(page, second, None)
        if before and after and _day(after) < _day(before):
            names = (str(page._meta.get_field(name).verbose_name) for name in (second, first))  # noqa: SLF001 - documented
            later, earlier = names
            yield Remark(
                "dates",
                later[:1].upper() + later[1:],
                f"cette date vient avant «\u00a0{earlier}\u00a0».",
                f"id_{second}",
            )
    for each in content.prose:
        for sentence in wording.wrong_dates(each.text):
            yield _remark("dates", each.place, sentence)


def _day(value: object) -> object:
    return getattr(value, "first_day", value)


def headings(content: Content) -> Iterator[Remark]:
    """Below a title of level 2 comes level 3, and none is skipped."""
    level = 1
    for each in content.prose:
        if each.tree is None:
            if each.name == "title" and "," in each.place.where:
                level = 2  # the title of a block
            continue
        for heading in each.tree.iter(*HEADINGS):
            own = int(heading.tag[1])
            if own > level + 1:
                words = heading.text_content().strip()
                yield _remark(
                    "heading", each.place, f"«\u00a0{words}\u00a0» est un titre {own} sans titre {own - 1} avant lui."
                )
            level = own


def numbers(content: Content) -> Iterator[Remark]:
    """A figure has its year and its scope."""
    for each in content.pieces:
        if isinstance(each, Figure) and each.scope and (lack := wording.lacks_of_scope(each.scope)):
            yield _remark("number", each.place, f"«\u00a0{each.scope}\u00a0» ne dit pas {lack}.")
    for each in content.prose:
        if each.tree is None and each.name != "lead":
            continue
        for paragraph in each.paragraphs:
            for figure in wording.numbers_without_year(paragraph):
                yield _remark("number", each.place, f"«\u00a0{figure}\u00a0»\u00a0: de quelle année, et où\u00a0?")


def examples(content: Content) -> Iterator[Remark]:
    """What was invented says so, and does not stay on a real site."""
    is_example = getattr(content.page, "is_example", None)
    if is_example and not content.is_demonstration:
        yield Remark(
            "example",
            "Contenu d’exemple",
            "la case est cochée\u00a0: le public lit que tout est inventé.",
            "id_is_example",
        )
    if is_example or content.is_demonstration:
        return
    for each in content.prose:
        for words in dict.fromkeys(wording.forgotten_examples(each.text)):
            yield _remark("example", each.place, f"«\u00a0{words}\u00a0» est resté dans le texte.")


def typography(content: Content) -> Iterator[Remark]:
    """What was not typed in a form (imports, older pages) is typeset when the page is next saved."""
    for each in content.prose:
        if wording.untypeset(each.text):
            yield _remark(
                "typography",
                each.place,
                "guillemets, apostrophes ou espaces à la française\u00a0: enregistrez, ils se mettent seuls.",
            )


RULES = (
    pictures,
    broken_links,
    bare_links,
    vague_links,
    long_title,
    acronyms,
    dates,
    headings,
    numbers,
    examples,
    typography,
)
NAMES = {
    "alternative": "Image sans description",
    "credit": "Image sans crédit",
    "broken-link": "Lien rompu",
    "bare-link": "Adresse nue",
    "vague-link": "Lien qui ne dit pas où il mène",
    "title": "Titre trop long",
    "acronym": "Sigle non expliqué",
    "dates": "Dates qui se contredisent",
    "heading": "Niveau de titre sauté",
    "number": "Chiffre sans année ou sans périmètre",
    "example": "Contenu d’exemple oublié",
    "typography": "Typographie",
}
