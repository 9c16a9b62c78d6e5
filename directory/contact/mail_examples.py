"""Each kind of mail of a request, of one that nobody made: what `manage.py render_mails` writes to be read."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from directory.contact import emails, turn_mails
from directory.contact.inbox import unreadable
from directory.contact.models import ContactRequest, RequestEvent, RequestShare
from directory.contact.reminders import digest

if TYPE_CHECKING:
    from portal.mail.outbox import OutgoingMail

AT = datetime.datetime(2036, 11, 20, 10, 12, tzinfo=datetime.UTC)  # ahead: the example is not late


def kinds() -> dict[str, OutgoingMail]:
    """Every kind by its name, of one invented request."""
    request, text = example(), "Pouvez-vous nous appeler jeudi ?"
    said = RequestEvent(
        kind=RequestEvent.Kind.ANSWER, at=AT, actor_label="Camille Exemple", text="Bonjour, quel tonnage ?"
    )
    share = RequestShare(
        name="le bureau « R2IP Lille »", mailbox="lille@r2ip.example", part="Le site de Lille", state="done", at=AT
    )
    lead, box, week = ["responsable@justice.example"], request.recipient_mailbox, digest.Share([request])
    overview = {"figures": {"received": 3, "waiting": 8, "unanswered": 2, "late": 1}, "share": week}
    return {
        "recu-referent": emails.for_recipient(request),
        "recu-employeur": emails.for_employer(request),
        "confirmation": emails.confirmation(request),
        "lien": emails.new_link(request),
        "prise-en-charge": turn_mails.taken(request),
        "retard": turn_mails.late(request),
        "reponse": emails.team_answer(request, "Bonjour,\n\nJeudi à 10 heures ?", thread={}),
        "reponse-copie": emails.answer_copies(request, "Bonjour,\n\nJeudi à 10 heures ?", ["noe@ailleurs.example"])[0],
        "reponse-ailleurs": turn_mails.answered_elsewhere(request),
        "confiee-a-un-autre": emails.reassigned(request, thread={}),
        "reprise": turn_mails.handed_over(request, [said]),
        "part": turn_mails.shared(request, share, [said]),
        "part-rappel": turn_mails.part_reminder(request, share),
        "part-faite": turn_mails.part_closed(request, share),
        "pas-pour-moi": turn_mails.declined(request, lead, said)[0],
        "employeur-a-ecrit": emails.employer_wrote(request, text),
        "expediteur-inconnu": emails.unverified(request, RequestEvent(text=text)),
        "rouverte": turn_mails.reopened(request, text),
        "sans-nouvelles": turn_mails.silence(request, box),
        "rappel": emails.reminder(request, box),
        "alerte": emails.escalation(request, lead)[0],
        "non-remis": emails.undelivered(request, lead, mailbox=box, is_moved=False)[0],
        "retiree-referent": emails.withdrawn(request),
        "retiree-employeur": turn_mails.withdrawal(request),
        "terminee": turn_mails.closed(request),
        "bilan": turn_mails.outcome_question(request),
        "semaine": digest.mail_of("contact_digest", box, AT.date(), AT.date(), {"share": week}),
        "semaine-responsables": digest.mail_of("contact_digest_managers", lead[0], AT.date(), AT.date(), overview),
        "messages-illisibles": unreadable.mail_of(lead[0], 2),
    }


def example() -> ContactRequest:
    """A request of nobody, never stored: « Contenu d'exemple »."""
    return ContactRequest(
        pk=1,
        reference="K7M4PXJ",
        received_at=AT,
        turn_since=AT,
        reminded_at=AT,
        due_on=datetime.date(2036, 11, 27),
        projects=["production"],
        message="400 coffrets à monter chaque semaine, dès mars.",
        place="Le Havre, Seine-Maritime (76600)",
        place_typed="76600",
        organisation="Atelier Exemple",
        contact_name="Lou Modèle",
        job="Responsable de production",
        email="lou.modele@atelier-exemple.example",
        recipient_name="Camille Exemple",
        recipient_mailbox="normandie@r2ip.example",
        route_reason="Le Havre dépend de la direction interrégionale de Rennes.",
    )
