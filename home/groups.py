"""Who may do what in the admin: Wagtail's two groups get French names, and a third one keeps the directory."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Task, Workflow

# Wagtail's name → ours. Moderators publish what the others submit: they are the editors of this portal.
EDITORS = "Éditeurs"
RENAMED = {"Moderators": EDITORS, "Editors": "Contributeurs"}
REVIEW = "Relecture par les éditeurs"
DIRECTORY_KEEPERS = "Gestionnaires de l’annuaire"

PERMISSIONS = {
    EDITORS: [
        *(f"directory.{action}_actor" for action in ("add", "change", "delete", "publish")),
        *(f"news.{action}_newscategory" for action in ("add", "change")),
        "portal.change_portalsettings",
    ],
    # Referents are prison staff: whoever may edit one sheet may edit all, so this is a group of its own.
    DIRECTORY_KEEPERS: [
        "wagtailadmin.access_admin",
        *(f"directory.{action}_referent" for action in ("add", "change", "delete", "publish")),
        "directory.change_mission",
        "directory.change_disp",
    ],
}


def set_up_groups() -> list[str]:
    """Name and make the groups; return those that changed. A group that is there keeps what was given to it."""
    changed = []
    for wagtail_name, name in RENAMED.items():
        if not Group.objects.filter(name=name).exists():
            Group.objects.filter(name=wagtail_name).update(name=name)
            group, _ = Group.objects.get_or_create(name=name)
            grant(group)
            changed.append(name)
    Workflow.objects.filter(name="Moderators approval").update(name=REVIEW)
    Task.objects.filter(name="Moderators approval").update(name=REVIEW)
    keepers, created = Group.objects.get_or_create(name=DIRECTORY_KEEPERS)
    if created:
        grant(keepers)
        changed.append(keepers.name)
    return changed


def grant(group: Group) -> None:
    """Give a new group its permissions on models; raise LookupError when one of them does not exist."""
    for wanted in PERMISSIONS.get(group.name, []):
        app_label, codename = wanted.split(".")
        permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
        if permission is None:
            raise LookupError(f"no permission {wanted}: run `manage.py migrate` first")
        group.permissions.add(permission)
