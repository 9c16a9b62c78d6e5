"""StreamField blocks of articles: the shared ones, and cards that lead to a convention or to a referent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from directory.models import Referent
from portal.cms.blocks import WAYS_ON, ArticleBlocks
from portal.cms.cached import cached_rows
from portal.cms.private_sections import is_public

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def in_order(keys: Iterable[Any], found: dict[Any, Model]) -> list[Model | None]:
    """The objects of these keys, None for those that are gone."""
    return [found.get(key) for key in keys]


class ConventionChooserBlock(blocks.PageChooserBlock):
    """Conventions with all that their cards show, in one query, none when warm."""

    def bulk_to_python(self, values: Any) -> list[Model | None]:
        values = list(values)
        key = f"news:cards:{timezone.localdate()}:{values}"  # their state depends on the day
        return in_order(values, cached_rows(key, lambda: self.model_class.objects.with_list_details().in_bulk(values)))


class ReferentChooserBlock(SnippetChooserBlock):
    """Referents with their direction, in one query."""

    def bulk_to_python(self, values: Any) -> list[Model | None]:
        values = list(values)
        return in_order(values, Referent.objects.select_related("disp").in_bulk(values))


class ConventionCardBlock(blocks.StructBlock):
    """The convention an article speaks of: its title, period and state, as they are today."""

    convention = ConventionChooserBlock("news.ConventionPage", label="convention")

    class Meta:
        icon = "form"
        label = "carte d’une convention"
        description = "Le titre, la période et l’état d’une convention, tenus à jour seuls."
        template = "blocks/convention_card.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        page = value.get("convention")
        return super().get_context(value, parent_context) | {"card": page if page and is_public(page) else None}

    def get_preview_value(self) -> Any:
        chooser = self.child_blocks["convention"]
        return self.normalize({"convention": chooser.model_class.objects.with_list_details().live().first()})


class ReferentCardBlock(blocks.StructBlock):
    """The referent who answers: what their sheet shows today, and nothing else."""

    referent = ReferentChooserBlock("directory.Referent", label="référent")
    text = blocks.CharBlock(required=False, max_length=200, label="texte", help_text="Pourquoi s’adresser ici.")

    class Meta:
        icon = "user"
        label = "carte d’un référent"
        description = "Le référent qui répond, avec le lien pour lui écrire."
        template = "blocks/referent_card.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        referent = value.get("referent")
        return super().get_context(value, parent_context) | {"card": referent if referent and referent.live else None}

    def get_preview_value(self) -> Any:
        return self.normalize({"referent": Referent.objects.published().first(), "text": ""})


class NewsBlocks(ArticleBlocks):
    """What the body of an article is made of."""

    convention = ConventionCardBlock(group=WAYS_ON)
    referent = ReferentCardBlock(group=WAYS_ON)
