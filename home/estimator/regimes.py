"""Ways to work that the estimator knows, and the dated facts each is calculated from."""

from __future__ import annotations

from dataclasses import dataclass

from directory.contact.projects import Project

SMIC = "smic-horaire"
PRODUCTION_SHARE = "part-smic-production"
HEALTH, AUTONOMY = "cotisation-maladie-detention", "contribution-autonomie"
OLD_AGE_CAPPED, OLD_AGE_FULL = "cotisation-vieillesse-plafonnee", "cotisation-vieillesse-deplafonnee"
LEAST_WEEK, FULL_WEEK, LONGEST_WEEK = "heures-semaine-minimum", "heures-semaine-complete", "heures-semaine-maximum"

LABELS = {
    SMIC: "Smic horaire brut",
    PRODUCTION_SHARE: "Rémunération minimale en production, en part du Smic",
    HEALTH: "Cotisation maladie, contrat d’emploi pénitentiaire",
    AUTONOMY: "Contribution de solidarité pour l’autonomie",
    OLD_AGE_CAPPED: "Cotisation vieillesse plafonnée, part de l’employeur",
    OLD_AGE_FULL: "Cotisation vieillesse déplafonnée, part de l’employeur",
    LEAST_WEEK: "Durée minimale d’un temps partiel en détention",
    FULL_WEEK: "Temps complet en détention",
    LONGEST_WEEK: "Durée maximale d’une semaine en détention",
}
# What no source we may quote puts in figures for a prison.
NOT_COUNTED_INSIDE = (
    "la cotisation accidents du travail, dont le taux dépend de l’activité",
    "l’encadrement, les machines, la matière, le transport et le stockage",
    "les aides auxquelles votre projet peut ouvrir droit",
)
NOT_COUNTED_OUTSIDE = (
    "les cotisations de droit commun et leurs réductions : l’estimateur de l’Urssaf les calcule",
    "le salaire de votre convention collective, s’il est plus haut que le Smic",
    "les aides auxquelles l’embauche peut ouvrir droit",
)


@dataclass(frozen=True)
class Regime:
    """One way to work: its word in the address, its name, and the codes of what it rests on."""

    code: str
    label: str
    project: Project
    share: str = ""  # without one, the whole minimum wage
    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = NOT_COUNTED_INSIDE
    is_inside: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """Every fact without which nothing is calculated."""
        return tuple(filter(None, (SMIC, self.share, *self.sure, *self.doubtful)))


def _inside(code: str, label: str, project: Project) -> Regime:
    return Regime(code, label, project, PRODUCTION_SHARE, (HEALTH, AUTONOMY), (OLD_AGE_CAPPED, OLD_AGE_FULL))


REGIMES = (
    _inside("atelier", "Installer un atelier (concession)", Project.WORKSHOP),
    _inside("insertion", "Structure d’insertion (IAE) en prison", Project.INCLUSION),
    _inside("entreprise-adaptee", "Entreprise adaptée en prison", Project.INCLUSION),
    Regime(
        "embauche", "Embaucher à la sortie, au Smic", Project.HIRING, not_counted=NOT_COUNTED_OUTSIDE, is_inside=False
    ),
)
BY_CODE = {regime.code: regime for regime in REGIMES}


def needed_facts() -> dict[str, str]:
    """Every code that some regime needs, with its words."""
    return LABELS
