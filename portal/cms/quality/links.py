"""Link check: pages, documents, typed addresses of ours, and what is known of others; few queries for all of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.cms.own_addresses import is_answered, path_here
from portal.cms.quality import outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.cms.quality.pieces import Link

NOWHERE = "ne mène nulle part."
NOT_PUBLIC = "mène à une page qui n’est pas publique."


def broken(links: Iterable[Link]) -> Iterator[tuple[Link, str]]:
    """The links that do not lead on, each with what is wrong, in their order."""
    links = list(links)
    pages = {each.page_id for each in links if each.page_id is not None}
    documents = {each.document_id for each in links if each.document_id is not None}
    exist = set(Page.objects.filter(pk__in=pages).values_list("pk", flat=True)) if pages else set()
    public = set(Page.objects.filter(pk__in=exist).live().values_list("pk", flat=True)) if exist else set()
    kept = (
        set(get_document_model().objects.filter(pk__in=documents).values_list("pk", flat=True)) if documents else set()
    )
    faults = outside.faults(links)
    for link in links:
        if link.page_id is not None:
            if link.page_id not in public:
                yield link, NOT_PUBLIC if link.page_id in exist else NOWHERE
        elif link.document_id is not None:
            if link.document_id not in kept:
                yield link, "mène à un document supprimé."
        elif not link.address or ((path := path_here(link.address)) and not is_answered(path)):
            yield link, NOWHERE
        elif fault := faults.get(outside.outside(link)):
            yield link, f"{fault}."
