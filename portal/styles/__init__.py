"""The style sheet: our own parts, and how they are bundled with the design system (DSFR)."""
