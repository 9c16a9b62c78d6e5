"""Give a database one referent to write to: ``python -m tests.directory.contact.seed``."""

from __future__ import annotations

import django


def main() -> None:
    """Load the small territory and publish the sheet of Camille Exemple."""
    django.setup()
    from tests.directory.factories import ReferentFactory, load_small_territory  # noqa: PLC0415 - after the set-up

    load_small_territory()
    ReferentFactory(named=True, slug="camille", email="normandie@r2ip.example")


if __name__ == "__main__":
    main()
