"""Permission policy of pictures and documents: what live pages show changes only by the hands that may publish them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from wagtail.documents import permissions as documents
from wagtail.images import permissions as images
from wagtail.models import DraftStateMixin, Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import Model

    Account = AbstractBaseUser | AnonymousUser

REPLACING = {"change", "delete"}


class ShownFilesPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's, where a new file under the name of another would pass by every review of the pages that show it."""

    def user_has_any_permission_for_instance(self, user: Account, actions: Iterable[str], instance: Model) -> bool:
        """As Wagtail's; to change or delete needs the right to publish each live thing that shows the file, too."""
        harmless = set(actions) - REPLACING
        if harmless and super().user_has_any_permission_for_instance(user, harmless, instance):
            return True
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and (user.is_superuser or all(may_publish(user, each) for each in showing(instance)))


def showing(file: Model) -> Iterator[Model]:
    """What the public may see, or a setting of the site, that refers to the file."""
    sources = set(ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id"))
    for content_type, key in sources:
        model = ContentType.objects.get_for_id(content_type).model_class()
        found = model and model.objects.filter(pk=key).first()
        if found is not None and getattr(found, "live", True):
            yield found


def may_publish(user: Account, thing: Model) -> bool:
    """Whether this account may change what the public reads of a thing."""
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(user).can_publish())
    action = "publish" if isinstance(thing, DraftStateMixin) else "change"
    options = type(thing)._meta  # noqa: SLF001 - Django's own word for it
    return bool(user.has_perm(f"{options.app_label}.{get_permission_codename(action, options)}"))


def install() -> None:
    """Put it in the place of Wagtail's two policies, which its views have imported by now: the objects stay."""
    for module in (images, documents):
        module.permission_policy.__class__ = ShownFilesPolicy
