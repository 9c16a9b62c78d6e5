from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Inside <script>, only these could end the element or start a comment; JSON reads the escapes as the signs themselves.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def json_ld(data: dict[str, Any]) -> SafeString:
    """A schema.org description as a data block: machines read it, browsers never run it, so the CSP lets it be."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
