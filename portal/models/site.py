"""Settings and menus of the site."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="cog")
class PortalSettings(BaseSiteSetting, ClusterableModel):
    """What frames every page: name, mark, notice, menus. Cached by `portal.cms.navigation`."""

    name = models.CharField("nom du site", max_length=80, default="Portail de l’insertion professionnelle")
    tagline = models.CharField(
        "phrase d’accroche",
        max_length=120,
        default="Travail, formation, emploi : avec les personnes suivies par la justice",
    )
    mark = models.CharField(
        "intitulé officiel",
        max_length=60,
        default="Intitulé officiel",
        help_text="Affiché à la place de la marque de l’État tant que l’exploitant n’y a pas droit.",
    )
    is_demonstration = models.BooleanField(
        "site de démonstration",
        default=False,
        help_text="Affiche sur chaque page que les personnes, adresses et numéros sont fictifs.",
    )

    licence_url = models.URLField(
        "licence des contenus",
        blank=True,
        db_default="",  # the release before writes rows without it
        help_text="L’adresse de la licence que l’exploitant a choisie pour les contenus et la liste des conventions. "
        "Tant qu’elle est vide, aucune n’est annoncée aux moteurs.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("mark")], heading="Identité"),
        FieldPanel("is_demonstration"),
        FieldPanel("licence_url"),
        InlinePanel("menu_links", heading="Menus", label="Lien"),
    ]

    class Meta:
        verbose_name = "identité et menus"


class MenuLink(Orderable):
    """One link of the header or the footer, to a page of the site or to an address."""

    class Place(models.TextChoices):
        HEADER = "header", "menu principal"
        FOOTER = "footer", "pied de page"
        LEGAL = "legal", "liens légaux"

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="menu_links")
    place = models.CharField("emplacement", max_length=10, choices=Place.choices, default=Place.HEADER)
    label = models.CharField("libellé", max_length=60)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="page"
    )
    address = models.CharField(
        "adresse", max_length=200, blank=True, help_text="Seulement sans page : /contact/ ou https://…"
    )

    panels = [FieldPanel("place"), FieldPanel("label"), FieldPanel("page"), FieldPanel("address")]

    class Meta(Orderable.Meta):
        verbose_name = "lien de menu"
        verbose_name_plural = "liens de menu"

    def clean(self) -> None:
        """Refuse a link that leads nowhere, twice, or to a script."""
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError("Choisissez une page, ou écrivez une adresse.")
        if self.address and not self.address.startswith(("/", "https://")):
            raise ValidationError({"address": "L’adresse commence par / ou par https://."})
