"""Template tag of the login page: which doors there are."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def login_doors() -> dict[str, bool]:
    """Whether one may come by the single sign-on, and by password."""
    return {"single": bool(settings.OIDC_ISSUER), "local": settings.LOCAL_LOGIN}
