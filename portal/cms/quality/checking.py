"""Content check of one page or snippet: all its remarks, for the panel, the review, the lists and the reports."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from wagtail.models import Site

from portal.cms.quality.pieces import pieces_of
from portal.cms.quality.rules import RULES, Content, Remark
from portal.models import PortalSettings

if TYPE_CHECKING:
    from django.db.models import Model

logger = logging.getLogger(__name__)


def remarks_on(page: Model) -> list[Remark]:
    """What an editor may have overlooked on a page or snippet as it stands here, drafts included; never an error."""
    try:
        content = Content(page, tuple(pieces_of(page)), _is_demonstration())
    except Exception:  # advice is an extra: whatever a draft holds, it is saved and shown
        logger.exception("A page is not checked.")
        return []
    found: list[Remark] = []
    for rule in RULES:
        try:
            found += dict.fromkeys(rule(content))
        except Exception:
            logger.exception("The rule %s is left out.", rule.__name__)
    return found


def _is_demonstration() -> bool:
    site = Site.objects.filter(is_default_site=True).first()
    return bool(site and PortalSettings.for_site(site).is_demonstration)
