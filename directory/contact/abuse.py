"""Rate limits, spam traps and flags: what keeps scripts out, and what may look odd. No message is thrown away here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disposable_email_domains import blocklist
from django.utils.encoding import punycode

from directory.contact.models import ContactRequest
from portal.web.limits import mailbox_of, may_be_mailed, network_of, seconds_to_wait

if TYPE_CHECKING:
    from django.http import HttpRequest

# Enough for a whole office behind one address; too little for a script.
SENDING_FROM_ONE_ADDRESS = "30/h"
SENDING_BY_ONE_EMAIL = "6/h"
DRAFTS_FROM_ONE_ADDRESS = "120/h"
FILES_FROM_ONE_ADDRESS = "60/h"
MESSAGES_ABOUT_ONE_REQUEST = "10/h"
LINKS_FROM_ONE_ADDRESS = "10/h"
LINKS_OF_ONE_REQUEST = "3/h"


def flags_for(email: str, *, is_crowded: bool = False) -> list[str]:
    """Codes of what is odd about an address."""
    flags = {ContactRequest.Flag.DISPOSABLE: is_disposable(email), ContactRequest.Flag.CROWDED: is_crowded}
    return [flag.value for flag, is_so in flags.items() if is_so]


def is_disposable(email: str) -> bool:
    """Whether the address is of a service that gives away addresses for an hour, or of a sub-domain of one."""
    try:
        labels = punycode(email.rpartition("@")[2]).lower().split(".")
    except UnicodeError:  # no domain that a name server could know
        return False
    return any(".".join(labels[first:]) in blocklist for first in range(len(labels) - 1))


def wait_to_send(request: HttpRequest, email: str, *, counts: bool = False) -> int:
    """Seconds until this visitor, under this e-mail, may send another request; 0 for now.

    Counted is what was stored: who tries again while the database takes nothing is not to be locked out for it.
    """
    return max(
        seconds_to_wait(request, "contact.send", SENDING_FROM_ONE_ADDRESS, network_of(request), counts=counts),
        seconds_to_wait(request, "contact.email", SENDING_BY_ONE_EMAIL, mailbox_of(email), counts=counts),
    )


def count_sent(request: HttpRequest, email: str) -> None:
    """One more request of this visitor is stored, and a mail will say so to who sent it."""
    wait_to_send(request, email, counts=True)
    may_be_mailed(request, email)


def wait_to_draft(request: HttpRequest) -> int:
    """Seconds until another draft of a form may be kept for this visitor; 0 for now."""
    return seconds_to_wait(request, "contact.draft", DRAFTS_FROM_ONE_ADDRESS, network_of(request))


def wait_to_attach(request: HttpRequest) -> int:
    """Seconds until this visitor may join another file to a form; 0 for now."""
    return seconds_to_wait(request, "contact.file", FILES_FROM_ONE_ADDRESS, network_of(request))


def wait_to_write(request: HttpRequest, pk: int, *, counts: bool = False) -> int:
    """Seconds until a message may be added to the request `pk`; 0 for now. Counted is what was stored, as above."""
    return seconds_to_wait(request, "contact.message", MESSAGES_ABOUT_ONE_REQUEST, str(pk), counts=counts)


def wait_for_link(request: HttpRequest) -> int:
    """Seconds until this visitor may ask for another link; 0 for now."""
    return seconds_to_wait(request, "contact.link", LINKS_FROM_ONE_ADDRESS, network_of(request))


def may_be_sent_a_link(request: HttpRequest, found: ContactRequest) -> bool:
    """Whether this request, and its address, were not sent too many links lately, whoever asked for them."""
    waits = seconds_to_wait(request, "contact.link_of", LINKS_OF_ONE_REQUEST, str(found.pk))
    return not waits and may_be_mailed(request, found.email)
