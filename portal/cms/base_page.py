"""Base class of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from portal.cms.draft_forms import UNTITLED, DraftPageForm, free_slug
from portal.cms.fields import LeadField
from portal.cms.fixed_addresses import refuse_fixed_address
from portal.cms.lasting_pages import EXPIRES, LastingPagePermissions
from portal.cms.publication import CheckedWhenPublished

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest
    from wagtail.models import PagePermissionTester
    from wagtail.query import PageQuerySet


ADDRESS_HELP = "Les derniers mots de l’adresse, sans accent ni espace. L’ancienne adresse mènera à la nouvelle."


class CopyWithoutAlias(CopyForm):
    """Wagtail's form, without aliases: a second address of one page is an address too many for lists and search."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("alias", None)  # only who may publish is offered it


class BasePage(CheckedWhenPublished, Page):
    """What every page of the portal has: a lead, ancestors for the breadcrumb."""

    lead = LeadField()

    base_form_class = DraftPageForm
    copy_form_class = CopyWithoutAlias

    content_panels = [*Page.content_panels, FieldPanel("lead", widget=AdminAutoHeightTextInput)]

    # Without Wagtail's « show in menus »: menus are written under « Identité et menus », that box moved nothing.
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", heading="Adresse", help_text=ADDRESS_HELP),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading="Pour les moteurs de recherche",
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse the title that a draft had until it got its own, the address of something else, and an end."""
        super().clean()
        refuse_fixed_address(self.slug, self.get_parent() if self.path else None)
        if self.is_lasting and self.expire_at:
            raise ValidationError({"expire_at": EXPIRES})
        if self.title == UNTITLED:
            raise ValidationError({"title": "Écrivez le titre."})

    def _check_slug_is_unique(self) -> None:
        """Wagtail's; a page being added takes the next free address when its own was taken since its form was read.

        Forms refuse an address that somebody wants and cannot have. Only the draft that « Publier » overtook while it
        was saved by itself comes between: the server answered with an error.
        """
        parent = self.get_parent()
        if self._state.adding and not self._slug_is_available(self.slug, parent, self):
            self.slug = free_slug(self.slug, lambda slug: self._slug_is_available(slug, parent, self), 255)
        super()._check_slug_is_unique()

    @property
    def is_lasting(self) -> bool:
        """Whether every site needs it, so that nobody takes it away: the home page, lists, what exists once."""
        return self.max_count == 1

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Wagtail's rights; a page that every site needs stays."""
        return LastingPagePermissions(user, self) if self.is_lasting else super().permissions_for_user(user)

    def crumbs_below(self, parent: str) -> list[tuple[str, str]]:
        """(label, address) of what stands between the page at the address `parent` and this one, and is no page."""
        return []

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's, on the one public address of the portal: its record of the site may lag behind PORTAL_URL."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.PORTAL_URL if parts[1] else parts[1], parts[2])

    def breadcrumb(self) -> PageQuerySet:
        """Public ancestors below the tree's root, home first, without this page."""
        return self.get_ancestors().filter(depth__gt=1).live().public()
