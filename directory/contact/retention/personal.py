"""Everything that is known under an e-mail address: to hand it out (article 15), or to erase it (article 17).

Requests are found by their address, whatever its case; texts of other requests and mails in which it is quoted, too.
"""

from __future__ import annotations

import datetime
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models.functions import Cast

from directory.contact.models import ContactRequest, ReceivedMail, RequestEvent, RequestFile, RequestShare
from directory.contact.retention import purging
from directory.contact.thread import about
from directory.models import Referent
from portal import personal_data
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

ERASED = "[adresse effacée]"
# Where an address may be quoted in what belongs to somebody else.
QUOTED_IN: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (RequestEvent, ("text", "actor_label", "copied_to")),
    (RequestShare, ("part", "said")),
    (ReceivedMail, ("sender", "subject", "whole", "source")),
    (RequestFile, ("name",)),
    (ContactRequest, ("message", "sites", "place_typed")),
    (OutboxMessage, ("subject", "text", "html", "reply_to")),
)
KEPT_WHY = {
    "comptes": "Un compte de l’équipe se ferme par « Départ », ou dans Réglages → Utilisateurs.",
    "fiches": "L’adresse est la boîte fonctionnelle d’une fiche : elle se change dans l’annuaire.",
    "boîtes": "Les courriels déjà remis sont dans les boîtes des destinataires, hors du portail.",
    "sauvegardes": "Les sauvegardes gardent leurs données jusqu’à leur propre échéance.",
}


@dataclass(frozen=True)
class KnownData:
    """What is known under one address."""

    email: str
    requests: list[ContactRequest]
    mails: list[OutboxMessage]  # sent to it, about none of these requests
    quoting: list[models.Model]  # of somebody else
    accounts: int
    sheets: int


@dataclass
class Erased:
    """What an erasure did, or would do, and what it leaves with the reason: no address in it."""

    forgotten: purging.Forgotten
    mails: int
    quotations: int
    elsewhere: dict[str, int]  # rows of other apps, by what they are
    kept: list[str]


def find(email: str) -> KnownData:
    """Look everywhere; an empty or senseless address finds nothing."""
    email = email.strip()
    if "@" not in email:
        return KnownData(email, [], [], [], 0, 0)
    requests = list(ContactRequest.objects.of_email(email).order_by("pk"))
    addressed = OutboxMessage.objects.annotate(recipients=Cast("to", models.TextField()))
    mails = addressed.filter(recipients__icontains=f'"{email}"').exclude(about__in=[about(each) for each in requests])
    return KnownData(
        email=email,
        requests=requests,
        mails=list(mails.order_by("pk")),
        quoting=[row for rows in _quoting(email, requests) for row in rows],
        accounts=get_user_model().objects.filter(email__iexact=email).count(),
        sheets=Referent.objects.filter(email__iexact=email).count(),
    )


def _quoting(email: str, requests: list[ContactRequest]) -> Iterator[QuerySet[Any]]:
    """Rows of others that hold the address somewhere in a text."""
    keys, abouts = [each.pk for each in requests], [about(each) for each in requests]
    own: dict[type[models.Model], dict[str, list[Any]]] = {
        RequestShare: {"request__in": keys},
        RequestEvent: {"request__in": keys},
        ReceivedMail: {"event__request__in": keys},
        RequestFile: {"request__in": keys},
        ContactRequest: {"pk__in": keys},
        OutboxMessage: {"about__in": abouts},
    }
    for model, names in QUOTED_IN:
        holds = models.Q()
        for name in names:
            holds |= models.Q(**{f"{name}__icontains": email})
        yield model.objects.filter(holds).exclude(**own[model]).order_by("pk")  # type: ignore[attr-defined]


