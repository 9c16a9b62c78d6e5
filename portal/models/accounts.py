from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who signs in: editor, manager, referent. Our own model from the first migration, to grow freely."""

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
