"""The audit that the site relies on: one query, cached until somebody records another."""

from __future__ import annotations

from home.accessibility.conformity import Conformity
from home.accessibility.models import AccessibilityAudit
from portal.cms.cached import cached, forget_on_change

CACHE_KEY = "home:audit"


def latest_audit() -> AccessibilityAudit | None:
    """The last audit, in force or not; None while nobody led one."""
    return cached(CACHE_KEY, lambda: (AccessibilityAudit.objects.first(),))[0]


def current_conformity() -> Conformity:
    """What the site declares today: « non conforme » until a person's audit says better."""
    audit = latest_audit()
    return audit.conformity if audit else Conformity.NONE


def forget_when_changed() -> None:
    """Drop the cached audit as soon as one is recorded, changed or deleted; called once the apps are ready."""
    forget_on_change(AccessibilityAudit)
