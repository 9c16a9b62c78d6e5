"""The pages every site of the portal has, found again whatever an editor renames or moves.

A page made from code carries an identity of its own: its `translation_key`, derived from a fixed name. Title, slug and
place in the tree belong to the editors; the identity does not change with them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.models import Page

from directory.models import ActorsPage
from home import writing
from home.models import HomePage, StandardPage
from news.models import ConventionIndexPage, NewsIndexPage, PublicationIndexPage
from portal.models import MenuLink

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from directory.models import Region
    from portal.cms.base_page import BasePage

LEGAL = writing.read(Path(__file__).parent / "texts" / "legal.toml")
NAMESPACE = uuid.UUID("6d1b0a3e-5c0f-4f0b-9f43-2f4a6c9b7e11")


@dataclass(frozen=True)
class PageSeed:
    """A page to make when it is missing. Its fields are those of its model; `{mailbox}` stands for the real one."""

    key: str
    model: type[BasePage]
    title: str
    slug: str
    lead: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MenuSeed:
    """A link of a menu: to a page of the tree by its key, or to an address of the site."""

    place: MenuLink.Place
    label: str
    page: str = ""
    address: str = ""


def legal_text(key: str) -> dict[str, Any]:
    """Fields of a legal page, from the texts the project brings along."""
    texts = LEGAL[key]
    return {
        "in_brief": writing.rich(texts["in_brief"]) if "in_brief" in texts else "",
        "body": [writing.block({"text": texts["text"]})],
        "shows_summary": True,
        "shows_update": True,
    }


HOME = PageSeed(
    key="home",
    model=HomePage,
    title="Travailler avec la prison : à qui parler près de chez vous ?",
    slug="accueil",
    lead="Vous voulez confier une production, former ou recruter ? Partout en France, un référent connaît les "
    "établissements et vous guide. Dites-nous où vous êtes.",
    fields={
        "ways_title": "Employeurs : quatre façons de commencer",
        "ways_text": "Vous ne savez pas laquelle vous convient ? C’est la première chose que le référent regarde avec "
        "vous.",
    },
)
PAGES = [
    PageSeed(
        key="employers",
        model=StandardPage,
        title="Travailler avec la prison",
        slug="travailler-avec-la-prison",
        lead="Installer un atelier, confier une production, recruter, prendre un apprenti : un référent vous dit ce "
        "qui est possible près de chez vous, et à quelles conditions.",
    ),
    PageSeed(
        key="actors",
        model=ActorsPage,
        title="Les acteurs de l’insertion professionnelle",
        slug="qui-fait-quoi",
        lead="Chacun a son rôle et, au milieu, une personne construit son projet. Choisissez un acteur pour voir ce "
        "qu’il fait en détention et après la sortie.",
        fields={"person_text": "prend part à chaque choix : c’est son projet, son rythme, son métier."},
    ),
    PageSeed(
        key="conventions",
        model=ConventionIndexPage,
        title="Conventions",
        slug="conventions",
        lead="Qui s’engage, à quoi, jusqu’à quand : chaque convention a sa page, ses chiffres et son contact.",
    ),
    PageSeed(
        key="news",
        model=NewsIndexPage,
        title="Actualités",
        slug="actualites",
        lead="Ce qui se passe sur le terrain : travail, formation, emploi, en prison et à la sortie.",
    ),
    PageSeed(
        key="publications",
        model=PublicationIndexPage,
        title="Publications",
        slug="publications",
        lead="La lettre du portail, numéro après numéro, à lire ici ou à télécharger.",
    ),
    PageSeed(
        key="legal",
        model=StandardPage,
        title="Mentions légales",
        slug="mentions-legales",
        lead="Qui publie ce site, qui l’héberge, et ce que vous pouvez en reprendre.",
        fields=legal_text("legal"),
    ),
    PageSeed(
        key="privacy",
        model=StandardPage,
        title="Données personnelles",
        slug="donnees-personnelles",
        lead="Ce que nous savons de vous quand vous nous écrivez, pourquoi, et comment nous le faire effacer.",
        fields=legal_text("privacy"),
    ),
    PageSeed(
        key="accessibility",
        model=StandardPage,
        title="Accessibilité",
        slug="accessibilite",
        lead="L’état de conformité de ce site au référentiel général d’amélioration de l’accessibilité (RGAA), et qui "
        "prévenir en cas de difficulté.",
        fields=legal_text("accessibility"),
    ),
]

MENUS = [
    MenuSeed(MenuLink.Place.HEADER, "Employeurs", page="employers"),
    MenuSeed(MenuLink.Place.HEADER, "Trouver un référent", address="/trouver-un-referent/"),
    MenuSeed(MenuLink.Place.HEADER, "Qui fait quoi", page="actors"),
    MenuSeed(MenuLink.Place.HEADER, "Conventions", page="conventions"),
    MenuSeed(MenuLink.Place.HEADER, "Actualités", page="news"),
    MenuSeed(MenuLink.Place.FOOTER, "Décrire un projet", address="/contact/"),
    MenuSeed(MenuLink.Place.FOOTER, "Trouver un référent", address="/trouver-un-referent/"),
    MenuSeed(MenuLink.Place.FOOTER, "Qui fait quoi", page="actors"),
    MenuSeed(MenuLink.Place.FOOTER, "Publications", page="publications"),
    MenuSeed(MenuLink.Place.FOOTER, "Recevoir les actualités", address="/recevoir-les-actualites/"),
    MenuSeed(MenuLink.Place.FOOTER, "Glossaire", address="/glossaire/"),
    MenuSeed(MenuLink.Place.LEGAL, "Plan du site", address="/plan-du-site/"),
    MenuSeed(MenuLink.Place.LEGAL, "Données ouvertes", address="/donnees-ouvertes/"),
    MenuSeed(MenuLink.Place.LEGAL, "Accessibilité : non conforme", page="accessibility"),
    MenuSeed(MenuLink.Place.LEGAL, "Mentions légales", page="legal"),
    MenuSeed(MenuLink.Place.LEGAL, "Données personnelles", page="privacy"),
]


def identity(key: str) -> uuid.UUID:
    """The lasting mark of the page made under this key."""
    return uuid.uuid5(NAMESPACE, key)


def find(key: str) -> Page | None:
    """The page made under this key, wherever it is now, as its own type; None when it is missing."""
    page = Page.objects.filter(translation_key=identity(key)).first()
    return page.specific if page else None


def find_or_adopt(seed: PageSeed, parent: Page) -> Page | None:
    """The page of this seed, or one made by hand that takes its place: of the only allowed kind, or at its address."""
    if page := find(seed.key):
        return page
    if seed.model.max_count == 1 and (page := seed.model.objects.first()):
        return page
    page = parent.get_children().filter(slug=seed.slug).first()
    return page.specific if page else None


def pages() -> dict[str, Page]:
    """The pages of the tree that exist, by key; empty before `setup_site`."""
    root = Page.get_first_root_node()
    home = find_or_adopt(HOME, root) if root else None
    if home is None:
        return {}
    found = {seed.key: find_or_adopt(seed, home) for seed in PAGES}
    return {HOME.key: home} | {key: page for key, page in found.items() if page}


def make(seed: PageSeed, parent: Page) -> Page:
    """Create and publish the page of this seed."""
    fields = {name: with_mailbox(value) for name, value in seed.fields.items()}
    return publish(seed.model(title=seed.title, slug=seed.slug, lead=seed.lead, **fields), seed.key, parent)


def publish(
    page: Page, key: str, parent: Page, regions: Iterable[Region] = (), published_at: datetime.datetime | None = None
) -> Page:
    """Add a page below its parent under a lasting key, with a first revision; dated now unless told otherwise."""
    page.translation_key = identity(key)
    parent.add_child(instance=page)
    if regions:
        page.regions = regions  # only a stored page can have relations
    page.save_revision().publish()
    if published_at:
        dates = {"first_published_at": published_at, "last_published_at": published_at}
        Page.objects.filter(pk=page.pk).update(**dates)
    return page


def with_mailbox(value: Any) -> Any:
    """The same text, or list of blocks, with the mailbox of last resort written in."""
    if isinstance(value, str):
        return value.replace("{mailbox}", settings.NATIONAL_MAILBOX)
    if isinstance(value, list):
        return [(kind, with_mailbox(content)) for kind, content in value]
    return value
