"""An editor in a process of their own publishes news: ``python -m tests.ops.publishing SLUG WORD [TIMES]``.

Each time under a title of its own, « WORD 0 », « WORD 1 »…, which is printed once it is public. An item that is not
there yet is made.
"""

from __future__ import annotations

import sys

import django


def main(slug: str, word: str, times: str = "1") -> None:
    """Write and publish, as the admin does."""
    django.setup()
    from news.models import NewsCategory, NewsIndexPage, NewsPage  # noqa: PLC0415 - Django must be set up before

    if not NewsPage.objects.filter(slug=slug).exists():
        item = NewsPage(slug=slug, title=word, lead="Une phrase.", category=NewsCategory.objects.first(), live=False)
        NewsIndexPage.objects.get().add_child(instance=item)
    for number in range(int(times)):
        page = NewsPage.objects.get(slug=slug)
        page.title = f"{word} {number}"
        page.save_revision().publish()
        print(page.title, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
