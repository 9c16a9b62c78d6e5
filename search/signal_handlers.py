"""What changes an entry: each such event is written to the change log in its own transaction.

Pages are saved, moved and deleted inside transactions of Wagtail's, and `post_save` fires inside them: publishing,
unpublishing, scheduling, renaming and moving all pass through it. What shows only in descendants (an address, a
private section) is recorded for the whole subtree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, get_page_models

from search.engines import configured
from search.index import change_log, indexing, registry
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def note(keys: Iterable[str]) -> None:
    """Record changes in the running transaction and let the engines of this process follow once it is committed."""
    change_log.record(keys)
    # robust: the content is committed by then; an engine that fails must not turn that into an error page.
    transaction.on_commit(catch_up_after_commit, robust=True)


def catch_up_after_commit() -> None:
    """Let every engine of this process follow what was just committed; one that cannot does it at its next chance."""
    for engine, breaker in configured.followers():
        if breaker.is_open():
            continue
        try:
            indexing.catch_up(engine)
            indexing.report(engine)
        except SearchUnavailable as error:
            breaker.record_failure(error)
        else:
            breaker.record_success()


def note_move(sender: type[Page], instance: Page, update_fields: Any = None, **_: Any) -> None:
    """Before a page is saved: see whether its address, and with it those of its descendants, changes."""
    instance._search_moved = False  # noqa: SLF001 - a note of ours, read by record_page
    if instance.pk is None or (update_fields is not None and "url_path" not in update_fields):
        return
    stored = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    instance._search_moved = stored is not None and stored != instance.url_path  # noqa: SLF001 - see above


def record_page(sender: type[Page], instance: Page, **_: Any) -> None:
    """A page was saved or deleted; when it moved, its descendants moved with it."""
    keys = {f"page:{instance.pk}"} | registry.keys_touched_by(instance)
    if getattr(instance, "_search_moved", False):
        keys |= subtree_keys(instance)
    note(sorted(keys))


def record_restriction(sender: type[PageViewRestriction], instance: PageViewRestriction, **_: Any) -> None:
    """A section became private, or public again."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        note(sorted(subtree_keys(page)))


def record_object(sender: type[Model], instance: Model, **_: Any) -> None:
    """An object that is no page was saved or deleted."""
    note(sorted(registry.keys_touched_by(instance)))


def subtree_keys(page: Page) -> set[str]:
    """Keys of a page, of all below it, and of what depends on any of them."""
    below = Page.objects.filter(path__startswith=page.path)
    keys = {f"page:{pk}" for pk in below.values_list("pk", flat=True)}
    for source in registry.sources():
        for model in source.touched_by:
            if issubclass(model, Page):
                for each in model.objects.filter(path__startswith=page.path):
                    keys |= source.keys_touched_by(each)
    return keys


def connect() -> None:
    """Listen to every model that a source names, to every page type and to private sections."""
    pages = {Page, *get_page_models()}
    others = {model for source in registry.sources() for model in (source.model, *source.touched_by)} - pages
    listening = [(pages, record_page), (others, record_object), ({PageViewRestriction}, record_restriction)]
    for model in pages:
        pre_save.connect(note_move, sender=model, dispatch_uid="search-move")
    for models, receiver in listening:
        for model in models:
            post_save.connect(receiver, sender=model, dispatch_uid="search-save")
            post_delete.connect(receiver, sender=model, dispatch_uid="search-delete")
