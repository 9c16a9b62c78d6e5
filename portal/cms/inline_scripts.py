"""No inline script in the admin: Wagtail's choosers are started by an element, as its dates and rows by our templates.

The policy then refuses every script that is written into a page, a stored one too (`portal.settings.policies`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def _render(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """What `BaseChooser.render` says, with an element for `admin/starts.js` in place of its script."""
    data = self.get_value_data(value)
    field = (attrs or {})["id"]
    return format_html(
        '{}<wagtail-start hidden data-what="{}" data-field="{}" data-options="{}"></wagtail-start>',
        self.render_html(name, data, attrs),
        "TaskChooser" if isinstance(self, AdminTaskChooser) else self.js_constructor,
        field,
        json.dumps(self.get_js_init_options(field, name, data)),
    )


def connect() -> None:
    """Render all choosers so."""
    BaseChooser.render = _render
