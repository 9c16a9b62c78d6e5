"""Requests, their history, and what remains of them."""

from __future__ import annotations

from directory.contact.models.answer_template import AnswerTemplate
from directory.contact.models.draft import FormDraft
from directory.contact.models.event import RequestEvent
from directory.contact.models.received import ReceivedMail, RequestFile, WaitingFile
from directory.contact.models.request import ContactRequest
from directory.contact.models.share import RequestShare
from directory.contact.models.traces import MailReading, RequestRead, RequestStatistic
from directory.contact.models.words import PRONOUNS

__all__ = [
    "PRONOUNS", "AnswerTemplate", "ContactRequest", "FormDraft", "MailReading", "ReceivedMail", "RequestEvent",
    "RequestFile", "RequestRead", "RequestShare", "RequestStatistic", "WaitingFile",
]  # fmt: skip