def export(email: str) -> dict[str, Any]:
    """All of it, fit for JSON, under French names of fields: for the person to read."""
    found = find(email)
    return {
        "adresse": found.email,
        "demandes": [_exported(each) for each in found.requests],
        "courriels": [_words_of(each) for each in found.mails],
        "citations": [{"texte": _sentence(row, found.email)} for row in found.quoting],
        "comptes de l’équipe": found.accounts,
        "fiches de l’annuaire": found.sheets,
        **{name: holder.export(found.email) for name, holder in personal_data.holders().items()},
    }


def _exported(request: ContactRequest) -> dict[str, Any]:
    """Every field as it is shown, then what hangs on the request."""
    values = {str(each.verbose_name): _shown(request, each) for each in ContactRequest._meta.fields}  # noqa: SLF001 - Django's own word for it
    return values | {
        "historique": [
            {"le": each.at, "quoi": each.get_kind_display(), "par": each.actor_label, "texte": each.text}
            for each in request.events.all()
        ],
        "fichiers": [each.exported for each in request.files.defer(None)],
        "courriels reçus": [
            {"de": each.sender, "objet": each.subject, "message tel que reçu": each.source}
            for each in ReceivedMail.objects.filter(event__request=request).order_by("pk")
        ],
        "consultations par l’équipe": [{"le": each.at, "vue": each.get_kind_display()} for each in request.reads.all()],
        "courriels": [_words_of(each) for each in OutboxMessage.objects.filter(about=about(request)).order_by("pk")],
    }


def _shown(request: ContactRequest, each: models.Field) -> Any:
    """A value as JSON knows it, or as its text."""
    if each.choices:
        return getattr(request, f"get_{each.name}_display")()
    value = getattr(request, each.name)
    return value if isinstance(value, bool | int | list | datetime.date | None) else str(value)


def _words_of(mail: OutboxMessage) -> dict[str, Any]:
    return {"le": mail.created_at, "à": mail.to, "objet": mail.subject, "texte": mail.text}


def _sentence(row: models.Model, email: str) -> str:
    """The line that quotes the address: what others wrote around it is theirs."""
    names = dict(QUOTED_IN)[type(row)]
    lines = (line for name in names for line in str(getattr(row, name)).splitlines())
    return next((line.strip()[:300] for line in lines if email.lower() in line.lower()), "")


def erase(email: str, *, dry_run: bool = False) -> Erased:
    """Erase it in one transaction; with `dry_run`, only say what would go."""
    found = find(email)
    keys = [each.pk for each in found.requests]
    mails = [each for each in found.mails if not (found.accounts or found.sheets)]
    elsewhere = {name: len(holder.export(found.email)) for name, holder in personal_data.holders().items()}
    erased = Erased(purging.count(keys), len(mails), len(found.quoting), elsewhere, _kept(found))
    if dry_run:
        return erased
    with transaction.atomic():
        purging.forget(keys)
        OutboxMessage.objects.filter(pk__in=[each.pk for each in mails]).delete()
        for row in found.quoting:
            _blank(row, found.email)
        for holder in personal_data.holders().values():
            holder.erase(found.email)
    told = (erased.forgotten, erased.mails, erased.quotations, sum(elsewhere.values()))
    logger.info("Personal data erased: %s; %s other mails, %s quotations, %s rows elsewhere.", *told)
    return erased


def _blank(row: models.Model, email: str) -> None:
    pattern = re.compile(re.escape(email), re.IGNORECASE)
    names = dict(QUOTED_IN)[type(row)]
    changes = {name: pattern.sub(ERASED, getattr(row, name)) for name in names}
    if isinstance(row, OutboxMessage):
        changes["reply_to"] = "" if pattern.search(row.reply_to) else row.reply_to
    type(row).objects.filter(pk=row.pk).update(**changes)  # type: ignore[attr-defined]


def _kept(found: KnownData) -> list[str]:
    kept = [KEPT_WHY["comptes"]] if found.accounts else []
    kept += [KEPT_WHY["fiches"]] if found.sheets else []
    return [*kept, KEPT_WHY["boîtes"], KEPT_WHY["sauvegardes"]]
