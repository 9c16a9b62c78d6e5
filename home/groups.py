"""Who may do what in the admin: Wagtail's two groups get French names; others keep the directory and the requests."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
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

from directory.contact.desk.access import MANAGERS
from directory.models import Referent
from directory.staff.access import DIRECTORY_KEEPERS, REFERENTS

# Moderators publish what the others submit: they are the editors of this portal.
EDITORS, CONTRIBUTORS = "Éditeurs", "Contributeurs"
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
ON_MEDIA = {EDITORS: MEDIA, CONTRIBUTORS: MEDIA}
ON_MODELS = {
    EDITORS: [
        ADMIN,
        *(f"directory.{action}_actor" for action in ("add", "change", "delete", "publish")),
        *(f"news.{action}_{model}" for model in ("newscategory", "newstheme") for action in ("add", "change")),
        *(f"search.{action}_glossaryterm" for action in ("add", "change", "delete")),
        "search.view_unansweredwords",
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


def set_up_groups() -> list[str]:
    """Name or make the groups that are missing; return those. A group that is there keeps what was given to it."""
    missing = [name for name in ON_MODELS if not Group.objects.filter(name=name).exists()]
    for name in missing:
        Group.objects.filter(name=WAGTAIL_NAMES.get(name)).update(name=name)
        grant(Group.objects.get_or_create(name=name)[0])
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
