"""Unresolved comments: whoever publishes or submits a page is told how many are left on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import COMMENTS_RELATION_NAME, Page

from portal.french.words import plural

if TYPE_CHECKING:
    from django.http import HttpRequest


def said_of_comments(draft: Any) -> str:
    """« 2 commentaires n’y sont pas réglés. »; nothing for none, or for what is no page."""
    if not isinstance(draft, Page) or not draft.pk:
        return ""
    page = Page.objects.get(pk=draft.pk)  # comments of a draft are those of its form: ask the stored ones
    count = getattr(page, COMMENTS_RELATION_NAME).filter(resolved_at=None).count()
    verb = "sont" if count > 1 else "est"
    return f"{count} {plural(count, 'commentaire')} n’y {verb} pas {plural(count, 'réglé')}." if count else ""


@hooks.register("after_publish_page")
def warn_of_comments(request: HttpRequest, page: Page) -> None:
    if words := said_of_comments(page):
        messages.warning(request, f"«\u00a0{page}\u00a0» est en ligne, mais {words}")


@hooks.register("after_bulk_action")
def warn_of_comments_on_several(request: HttpRequest, action: str, objects: list[Any], *_: object) -> None:
    for page in objects if action == "publish" else ():
        warn_of_comments(request, page)


@hooks.register("after_edit_page")
def warn_of_comments_when_submitted(request: HttpRequest, page: Page) -> None:
    if "action-submit" in request.POST and (words := said_of_comments(page)):
        messages.warning(request, f"«\u00a0{page}\u00a0» part à la relecture, mais {words}")
