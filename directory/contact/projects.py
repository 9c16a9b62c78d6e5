"""What an employer may come for, and the referents' mission of each project: the one place that knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Project(models.TextChoices):
    """What people tick, in the order of the page."""

    WORKSHOP = "workshop", "Installer un atelier"
    PRODUCTION = "production", "Confier une production"
    HIRING = "hiring", "Recruter à la sortie"
    TRAINING = "training", "Former, prendre un apprenti"
    INCLUSION = "inclusion", "Créer une structure d’insertion ou une entreprise adaptée"
    PROCUREMENT = "procurement", "Acheter responsable, clauses sociales"
    COMMUNITY_WORK = "tig", "Accueillir des travaux d’intérêt général (TIG)"
    OTHER = "other", "Autre chose, ou je ne sais pas encore"


# What is said beneath an answer that its label alone does not explain.
HINTS: dict[str, str] = {
    Project.PRODUCTION: "En sous-traitance : par exemple au service de l’emploi pénitentiaire (SEP).",
    Project.TRAINING: "Apprentissage, formation, stage.",
    Project.INCLUSION: "Insertion par l’activité économique (IAE), handicap.",
    Project.COMMUNITY_WORK: "Une commune, une association ou un service public reçoit une personne condamnée.",
    Project.PROCUREMENT: "Vos marchés donnent du travail à des personnes détenues.",
}

# Codes of directory.models.Mission. What is not here belongs to no mission more than to another.
MISSIONS: dict[str, str] = {
    Project.WORKSHOP: "travail",
    Project.PRODUCTION: "travail",
    Project.INCLUSION: "travail",
    Project.HIRING: "insertion",
    Project.TRAINING: "formation",
    Project.PROCUREMENT: "acteurs",
    Project.COMMUNITY_WORK: "acteurs",
}


class Timing(models.TextChoices):
    """When the project would start."""

    SOON = "soon", "Dans les trois mois"
    THIS_YEAR = "year", "Dans l’année"
    LATER = "later", "Plus tard"


class Workforce(models.TextChoices):
    """How many people an organisation employs, in the steps of the official statistics."""

    NONE = "0", "Aucun salarié"
    VERY_SMALL = "1-9", "1 à 9 salariés"
    SMALL = "10-49", "10 à 49 salariés"
    MEDIUM = "50-249", "50 à 249 salariés"
    LARGE = "250-4999", "250 à 4 999 salariés"
    VERY_LARGE = "5000", "5 000 salariés ou plus"


def covered(projects: Iterable[str], missions: Collection[str]) -> int:
    """How many of the ticked projects belong to these missions."""
    return sum(MISSIONS.get(code) in missions for code in projects)
