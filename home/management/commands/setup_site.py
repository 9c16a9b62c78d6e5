from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from directory.models import Mission
from home.setup import page_tree
from home.setup.facts import make_facts
from home.setup.glossary import make_glossary, make_related_words
from home.setup.groups import grant, lacking, set_up_groups
from home.setup.missions import MISSIONS
from home.setup.questions import make_questions
from home.setup.quiet import quiet
from portal.models import MenuLink, PortalSettings


class Command(BaseCommand):
    """Make what is missing of a real site, empty: pages, menus, missions, glossary, groups. What exists stays as it is.

    Only the host name of the site follows the PORTAL_URL variable every time: it belongs to the deployment.
    """

    help = "Make the page tree, menus, missions, glossary and groups of the portal; leave what exists as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """One choice: what groups that are there lack is told, or given."""
        parser.add_argument(
            "--permissions", action="store_true", help="give groups that exist what a new one would have"
        )

    def handle(self, *, permissions: bool, **_: Any) -> None:
        """Make what is missing and say it in one line; a line more for each group that lacks something."""
        with quiet(), transaction.atomic():
            made = self.set_up()
            less = lacking()
            for group in Group.objects.filter(name__in=less if permissions else ()):
                grant(group)
        if made:
            self.stdout.write(f"Site set up: {len(made)} pages, menus, missions, words and groups made.")
        else:
            self.stdout.write("Site already set up: nothing to do.")
        for name, missing in less.items():
            self.stdout.write(f"Group {name} {'now has' if permissions else 'lacks'}: {', '.join(missing)}.")
        if less and not permissions:
            self.stdout.write(
                "Newer than the group, or taken away by hand: `setup_site --permissions` gives all of it."
            )

    def set_up(self) -> list[str]:
        """Make what is missing; return what was made."""
        # Wagtail's migrations make these three; a database restored without them is made whole again.
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        if not Collection.get_first_root_node():
            Collection.add_root(name="Racine")
        root = Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
        Page.objects.filter(pk=root.pk, title="Root").update(title="Racine", draft_title="Racine")
        Collection.objects.filter(depth=1, name="Root").update(name="Racine")
        made = make_facts() + make_questions()
        made += self.make_pages(root)
        made += self.make_menus(Site.objects.get(is_default_site=True))
        made += [code for code, values in MISSIONS.items() if Mission.objects.get_or_create(values, code=code)[1]]
        return made + make_glossary() + make_related_words() + set_up_groups()

    def make_pages(self, root: Page) -> list[str]:
        """Make the home page, the site that shows it, and the pages below; return the keys of those made."""
        made = []
        home = page_tree.find_or_adopt(page_tree.HOME, root)
        if home is None:
            home = page_tree.make(page_tree.HOME, root)
            made.append("home")
        self.point_site_to(home)
        self.remove_welcome_page(root)
        there: dict[str, Page] = {page_tree.HOME.key: home}
        for seed in page_tree.PAGES:
            parent = there[seed.parent]
            parent.refresh_from_db()  # its count of children changes with each of them
            page = page_tree.find_or_adopt(seed, parent)
            if page is None:
                page = page_tree.make(seed, parent)
                made.append(seed.key)
            there[seed.key] = page_tree.marked(page, seed.key)
        return made

    def point_site_to(self, home: Page) -> None:
        """Give the default site its address, and its home page when it still shows Wagtail's."""
        address = urlsplit(settings.PORTAL_URL)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        if not site.root_page_id or is_welcome_page(site.root_page):
            site.root_page = home
        site.save()

    def remove_welcome_page(self, root: Page) -> None:
        """Delete the page that Wagtail's first migration leaves, and no other."""
        root.refresh_from_db()
        for page in root.get_children():
            if is_welcome_page(page):
                page.delete()

    def make_menus(self, site: Site) -> list[str]:
        """Make the menus of a site that has none at all; return their places."""
        identity = PortalSettings.for_site(site)
        if identity.menu_links.exists():
            return []
        pages = page_tree.pages()
        for order, seed in enumerate(page_tree.MENUS):
            page = pages.get(seed.page)
            if page or seed.address:
                MenuLink.objects.create(
                    settings=identity, place=seed.place, label=seed.label, page=page, address=seed.address,
                    sort_order=order,
                )  # fmt: skip
        return list(MenuLink.Place.values)


def is_welcome_page(page: Page) -> bool:
    """Whether this is the page of no type that Wagtail puts on a new site."""
    return (
        page.content_type_id == ContentType.objects.get_for_model(Page).pk and page.depth == 2 and page.slug == "home"
    )
