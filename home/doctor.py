"""What the site as a whole lacks: legal texts, facts that hold; and what it has too much: what is a demonstration's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.urls import reverse

from home.demo.accounts import remaining_accounts
from home.facts.review import facts_to_review
from home.models import StandardPage
from home.models.identities import ACCESSIBILITY, LEGAL_KEYS, identity
from home.setup.page_tree import PAGES
from portal.cms.unfilled import UNFILLED
from portal.findings.collecting import Finding
from portal.french.words import plural
from portal.models import PortalSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_HAND = "Ce site est <"  # « Ce site est <b>non conforme</b> »


def legal_pages() -> Iterator[Finding]:
    """Those that are missing, hidden, or still hold brackets of the texts they were made from."""
    titles = {seed.key: seed.title for seed in PAGES}
    for key in LEGAL_KEYS:
        page = StandardPage.objects.filter(translation_key=identity(key)).first()
        if page is None or not page.live:
            yield Finding(f"La page «\u00a0{titles[key]}\u00a0» manque au public.")
            continue
        stored = page.in_brief + json.dumps(page.body.get_prep_value(), ensure_ascii=False)
        if count := stored.count(UNFILLED):
            path = reverse("wagtailadmin_pages:edit", args=[page.pk])
            words = f"{count} {plural(count, 'passage')} «\u00a0{UNFILLED}…]\u00a0»"
            yield Finding(f"«\u00a0{page.title}\u00a0»\u00a0: {words}.", path)


def stated_by_hand() -> Iterator[Finding]:
    """A state of conformity that the text of the statement says too, and that no recorded audit will change."""
    page = StandardPage.objects.filter(translation_key=ACCESSIBILITY).first()
    if page and BY_HAND in page.in_brief + json.dumps(page.body.get_prep_value(), ensure_ascii=False):
        path = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Finding(
            f"«\u00a0{page.title}\u00a0»\u00a0: le texte redit l’état de conformité, que donnent les audits.",
            path,
        )


def demonstration() -> Iterator[Finding]:
    """What belongs to a demonstration only."""
    for each in PortalSettings.objects.filter(is_demonstration=True):
        path = reverse("wagtailsettings:edit", args=["portal", "portalsettings", each.site_id])
        yield Finding("Le site se dit «\u00a0site de démonstration\u00a0».", path)
    if names := remaining_accounts():
        yield Finding(
            f"Comptes de démonstration, au mot de passe connu de tous\u00a0: {', '.join(names)} "
            "(manage.py remove_demo_accounts).",
            reverse("wagtailusers_users:index"),
        )


def dated_facts() -> Iterator[Finding]:
    """Values of law that are missing, over, or not checked for a year."""
    for each in facts_to_review():
        yield Finding(f"Fait daté «\u00a0{each.label}\u00a0»\u00a0: {each.state.label}.", each.edit_url)


CHECKS = [legal_pages, stated_by_hand, dated_facts, demonstration]
