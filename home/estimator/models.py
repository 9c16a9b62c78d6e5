"""The page of the estimator: a form by GET, its result at an address of its own that robots leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from directory.contact.form import tokens
from home.estimator.forms import EstimateForm
from home.estimator.result import range_label, result_of
from portal.cms.base_page import BasePage
from portal.cms.rich_text_features import SHORT_TEXT
from portal.french.words import plural
from portal.web.private_pages import kept_private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

    from home.estimator.result import Result


class EstimatorPage(BasePage):
    """« Estimer un coût »: its values are dated facts, its margin is set here."""

    margin = models.DecimalField(
        "marge du haut de la fourchette",
        max_digits=4,
        decimal_places=1,
        default=10,
        validators=[MinValueValidator(0), MaxValueValidator(200)],
        help_text="En pour cent au-dessus du minimum légal : une hypothèse, que la page annonce comme telle.",
    )
    caution = RichTextField(
        "mise en garde",
        features=SHORT_TEXT,
        blank=True,
        default="<p>Ce chiffre n’engage personne : votre référent le précise.</p>",
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[type[Page]]] = []
    max_count = 1
    page_description = "L’estimateur de coût"

    content_panels = [*BasePage.content_panels, FieldPanel("margin"), FieldPanel("caution")]

    class Meta:
        verbose_name = "estimateur de coût"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; no cache keeps it, since a result carries the token of one request form."""
        return kept_private(super().serve)(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        is_asked = bool({"postes", "heures", "facon"} & set(request.GET))
        form = EstimateForm(request.GET if is_asked else None)
        result = result_of(form, self.margin) if is_asked and form.is_valid() else None
        mistakes = form.mistakes if is_asked else []
        return super().get_context(request, *args, **kwargs) | {
            "form": form,
            "is_asked": is_asked,
            "mistakes": mistakes,
            "mistakes_title": f"{len(mistakes)} {plural(len(mistakes), 'réponse')} à revoir",
            "result": result,
            "lines": lines_of(result),
            # The request form takes the figure over by POST: nothing of it stands in an address.
            "token": tokens.mint().signed() if result else "",
        }


def lines_of(result: Result | None) -> list[tuple[str, str]]:
    """What the range is made of, line by line."""
    if result is None or result.amounts is None:
        return []
    amounts = result.amounts
    lines = [
        ("Rémunération brute d’une heure", range_label(amounts.hourly)),
        ("Rémunération brute de tous les postes, par mois", range_label(amounts.pay)),
    ]
    if result.regime.sure or result.regime.doubtful:
        lines.append(("Cotisations chiffrées, par mois", range_label(amounts.charges)))
    return [*lines, ("En tout, par mois", range_label(amounts.total))]
