"""What the whole site shares: accounts, media, site settings."""

from portal.models.accounts import User
from portal.models.media import PortalDocument, PortalImage, PortalRendition
from portal.models.site import MenuLink, PortalSettings

__all__ = ["MenuLink", "PortalDocument", "PortalImage", "PortalRendition", "PortalSettings", "User"]
