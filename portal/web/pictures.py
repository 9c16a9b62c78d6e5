"""The picture that other sites show beside a link to a page (Open Graph)."""

from __future__ import annotations

SHARED = "fill-1200x630|format-jpeg"  # the size of a photograph made for it; components/page_identity.html asks for it
DEFAULT = "portal/partage.png"  # also what stands at the right of every picture that is drawn
