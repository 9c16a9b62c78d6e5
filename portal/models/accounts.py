"""User accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone who signs in: editor, manager, referent. Our own model from the first migration, to grow freely."""

    # Who it is for the provider of the single sign-on (issuer and subject); addresses change hands, this does not.
    provider_key = models.CharField("identité", max_length=500, null=True, blank=True, unique=True, editable=False)
    local_until = models.DateTimeField("mot de passe admis jusqu’au", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
