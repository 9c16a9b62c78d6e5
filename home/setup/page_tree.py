"""The pages every site of the portal has, found again whatever an editor renames or moves.

A page made from code carries an identity of its own: its `translation_key`, derived from a fixed name. Title, slug and
place in the tree belong to the editors; the identity does not change with them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.models import Page

from directory.models import ActorsPage
from home.models import EstimatorPage, HomePage, QuestionsPage, StandardPage, WayPage
from home.models.identities import identity
from home.setup import prose, ways
from news.models import ConventionIndexPage, NewsIndexPage, PublicationIndexPage
from portal.models import MenuLink

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from directory.models import Region
    from portal.cms.base_page import BasePage

TEXTS = Path(__file__).parents[1] / "texts"
LEGAL = prose.read(TEXTS / "legal.toml")
SIMPLE = prose.read(TEXTS / "simple.toml")


@dataclass(frozen=True)
class PageSeed:
    """A page to make when it is missing, below the page of the key `parent`, which comes before it.

    Its fields are those of its model; `{mailbox}` stands for the real one.
    """

    key: str
    model: type[BasePage]
    title: str
    slug: str
    lead: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    parent: str = "home"


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
        "in_brief": prose.rich(texts["in_brief"]) if "in_brief" in texts else "",
        "body": [prose.block({"text": texts["text"]})],
        "shows_summary": True,
        "shows_update": True,
    }


def simple_text(key: str) -> dict[str, Any]:
    """Fields of a page in plain words: its text, then links to the others."""
    others = [f"- [{each['title']}](/{each['slug']}/)" for other, each in SIMPLE.items() if other != key]
    links = "\n".join(["\n## Les autres pages en version simplifiée\n", *others])
    return {"body": [prose.block({"text": SIMPLE[key]["text"] + links})]}


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
    *(
        PageSeed(
            key=f"ways/{key}",
            model=WayPage,
            title=way["title"],
            slug=way["slug"],
            lead=way["lead"],
            fields=ways.fields_of(way),
            parent="employers",
        )
        for key, way in ways.WAYS.items()
    ),
    PageSeed(
        key="estimator",
        model=EstimatorPage,
        title="Estimer un coût",
        slug="estimer-un-cout",
        lead="Un nombre de postes, des heures, une façon de travailler : une fourchette par mois, avec ce qu’elle "
        "suppose et d’où viennent ses valeurs.",
    ),
    PageSeed(
        key="questions",
        model=QuestionsPage,
        title="Questions fréquentes",
        slug="questions-frequentes",
        lead="Ce que les employeurs et leurs partenaires demandent le plus. Une réponse a sa source ; sinon, un "
        "référent vous répond.",
    ),
    PageSeed(
        key="actors",
        model=ActorsPage,
        title="Qui fait quoi",
        slug="qui-fait-quoi",
        lead="Chacun a son rôle et, au milieu, une personne construit son projet. Choisissez un acteur pour voir ce "
        "qu’il fait en détention et après la sortie.",
        fields={
            "seo_title": "Qui fait quoi dans l’insertion professionnelle",
            "person_text": "prend part à chaque choix : c’est son projet, son rythme, son métier.",
        },
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
    *(
        PageSeed(
            key=f"simple/{key}",
            model=StandardPage,
            title=each["title"],
            slug=each["slug"],
            lead=each["lead"],
            fields=simple_text(key),
        )
        for key, each in SIMPLE.items()
    ),
    PageSeed(
        key="legal",
        model=StandardPage,
        title="Mentions légales",
        slug="mentions-legales",
        lead="À qui écrire, et ce que vous pouvez reprendre de ce site.",
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
    MenuSeed(MenuLink.Place.HEADER, "Travailler avec la prison", page="employers"),
    MenuSeed(MenuLink.Place.HEADER, "Trouver un référent", address="/trouver-un-referent/"),
    MenuSeed(MenuLink.Place.HEADER, "Établissements", address="/etablissements/"),
    MenuSeed(MenuLink.Place.HEADER, "Qui fait quoi", page="actors"),
    MenuSeed(MenuLink.Place.HEADER, "Conventions", page="conventions"),
    MenuSeed(MenuLink.Place.HEADER, "Actualités", page="news"),
    MenuSeed(MenuLink.Place.FOOTER, "Décrire votre projet", address="/contact/"),
    MenuSeed(MenuLink.Place.FOOTER, "Trouver un référent", address="/trouver-un-referent/"),
    MenuSeed(MenuLink.Place.FOOTER, "Qui fait quoi", page="actors"),
    MenuSeed(MenuLink.Place.FOOTER, "Questions fréquentes", page="questions"),
    MenuSeed(MenuLink.Place.FOOTER, "Publications", page="publications"),
    MenuSeed(MenuLink.Place.FOOTER, "Recevoir les actualités", address="/recevoir-les-actualites/"),
    MenuSeed(MenuLink.Place.FOOTER, "Glossaire", address="/glossaire/"),
    MenuSeed(MenuLink.Place.LEGAL, "Plan du site", address="/plan-du-site/"),
    MenuSeed(MenuLink.Place.LEGAL, "Données ouvertes", address="/donnees-ouvertes/"),
    MenuSeed(MenuLink.Place.LEGAL, "Accessibilité : non conforme", page="accessibility"),
    MenuSeed(MenuLink.Place.LEGAL, "Mentions légales", page="legal"),
    MenuSeed(MenuLink.Place.LEGAL, "Données personnelles", page="privacy"),
]


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


def marked(page: Page, key: str) -> Page:
    """The page with the lasting mark of its key, also one made by hand that was adopted: what depends on it follows.

    A legal page stays because of its mark. A mark is one for each language; another page may have it already.
    """
    mark = identity(key)
    if page.translation_key != mark and not Page.objects.filter(translation_key=mark, locale=page.locale).exists():
        Page.objects.filter(pk=page.pk).update(translation_key=mark)
        page.translation_key = mark
    return page


def pages() -> dict[str, Page]:
    """The pages of the tree that exist, by key; empty before `setup_site`."""
    root = Page.get_first_root_node()
    home = find_or_adopt(HOME, root) if root else None
    found = {HOME.key: home} if home else {}
    for seed in PAGES:
        parent = found.get(seed.parent)
        if parent and (page := find_or_adopt(seed, parent)):
            found[seed.key] = page
    return found


def make(seed: PageSeed, parent: Page) -> Page:
    """Create and publish the page of this seed."""
    fields = {name: with_mailbox(ways.with_questions(value)) for name, value in seed.fields.items()}
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
