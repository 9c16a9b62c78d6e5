"""An editor in a process of their own publishes a news item: ``python -m tests.ops.publishing SLUG TITLE``."""

from __future__ import annotations

import sys

import django


def main(slug: str, title: str) -> None:
    """Write it and publish it, as the admin does."""
    django.setup()
    from news.models import NewsCategory, NewsIndexPage, NewsPage  # noqa: PLC0415 - Django must be set up before

    item = NewsPage(slug=slug, title=title, lead="Une phrase.", category=NewsCategory.objects.first(), live=False)
    NewsIndexPage.objects.get().add_child(instance=item)
    item.save_revision().publish()


if __name__ == "__main__":
    main(*sys.argv[1:])
