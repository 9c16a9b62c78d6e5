"""A subscription: an address, which news, how often, and until where it has been served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Collection

    from news.articles.models import NewsPage


class Appearance(models.Model):
    """When a news item became public for the first time, which may be long after it was published in private.

    Kept apart from the page, whose revisions would bring an older state of it back.
    """

    page = models.OneToOneField(
        "news.NewsPage", on_delete=models.CASCADE, primary_key=True, related_name="appearance", verbose_name="actualité"
    )
    public_at = models.DateTimeField("publique le", null=True)  # null while it is private

    class Meta:
        verbose_name = "parution"

    def __str__(self) -> str:
        return f"parution {self.pk}"


class Subscription(models.Model):
    """Somebody who wants the news by e-mail. Nothing is sent before the address has confirmed.

    Without regions and themes, all news. `sent_until` is the moment up to which news were sent: it only grows, and
    whoever moves it sends.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "Chaque semaine"
        AT_ONCE = "at-once", "Dès la parution"

    email = models.EmailField("adresse e-mail", db_index=True)
    rhythm = models.CharField("rythme", max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    regions = models.ManyToManyField("directory.Region", related_name="+", blank=True, verbose_name="régions")
    themes = models.ManyToManyField("news.NewsTheme", related_name="+", blank=True, verbose_name="thèmes")
    asked_at = models.DateTimeField("demandé le", default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    sent_until = models.DateTimeField("envoyé jusqu’à", default=timezone.now)

    class Meta:
        verbose_name = "abonnement"
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(confirmed_at__isnull=False), name="one_confirmed_subscription"
            )
        ]
        indexes = [models.Index(fields=["rhythm", "sent_until"], name="subscriptions_due")]

    def __str__(self) -> str:
        return f"abonnement {self.pk}"  # never an address: this text reaches log lines

    def wanted(self, news: Collection[NewsPage]) -> list[NewsPage]:
        """Those of these items that came out since the last mail, about a region or theme asked for."""
        regions = {region.pk for region in self.regions.all()}
        themes = {theme.pk for theme in self.themes.all()}
        return [
            item
            for item in news
            if item.appearance.public_at > self.sent_until
            and (
                not (regions or themes)
                or item.theme_id in themes
                or bool(regions & {region.pk for region in item.regions.all()})
            )
        ]
