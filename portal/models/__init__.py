"""What the whole site shares: accounts, media, site settings."""

from portal.models.accounts import User
from portal.models.audience import AudienceCount
from portal.models.drafts import PageModel, PreviewLink
from portal.models.due_jobs import DueJob
from portal.models.media import PortalDocument, PortalImage, PortalRendition
from portal.models.quality import OutsideLink, PageCheck, SnippetCheck
from portal.models.sign_ins import SignIn
from portal.models.site import MenuLink, PortalSettings

__all__ = [
    "AudienceCount",
    "DueJob",
    "MenuLink",
    "OutsideLink",
    "PageCheck",
    "PageModel",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "PreviewLink",
    "SignIn",
    "SnippetCheck",
    "User",
]
