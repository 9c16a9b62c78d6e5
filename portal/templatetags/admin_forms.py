"""Tags of our changes to Wagtail's templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from portal.cms.quality.checking import remarks_on
from portal.cms.redirects import OldAddressForm

if TYPE_CHECKING:
    from django.db.models import Model

    from portal.cms.quality.rules import Remark

register = template.Library()


@register.simple_tag
def old_address_form() -> OldAddressForm:
    """The form that asks where readers of a deleted page are led."""
    return OldAddressForm()


@register.simple_tag
def content_remarks(text: Model) -> list[Remark]:
    """What the author of a page or a snippet may have overlooked, drafts included."""
    return remarks_on(getattr(text, "specific", text))
