from __future__ import annotations

from directory.contact.models.event import RequestEvent
from directory.contact.models.request import PRONOUNS, ContactRequest, towards
from directory.contact.models.traces import RequestRead, RequestStatistic

__all__ = ["PRONOUNS", "ContactRequest", "RequestEvent", "RequestRead", "RequestStatistic", "towards"]
