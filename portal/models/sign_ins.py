"""History of sign-ins of an account, for its owner and for who looks into an incident."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignIn(models.Model):
    """One attempt that named an existing account. Kept for a year; goes with its account."""

    class Outcome(models.TextChoices):
        ENTERED = "entered", "connexion par mot de passe"
        SINGLE = "single", "connexion par l’authentification unique"
        CODE = "code", "code de sécurité accepté"
        RECOVERY = "recovery", "code de secours utilisé"
        REFUSED = "refused", "mot de passe refusé"
        CODE_REFUSED = "code_no", "code de sécurité refusé"
        TOO_MANY = "too_many", "trop d’essais, mot de passe non vérifié"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins", verbose_name="compte"
    )
    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    outcome = models.CharField("issue", max_length=8, choices=Outcome)
    network = models.CharField("depuis", max_length=45, blank=True)  # an address, or the /64 of one

    class Meta:
        verbose_name = "connexion"
        verbose_name_plural = "connexions"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_user")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d %H:%M}"
