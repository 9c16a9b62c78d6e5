"""Whatever is written to the database ends the generation of what is cached, unless no page shows it.

Signals do not hear of `update()`, `bulk_create()` or the tree's own SQL, and a new model must be thought of. Here each
statement is looked at, and the tables that are left out are named: what is forgotten here costs time, never truth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.backends.signals import connection_created

from portal.cms.cached import forget

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper

_WRITES = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\W?(?P<table>\w+)", re.IGNORECASE
)
# Beginnings of names: what people send or do here, drafts, what engines and checks note for themselves, and sizes of
# pictures, which the first page that shows them makes.
SHOWN_NOWHERE = (
    "auth_", "contact_", "django_", "mail_", "news_subscription", "otp_",
    "portal_audiencecount", "portal_duejob", "portal_outsidelink", "portal_pagecheck", "portal_pagemodel",
    "portal_portalrendition", "portal_previewlink", "portal_signin", "portal_snippetcheck", "portal_user",
    "search_change", "search_follower", "search_passagevector", "search_searchcount", "search_unansweredwords",
    "wagtailadmin_", "wagtailcore_comment", "wagtailcore_group", "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry", "wagtailcore_pagesubscription", "wagtailcore_referenceindex", "wagtailcore_revision",
    "wagtailcore_task", "wagtailcore_uploadedfile", "wagtailcore_workflow", "wagtailimages_rendition",
    "wagtailsearch_", "wagtailusers_",
)  # fmt: skip


def is_shown(sql: object) -> bool:
    """Whether this statement changes what a page may show."""
    written = _WRITES.match(sql) if isinstance(sql, str) else None
    return written is not None and not written["table"].startswith(SHOWN_NOWHERE)


def _listen(execute: Callable[..., Any], sql: object, *rest: Any) -> Any:
    result = execute(sql, *rest)
    if is_shown(sql):
        forget()
    return result


def _begin(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _listen not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _listen)  # who adds one for a while takes the last away


def connect() -> None:
    """Listen to every connection."""
    connection_created.connect(_begin, dispatch_uid="portal.cms.written")
