"""Pages that every site needs (home, lists, legal texts): nobody deletes, unpublishes or lets them expire."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

EXPIRES = "Cette page reste toujours en ligne\u00a0: effacez la date de fin de publication."


class LastingPagePermissions(PagePermissionTester):
    """Wagtail's rights on a page that stays: all buttons, views and selections of the admin ask here."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False
