"""Who may do what in the admin: Wagtail's two groups get French names; others keep the directory and the requests."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from directory.contact.supervisors import MANAGERS
from directory.models import Referent
from directory.staff.access import DIRECTORY_KEEPERS, REFERENTS

# Moderators publish what the others submit: they are the editors of this portal.
EDITORS, CONTRIBUTORS = "Éditeurs", "Contributeurs"
ADMINISTRATORS = "Administrateurs"
WAGTAIL_NAMES = {EDITORS: "Moderators", CONTRIBUTORS: "Editors"}
REVIEW = "Relecture par les éditeurs"
SHEET_REVIEW = "Relecture par les gestionnaires de l’annuaire"

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
ON_PAGES[ADMINISTRATORS] = [
    *ON_PAGES[EDITORS],
    *(f"wagtailcore.{action}_page" for action in ("lock", "unlock", "bulk_delete")),
]
# Who may add files may change their own, as long as no live page of others shows them (portal.files.permissions).
OWN_FILES = [each for each in MEDIA if ".change_" not in each]
OWN_PHOTOGRAPHS = [each for each in OWN_FILES if each.endswith("_image")]
ON_MEDIA = {ADMINISTRATORS: MEDIA, EDITORS: MEDIA, CONTRIBUTORS: OWN_FILES, DIRECTORY_KEEPERS: OWN_PHOTOGRAPHS}
ON_MODELS = {
    EDITORS: [
        ADMIN,
        *(f"directory.{action}_actor" for action in ("add", "change", "delete", "publish")),
        *(f"news.{action}_{model}" for model in ("newscategory", "newstheme") for action in ("add", "change")),
        *(
            f"search.{action}_{model}"
            for model in ("glossaryterm", "relatedwords")
            for action in ("add", "change", "delete")
        ),
        *(
            f"home.{action}_{model}"
            for model in ("datedfact", "question", "questiontheme")
            for action in ("add", "change", "delete")
        ),
        "search.view_unansweredwords",
        "portal.change_portalsettings",
    ],
    CONTRIBUTORS: [ADMIN],
    # Referents are prison staff: whoever may edit one sheet may edit all, so this is a group of its own.
    DIRECTORY_KEEPERS: [
        ADMIN,
        *(f"directory.{action}_referent" for action in ("add", "change", "delete", "publish")),
        *(f"directory.{action}_workshop" for action in ("add", "change", "delete", "view")),
        "directory.view_establishment",
        "directory.change_mission",
        "directory.change_disp",
    ],
    # Personal data of employers and of subscribers: who keeps pages or sheets does not see them.
    MANAGERS: [
        ADMIN,
        "contact.view_contactrequest",
        "contact.manage_contactrequest",
        *(f"news.{action}_subscription" for action in ("view", "delete")),
    ],
    # Nothing but the door: « Ma fiche » and « Demandes » ask for the sheet of the account, never for a permission.
    REFERENTS: [ADMIN],
}
# Whoever runs the portal without being a superuser: pages, directory, settings and accounts, but no one's requests,
# unless they join that group too, which the history tells. Superusers stay out of their reach (home.people.viewset).
ON_MODELS[ADMINISTRATORS] = [
    *dict.fromkeys([*ON_MODELS[EDITORS], *ON_MODELS[DIRECTORY_KEEPERS]]),
    *(f"portal.{action}_user" for action in ("add", "change", "delete")),
    *(f"wagtailcore.{action}_{model}" for model in ("workflow", "task") for action in ("add", "change", "delete")),
    *(f"wagtailcore.{action}_collection" for action in ("add", "change", "delete")),
    *(f"home.{action}_accessibilityaudit" for action in ("add", "change", "delete")),
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
]


def set_up_groups() -> list[str]:
    """Name or make the groups that are missing; return those. A group that is there keeps what was given to it."""
    missing = [name for name in ON_MODELS if not Group.objects.filter(name=name).exists()]
    for name in missing:
        Group.objects.filter(name=WAGTAIL_NAMES.get(name)).update(name=name)
        group = Group.objects.get_or_create(name=name)[0]
        group.collection_permissions.all().delete()  # Wagtail lets its own two groups change every file
        grant(group)
    Workflow.objects.filter(name="Moderators approval").update(name=REVIEW)
    Task.objects.filter(name="Moderators approval").update(name=REVIEW)
    return missing + set_up_sheet_review()


def set_up_sheet_review() -> list[str]:
    """Have the keepers of the directory approve what referents submit; a workflow chosen by hand stays."""
    sheets = ContentType.objects.get_for_model(Referent)
    if WorkflowContentType.objects.filter(content_type=sheets).exists():
        return []
    task = GroupApprovalTask.objects.create(name=SHEET_REVIEW)
    task.groups.add(Group.objects.get(name=DIRECTORY_KEEPERS))
    workflow = Workflow.objects.create(name=SHEET_REVIEW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(content_type=sheets, workflow=workflow)
    return [SHEET_REVIEW]


def wanted(name: str) -> list[str]:
    """All that a group of this name is to have: on pages, on media, on models."""
    return [*ON_PAGES.get(name, []), *ON_MEDIA.get(name, []), *ON_MODELS[name]]


def lacking() -> dict[str, list[str]]:
    """By group, what a new one would have and this one has not, on no page or folder: newer than it, or taken away."""
    found = {}
    for group in Group.objects.filter(name__in=ON_MODELS):
        places = ("group", "grouppagepermission__group", "groupcollectionpermission__group")
        held = Permission.objects.filter(Q(*((place, group) for place in places), _connector=Q.OR))
        has = {f"{app}.{codename}" for app, codename in held.values_list("content_type__app_label", "codename")}
        if missing := [each for each in wanted(group.name) if each not in has]:
            found[group.name] = missing
    return found


def grant(group: Group) -> None:
    """Give a group its permissions, and take none away; raise LookupError when one of them does not exist."""
    pages, media = Page.get_first_root_node(), Collection.get_first_root_node()
    for each in ON_PAGES.get(group.name, []):
        GroupPagePermission.objects.get_or_create(group=group, page=pages, permission=permission(each))
    for each in ON_MEDIA.get(group.name, []):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=media, permission=permission(each))
    group.permissions.add(*(permission(each) for each in ON_MODELS[group.name]))


def permission(name: str) -> Permission:
    """The permission `app.codename`."""
    app_label, codename = name.split(".")
    found = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
    if found is None:
        raise LookupError(f"no permission {name}: run `manage.py migrate` first")
    return found
