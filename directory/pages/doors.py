"""Where to go for who is no employer: one page with a door for each situation, at a fixed address.

What the sentences say of SPIP, employment service, regions and associations is what the public page « Les acteurs de
l’insertion professionnelle des personnes sous main de justice » says; nothing is said of a person's rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.cms.whole_pages import same_for_everybody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOICE = "je-suis"  # the same word in the address as on the page of the actors
TITLE = "Vous n’êtes pas employeur\u00a0?"


@dataclass(frozen=True)
class Door:
    """One situation: who answers (first), what to do, and where the links lead (label, name of an address, query)."""

    key: str
    title: str
    answers: str
    steps: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """(label, address) of its links."""
        return [(label, f"{reverse(name)}{query}") for label, name, query in self.links]


DOORS = (
    Door(
        "proche",
        "Je suis un proche d’une personne détenue ou suivie",
        "Le service pénitentiaire d’insertion et de probation (SPIP) coordonne le parcours de la personne.",
        (
            "Demandez à votre proche, ou à l’établissement, quel conseiller du SPIP le suit.",
            "Pour un travail, une formation ou un projet de sortie, c’est ce conseiller qui l’accompagne.",
            "Les référents de ce portail répondent aux employeurs et aux organismes, pas aux situations personnelles.",
        ),
        (("Trouver un établissement", "establishments:list", ""),),
    ),
    Door(
        "sortie",
        "Je sors de prison, ou je suis suivi par la justice",
        "Votre conseiller du SPIP accompagne votre projet d’insertion et d’aménagement de peine.",
        (
            "Parlez-lui de votre projet\u00a0: emploi, formation, apprentissage.",
            "Dehors, le service public de l’emploi poursuit l’accompagnement\u00a0: France Travail, missions locales.",
            "Des associations accompagnent aussi vers l’emploi\u00a0: demandez à votre conseiller lesquelles.",
        ),
        (),
    ),
    Door(
        "commune",
        "Je suis une commune, ou une collectivité",
        "Le référent de votre territoire vous met en relation.",
        (
            "Pour accueillir des travaux d’intérêt général (TIG), dites lesquels, où, et pour combien de personnes.",
            "Pour vos achats, dites ce que vous achetez\u00a0: une clause sociale peut viser le travail en prison.",
        ),
        (("Proposer des TIG", "contact:form", "?projet=tig"), ("Trouver mon référent", "directory:start", "")),
    ),
    Door(
        "formation",
        "Je suis un organisme de formation, un CFA",
        "La région écrit le cahier des charges des formations données en prison, et les finance.",
        (
            "Regardez ce que votre région commande.",
            "Le référent chargé de la formation vous dit ce qui existe près de chez vous, apprentissage compris.",
        ),
        (("Ma région", "regions", ""), ("Trouver le référent formation", "directory:start", "?mission=formation")),
    ),
    Door(
        "association",
        "Je suis une association",
        "Des associations orientent et accompagnent vers l’emploi\u00a0: le référent vous met en relation.",
        (
            "Dites où vous agissez, et ce que vous cherchez.",
            "Vous accueillez un travail d’intérêt général (TIG), ou ouvrez une structure\u00a0: décrivez-le.",
        ),
        (("Décrire mon projet", "contact:form", ""), ("Trouver mon référent", "directory:start", "")),
    ),
)


@require_safe
@same_for_everybody
def doors(request: HttpRequest) -> HttpResponse:
    """All doors; `?je-suis=` puts one first. No query of its own."""
    asked = request.GET.get(CHOICE, "").strip()
    chosen = next((door for door in DOORS if door.key == asked), None)
    address = reverse("directory:doors")
    context: dict[str, Any] = {
        "title": chosen.title if chosen else TITLE,
        "chosen": chosen,
        "choice_is_unknown": bool(asked) and chosen is None,
        "doors": [door for door in DOORS if door is not chosen],
        "crumbs": [(TITLE, address if chosen else ""), *([(chosen.title, "")] if chosen else [])],
        "canonical": f"{settings.PORTAL_URL}{address}" + (f"?{CHOICE}={chosen.key}" if chosen else ""),
        "description": "Proche, sortant de prison, commune, organisme, association\u00a0: à qui s’adresser.",
    }
    return render(request, "directory/doors.html", context)
