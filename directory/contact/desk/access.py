"""Who sees which request: managers all, a referent those of their direction or with a part for it, nobody else any.

Everything that shows, exports, counts or changes a request at the desk starts from `visible_to`: what is not in it does
not exist for that account, and is answered by a 404.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from directory.contact.models import ContactRequest
from directory.models import Referent
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from directory.contact.models.querysets import ContactRequestQuerySet

    Account = AbstractBaseUser | AnonymousUser

MANAGING = "contact.manage_contactrequest"


def manages_requests(user: Account) -> bool:
    """Whether this account sees the requests of every direction, the statistics of all and who read what."""
    return user.has_perm(MANAGING)


def direction_of(user: Account) -> str:
    """Code of the one direction whose requests this account sees; empty without a published sheet of its own.

    Looked up once for each object of an account, which lives as long as one answer to a browser.
    """
    if not hasattr(user, "_desk_direction"):
        sheet = Referent.objects.of_account(user) if user.is_active else None
        user._desk_direction = sheet.disp_id if sheet and sheet.live else ""  # noqa: SLF001 - ours, on Django's object
    return user._desk_direction  # noqa: SLF001 - as above


def works_at_desk(user: Account) -> bool:
    """Whether there is any request this account could see."""
    return manages_requests(user) or bool(direction_of(user))


def visible_to(user: Account) -> ContactRequestQuerySet:
    """The requests that exist for this account; to a referent, only what reached somebody."""
    requests = ContactRequest.objects.all()
    if manages_requests(user):
        return requests
    direction = direction_of(user)
    return requests.confirmed().of_direction(direction) if direction else requests.none()


def visible_or_404(user: Account, pk: int) -> ContactRequest:
    """One request; Http404 when there is none for this account, whether or not it is stored."""
    related = ("disp", "referent__disp", "owner", "commune")
    return get_object_or_404(visible_to(user).select_related(*related), pk=pk)


# Both send the others to the admin's home.
desk_view = only_for(works_at_desk)
managers_only = only_for(manages_requests)
