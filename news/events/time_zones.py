"""Time zones of France, as an event names the one of its place."""

from __future__ import annotations

from django.db import models


class TimeZone(models.TextChoices):
    """Hours of France, by their name in the IANA database."""

    PARIS = "Europe/Paris", "heure de Paris"
    GUADELOUPE = "America/Guadeloupe", "heure de la Guadeloupe"
    GUYANE = "America/Cayenne", "heure de la Guyane"
    LA_REUNION = "Indian/Reunion", "heure de La Réunion"
    MARTINIQUE = "America/Martinique", "heure de la Martinique"
    MAYOTTE = "Indian/Mayotte", "heure de Mayotte"
    NOUVELLE_CALEDONIE = "Pacific/Noumea", "heure de la Nouvelle-Calédonie"
    POLYNESIE = "Pacific/Tahiti", "heure de la Polynésie française"
    SAINT_BARTHELEMY = "America/St_Barthelemy", "heure de Saint-Barthélemy"
    SAINT_MARTIN = "America/Marigot", "heure de Saint-Martin"
    SAINT_PIERRE = "America/Miquelon", "heure de Saint-Pierre-et-Miquelon"
    WALLIS = "Pacific/Wallis", "heure de Wallis-et-Futuna"
