from __future__ import annotations

from directory.contact.models.event import RequestEvent
from directory.contact.models.request import PRONOUNS, ContactRequest, towards

__all__ = ["PRONOUNS", "ContactRequest", "RequestEvent", "towards"]
