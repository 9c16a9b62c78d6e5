"""Alerts above the form: expired, tampered with, too many, not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from portal.french.dates import in_minutes

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest
    from directory.contact.recipients import Recipient


@dataclass(frozen=True)
class Notice:
    """`kind` is one of the design system's alerts: info, warning or error."""

    kind: str
    title: str
    text: str


EXPIRED = Notice("info", "Plus d’une heure a passé ; tout est encore là.", "Relisez, puis continuez.")
TAMPERED = Notice(
    "warning",
    "Nous n’avons pas reconnu cette page.",
    "Elle a peut-être été ouverte il y a longtemps, ou modifiée. Votre texte est gardé : relisez-le, puis continuez.",
)
FORGOTTEN = Notice(
    "info",
    "Ce brouillon n’est plus gardé.",
    "Ce que vous écrivez est gardé deux heures, puis effacé. Si votre demande est partie, un e-mail vous le dit.",
)
ELSEWHERE = Notice(
    "error",
    "Ce message ne vient pas de notre formulaire.",
    "Votre navigateur dit qu’un autre site l’a envoyé : rien n’est enregistré. Si c’est vous, votre texte est gardé : "
    "relisez-le, puis continuez.",
)
UNPROVED = Notice(
    "warning",
    "Nous n’avons pas pu vérifier que vous n’êtes pas un robot.",
    "Votre texte est gardé : renvoyez-le, la vérification recommence toute seule.",
)


def too_many(seconds: int, telephone: str = "") -> Notice:
    """For who sends more than a person does, or shares an address with many: when it works again, and another way."""
    when = in_minutes(seconds)
    other_way = f"ou appelez le {telephone}" if telephone else f"ou écrivez à {settings.NATIONAL_MAILBOX}"
    text = (
        f"Beaucoup de messages sont venus d’ici en peu de temps. Votre texte est gardé : réessayez {when}, {other_way}."
    )
    return Notice("error", "Trop d’envois.", text)


def not_sent(recipient: Recipient) -> Notice:
    """For what looks like a script, and may be a person: nothing is lost, and there is another way."""
    if recipient.telephone:
        other_way = f"ou appelez le {recipient.telephone}"
    else:
        other_way = f"ou écrivez à {settings.NATIONAL_MAILBOX}"
    text = f"Votre texte est gardé : réessayez dans une minute, {other_way}."
    return Notice("error", "Nous n’avons pas pu envoyer.", text)


def changed_since(stored: ContactRequest) -> Notice:
    """For a form that was sent, then changed and sent again."""
    return Notice(
        "warning",
        f"Votre demande {stored.grouped_reference} est déjà partie, sans vos derniers changements.",
        "Pour envoyer aussi cette nouvelle version, relisez-la, puis envoyez-la.",
    )
