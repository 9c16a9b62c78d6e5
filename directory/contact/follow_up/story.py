"""What an employer reads of their request: its state in words, its history. Never a note, never an account's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from directory.contact.end_reasons import REASONS
from directory.contact.models import ContactRequest, RequestEvent
from portal.french import dates
from portal.french.words import capitalised

if TYPE_CHECKING:
    import datetime

State, Kind, EndReason = ContactRequest.State, RequestEvent.Kind, ContactRequest.EndReason

SENTENCES = {
    Kind.RECEIVED: "Vous avez envoyé votre demande.",
    Kind.CONFIRMED: "Vous avez confirmé votre adresse e-mail.",
    Kind.TAKEN: "Votre demande est prise en charge.",
    Kind.ANSWERED: "Une réponse vous a été donnée.",
    Kind.ANSWER: "Nous vous avons écrit.",
    Kind.EMPLOYER_MESSAGE: "Vous avez écrit.",
    Kind.REASSIGNED: "Votre demande est confiée à une autre personne.",
    Kind.WITHDRAWN: "Vous avez retiré votre demande.",
    Kind.OUTCOME: "Vous nous avez dit ce que votre demande a donné.",
}
ENDS = {State.SUCCEEDED: "Votre demande a abouti.", State.CLOSED: "Votre demande est terminée, sans suite."}
WITH_WORDS = {Kind.ANSWER, Kind.EMPLOYER_MESSAGE}  # whose text went from one side to the other


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened: when, in words, and the text that was exchanged, if any."""

    at: datetime.datetime
    sentence: str
    text: str = ""
    files: tuple[str, ...] = ()  # « Devis.pdf (240 Ko) »; they are not handed out here: whoever has the link sent them
    copied_to: str = ""


@dataclass(frozen=True)
class Story:
    """A request as its employer reads it. `lines`: the latest first."""

    sentences: list[str]
    lines: list[StoryLine]
    is_late: bool
    is_open: bool


def story_of(request: ContactRequest, today: datetime.date | None = None) -> Story:
    """Two queries, three with files; `request` comes with its referent and its direction."""
    today = today or timezone.localdate()
    shown = request.events.filter(kind__in=RequestEvent.SHOWN_TO_EMPLOYER).order_by("-at", "-pk")
    events = list(shown.prefetch_related("files"))
    lines = [_line(each) for each in events]
    changed_hands = any(
        each.kind == Kind.REASSIGNED and request.taken_at and each.at > request.taken_at for each in events
    )
    is_open = request.state in ContactRequest.OPEN and not request.is_held
    is_late = is_open and request.is_ours and request.due_on < today
    sentences = [each for each in _state(request, today, changed_hands=changed_hands) if each]
    return Story(sentences, lines, is_late, is_open)


def _line(event: RequestEvent) -> StoryLine:
    text, files = event.text if event.kind in WITH_WORDS else "", tuple(each.label for each in event.files.all())
    return StoryLine(event.at, _sentence(event), text, files, event.copied_to)


def _sentence(event: RequestEvent) -> str:
    if event.kind != Kind.STATE:
        return SENTENCES[Kind(event.kind)]
    state = event.data.get("to", "")
    if state in ContactRequest.OPEN:
        return "Votre demande est rouverte."
    return ENDS.get(state, "Votre demande est terminée.")


def _state(request: ContactRequest, today: datetime.date, *, changed_hands: bool) -> list[str]:
    """« Camille Exemple a pris votre demande en charge le 23 novembre. », and what comes next."""
    if request.is_held:
        return ["Elle n’est pas encore partie : confirmez votre adresse par le lien que nous vous avons envoyé."]
    name, due = capitalised(request.recipient_name), dates.day(request.due_on, today=today)
    awaited = request.due_on >= today
    match request.state:
        case State.RECEIVED:
            return [
                f"{name} vous répond au plus tard le {due}." if awaited else f"Une réponse était attendue le {due}."
            ]
        case State.TAKEN:
            taken = _on(request.taken_at, today)
            if changed_hands:
                first = (
                    f"Votre demande est prise en charge depuis{taken}. Elle est maintenant confiée {request.sent_to}."
                )
            else:
                first = f"{name} a pris votre demande en charge{taken}."
            promise = f"{request.pronoun} vous répond au plus tard le {due}."
            return [first, promise if awaited else f"Une réponse était attendue le {due}."]
        case State.TALKING:
            return [
                f"Vous êtes en échange avec {request.recipient_name}.",
                _first_answer(request, today),
                _turn(request, due, awaited=awaited),
            ]
        case State.SUCCEEDED:
            return [f"Votre demande a abouti{_on(request.ended_at, today)}."]
        case State.CLOSED if request.end_reason == EndReason.WITHDRAWN:
            return [f"Vous avez retiré votre demande{_on(request.ended_at, today)}."]
        case State.CLOSED:
            because = REASONS.get(request.end_reason, "")
            return [f"Votre demande est terminée, sans suite, depuis{_on(request.ended_at, today)}.", because]
    return [f"Votre demande est terminée depuis{_on(request.ended_at, today)}."]


def _turn(request: ContactRequest, due: str, *, awaited: bool) -> str:
    """Whose turn it is in an exchange."""
    if request.turn == ContactRequest.Turn.THEIRS:
        return "La suite dépend de vous : répondez à son message, ou écrivez-nous ici."
    if request.turn == ContactRequest.Turn.PAUSED:
        return f"{request.pronoun} revient vers vous le {due}."
    return f"{request.pronoun} vous répond au plus tard le {due}." if awaited else f"Une suite était attendue le {due}."


def _first_answer(request: ContactRequest, today: datetime.date) -> str:
    return f"Première réponse{_on(request.answered_at, today)}." if request.answered_at else ""


def _on(moment: datetime.datetime | None, today: datetime.date) -> str:
    return f" le {dates.day(timezone.localdate(moment), today=today)}" if moment else ""
