"""What an account may read of the tree in the admin: what the public reads, and where it works itself.

Wagtail lets whoever signs in choose any page, and read the titles of drafts and private sections on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from wagtail import hooks
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.query import PageQuerySet

ANY_USE = ["choose", "change"]


def readable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Those of the pages whose titles the account may read."""
    own = PagePermissionPolicy().explorable_instances(request.user)
    return pages.filter(pk__in=own.values("pk")) | pages.live().public()


@hooks.register("construct_page_chooser_queryset")
def choose_readable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Refuses as well to list what lies below a page that is not theirs: the list begins with its title."""
    parent = request.resolver_match.kwargs.get("parent_page_id")
    if parent and not readable(Page.objects.filter(pk=parent), request).exists():
        raise PermissionDenied
    return readable(pages, request)


class ReadableChosenPages(ChosenMultipleView):
    """Wagtail's answer to pages that were ticked, for those that may be."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ids = [each for each in request.GET.getlist("id") if each.isdecimal()]
        request.GET = request.GET.copy()
        own = readable(Page.objects.filter(pk__in=ids, depth__gt=1), request)  # Wagtail fails for the root
        request.GET.setlist("id", [str(pk) for pk in own.values_list("pk", flat=True)])
        return super().get(request)


@hooks.register("before_move_page")
def move_own_pages(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks the same after a post; its question before shows the title of the page to anybody."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


class _OfThePolicy:
    """An endpoint of the admin that lists what the account may choose or change, instead of all."""

    policy: Any
    request: HttpRequest

    def get_queryset(self) -> QuerySet:
        found = self.policy.instances_user_has_any_permission_for(self.request.user, ANY_USE)
        return found.order_by("id")


class ReadableImages(_OfThePolicy, ImagesAdminAPIViewSet):
    policy = images_policy


class ReadableDocuments(_OfThePolicy, DocumentsAdminAPIViewSet):
    policy = documents_policy


@hooks.register("construct_admin_api", order=10)
def list_readable_files(router: WagtailAPIRouter) -> None:
    """Comes after Wagtail's own endpoints, and takes their places."""
    router.register_endpoint("images", ReadableImages)
    router.register_endpoint("documents", ReadableDocuments)
