"""The glossary in the admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import GlossaryTerm


class GlossaryViewSet(SnippetViewSet):
    """« Glossaire »: what the words of the field mean, and what else people call them."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossaire"
    menu_order = 270
    add_to_admin_menu = True
    list_display = ["term", "long_form", "is_explained"]
    list_filter = ["is_explained"]
    search_fields = ["term", "long_form", "former_names", "other_forms"]


register_snippet(GlossaryViewSet)
