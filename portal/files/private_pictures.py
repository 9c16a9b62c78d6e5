"""Private collections of pictures: their sizes lie apart, and move when a collection turns private or public.

A proxy hands out what lies in the public folder without asking anybody, so the folder itself says who may read. What
lies in the wrong one is deleted: it is made anew, in the right place, when somebody who may see it asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.images.permissions import permission_policy
from wagtail.models import Collection, CollectionViewRestriction

from portal.models import PortalImage, PortalRendition
from portal.models.media import PRIVATE_FOLDER

if TYPE_CHECKING:
    from django.http import HttpRequest


def may_see(request: HttpRequest, image: PortalImage) -> bool:
    """Whether this visitor meets the conditions of the picture's collection, or works with it in the admin."""
    if all(each.accept_request(request) for each in image.collection.get_view_restrictions()):
        return True
    return permission_policy.user_has_any_permission_for_instance(request.user, ["choose", "change"], image)


def forget_misplaced(*_: Any) -> str:
    """Delete the sizes that lie where their collection, as it is now, does not let them lie; say how many."""
    private = Q(pk=None)
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        private |= Q(image__collection__path__startswith=path)
    apart = Q(file__startswith=f"{PRIVATE_FOLDER}/")
    misplaced = list(PortalRendition.objects.filter((private & ~apart) | (apart & ~private)))
    for each in misplaced:
        each.file.storage.delete(each.file.name)  # Wagtail leaves that to a task, which may come late
        each.delete()
    return f"{len(misplaced)} moved" if misplaced else ""


def connect_signals() -> None:
    """Listen to what makes a picture private or public; what tells nothing, a periodic job finds."""
    for sender in (Collection, CollectionViewRestriction, PortalImage):
        post_save.connect(_look_again, sender=sender)
    post_delete.connect(_look_again, sender=CollectionViewRestriction)


def _look_again(**_: Any) -> None:
    transaction.on_commit(forget_misplaced)
