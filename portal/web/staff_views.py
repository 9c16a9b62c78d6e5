"""The guard of the team's own views in the admin: who may see them, and that nothing of them stays in a cache."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.views.decorators.cache import never_cache
from wagtail.admin.auth import permission_denied

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]


def only_for(may: Callable[[AbstractBaseUser | AnonymousUser], bool]) -> Callable[[View], View]:
    """Send everybody else back to the admin's home with Wagtail's own words; no answer is stored anywhere."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if may(request.user) else permission_denied(request)

        return guarded

    return decorate
