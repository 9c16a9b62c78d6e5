"""To whom a mail of a request goes, where its reply goes, and the links that each side gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directory.contact.links import desk, team
from directory.contact.links.employer import preferences_url, url_of
from directory.contact.thread import Side, about, reply_address
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.contact.models import ContactRequest, RequestEvent, RequestFile
    from portal.mail.outbox import OutgoingMail


def to_mailbox(
    name: str, request: ContactRequest, mailbox: str, files: Iterable[RequestFile] = (), **further: Any
) -> OutgoingMail:
    """A mail of the team with links of its own, to files too; a reply goes to the employer, a copy to the portal."""
    reply_to = (request.email, reply_address(request, Side.RECIPIENT))
    listed = [(each.label, team.file_url(request, mailbox, each.pk)) for each in files]
    links = team.addresses(request, mailbox)
    return mail_of(name, request, to=(mailbox,), reply_to=reply_to, files=listed, **links, **further)


def to_employer(name: str, request: ContactRequest, **further: Any) -> OutgoingMail:
    """A mail about a turn, with the links of the employer; it asks for a reply only where somebody reads it."""
    reply_to = reply_address(request, Side.EMPLOYER)
    links = {"follow_up_url": url_of(request), "preferences_url": preferences_url(request)}
    told = {"replies_are_read": bool(reply_to), **links}
    return mail_of(name, request, to=(request.email,), reply_to=reply_to, **told, **further)


def mail_of(name: str, request: ContactRequest, **further: Any) -> OutgoingMail:
    """Any mail of a request, with the link to it at the desk for those of the team."""
    desk_url = desk.request_url(request)
    return mail_from(name, about=about(request), contact_request=request, desk_url=desk_url, **further)


def files_of(row: ContactRequest | RequestEvent) -> Iterable[RequestFile]:
    """The files of a stored row; none of an example that never is."""
    return () if row._state.adding else row.files.all()  # noqa: SLF001 - Django's own word for it
