"""Content security policies of public pages, of the doors of the admin, of the admin: part of the settings."""

from __future__ import annotations

from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from portal.settings.accounts import OIDC_ISSUER

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
_PROVIDER = urlsplit(OIDC_ISSUER)
# The admin, its doors included, runs no script but ours and Wagtail's files (`portal.cms.inline_scripts`). Styles stay
# loose: the editor of texts and the sidebar write them into attributes, where they can run nothing.
DOORS_CONTENT_SECURITY_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF, "data:"],
    "frame-ancestors": [NONE],
    # Logging out leads on to the provider of the single sign-on, and browsers ask this directive where a form leads.
    "form-action": [SELF, *([f"{_PROVIDER.scheme}://{_PROVIDER.netloc}"] if OIDC_ISSUER else [])],
}
# Behind them also pictures that are being chosen, and previews.
ADMIN_CONTENT_SECURITY_POLICY = DOORS_CONTENT_SECURITY_POLICY | {
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
}
