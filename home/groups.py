"""Who may do what in the admin: Wagtail's two groups get French names, and a third one keeps the directory."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Task, Workflow

# Moderators publish what the others submit: they are the editors of this portal.
EDITORS, CONTRIBUTORS, DIRECTORY_KEEPERS = "Éditeurs", "Contributeurs", "Gestionnaires de l’annuaire"
WAGTAIL_NAMES = {EDITORS: "Moderators", CONTRIBUTORS: "Editors"}
REVIEW = "Relecture par les éditeurs"

ADMIN = "wagtailadmin.access_admin"
# Wagtail asks for the permissions on its own models of media, also where ours replace them.
MEDIA = [
    *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
    *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
]
# On the whole tree of pages, on all collections of media, on models.
ON_PAGES = {
    EDITORS: ["wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"],
    CONTRIBUTORS: ["wagtailcore.add_page", "wagtailcore.change_page"],
}
ON_MEDIA = {EDITORS: MEDIA, CONTRIBUTORS: MEDIA}
ON_MODELS = {
    EDITORS: [
        ADMIN,
        *(f"directory.{action}_actor" for action in ("add", "change", "delete", "publish")),
        *(f"news.{action}_newscategory" for action in ("add", "change")),
        "portal.change_portalsettings",
    ],
    CONTRIBUTORS: [ADMIN],
    # Referents are prison staff: whoever may edit one sheet may edit all, so this is a group of its own.
    DIRECTORY_KEEPERS: [
        ADMIN,
        *(f"directory.{action}_referent" for action in ("add", "change", "delete", "publish")),
        "directory.change_mission",
        "directory.change_disp",
    ],
}


def set_up_groups() -> list[str]:
    """Name or make the groups that are missing; return those. A group that is there keeps what was given to it."""
    missing = [name for name in ON_MODELS if not Group.objects.filter(name=name).exists()]
    for name in missing:
        Group.objects.filter(name=WAGTAIL_NAMES.get(name)).update(name=name)
        grant(Group.objects.get_or_create(name=name)[0])
    Workflow.objects.filter(name="Moderators approval").update(name=REVIEW)
    Task.objects.filter(name="Moderators approval").update(name=REVIEW)
    return missing


def grant(group: Group) -> None:
    """Give a new group its permissions; raise LookupError when one of them does not exist."""
    pages, media = Page.get_first_root_node(), Collection.get_first_root_node()
    for wanted in ON_PAGES.get(group.name, []):
        GroupPagePermission.objects.get_or_create(group=group, page=pages, permission=permission(wanted))
    for wanted in ON_MEDIA.get(group.name, []):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=media, permission=permission(wanted))
    group.permissions.add(*(permission(wanted) for wanted in ON_MODELS[group.name]))


def permission(name: str) -> Permission:
    """The permission `app.codename`."""
    app_label, codename = name.split(".")
    found = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
    if found is None:
        raise LookupError(f"no permission {name}: run `manage.py migrate` first")
    return found
