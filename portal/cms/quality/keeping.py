"""Stored content checks: renewed when a draft is saved, and every night for all texts, since links break by others."""

from __future__ import annotations

import datetime
import logging
import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.signals import post_save
from wagtail.models import Page, Revision

from portal import periodic
from portal.cms.quality import outside
from portal.cms.quality.checking import remarks_on
from portal.models import PageCheck, SnippetCheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from django.db.models import Model

logger = logging.getLogger(__name__)

MOST_SECONDS = 3000.0  # of a night: then the job ends well, and its limit does not end it


def newest(text: Model) -> Any:
    """The newest draft of a page or a snippet; itself where it has none."""
    draft = text.get_latest_revision_as_object() if hasattr(text, "get_latest_revision_as_object") else text
    return getattr(draft, "specific", draft)


def texts() -> Iterator[Model]:
    """The newest draft of every page, those first whose check is the oldest, then of every snippet that is checked."""
    oldest_first = F("content_check__checked_at").asc(nulls_first=True)
    yield from map(newest, Page.objects.filter(depth__gt=1).order_by(oldest_first, "pk").iterator(chunk_size=100))
    for model in checked_models():
        yield from map(newest, model._default_manager.iterator(chunk_size=100))  # noqa: SLF001 - documented


def checked_models() -> list[Any]:
    """The kinds of snippets whose list says what is to be looked at (`portal.cms.quality.snippets`)."""
    from wagtail.snippets.models import get_snippet_models  # noqa: PLC0415 - looks for hooks, which need all apps

    return [each for each in get_snippet_models() if getattr(each.snippet_viewset, "is_checked", False)]


def keep(text: Model) -> None:
    """Check a page or a snippet as it stands here, and store what was found."""
    found = [asdict(remark) for remark in remarks_on(text)]
    values = {"remarks": found, "count": len(found)}
    try:
        if isinstance(text, Page):
            PageCheck.objects.update_or_create(page_id=text.pk, defaults=values)
        else:
            kind = ContentType.objects.get_for_model(text)
            SnippetCheck.objects.update_or_create(kind=kind, object_id=str(text.pk), defaults=values)
    except DatabaseError:
        logger.warning("The check of %s %s is not stored.", type(text).__name__, text.pk, exc_info=True)


def keep_page(page_id: int) -> None:
    """Check the newest draft of a page; nothing for one that is gone."""
    page = Page.objects.filter(pk=page_id, depth__gt=1).first()
    if page is not None:
        keep(newest(page))


def renew_all(now: datetime.datetime) -> str:
    """Check every text again; checks of snippets that are gone go too.

    Whatever a night has no time for is first in the next one.
    """
    count, begun = 0, time.monotonic()
    for text in texts():
        keep(text)
        count += 1
        if time.monotonic() - begun > MOST_SECONDS:
            return f"{count} texts checked, others next time"
    SnippetCheck.objects.filter(checked_at__lt=now).delete()
    return f"{count} texts checked"


def ask_outside(now: datetime.datetime) -> str:
    """Ask links to other sites, and renew the checks of texts in which one broke or was mended."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return "not asked for"
    asked, changed = outside.check(texts(), now)
    for text in {(type(each), each.pk): each for each in changed}.values():
        keep(text)
    return f"{asked} links asked, {len(changed)} changes"


def after_saving(sender: type[Revision], instance: Revision, **kwargs: Any) -> None:
    """A new draft is checked once it is safely stored: advice neither slows nor stops a transaction."""
    if instance.base_content_type_id == ContentType.objects.get_for_model(Page).pk:
        transaction.on_commit(partial(keep_page, int(instance.object_id)), robust=True)


def connect() -> None:
    """Listen to drafts, and put the nightly checks among the periodic jobs."""
    daily = datetime.timedelta(hours=24)
    post_save.connect(after_saving, sender=Revision, dispatch_uid="portal.content_check")
    periodic.register("portal.content_check", renew_all, seconds=MOST_SECONDS + 600, every=daily)
    periodic.register("portal.outside_links", ask_outside, turn=periodic.Turn.LAST, every=daily)
