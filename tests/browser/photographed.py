"""An editor puts a photograph at the head of the newest article: ``python -m tests.browser.photographed FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import django


def main(file: str) -> None:
    """Upload it by the admin's form, publish the article with it, print the article's address."""
    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django must be set up before
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from news.models import NewsPage  # noqa: PLC0415
    from portal.models import PortalImage  # noqa: PLC0415
    from tests.harness.production.configuration import NAME  # noqa: PLC0415

    client = Client(headers={"host": NAME}, HTTP_X_FORWARDED_PROTO="https")
    client.force_login(get_user_model().objects.create_superuser("photographe", "photographe@portail.example"))
    sent = SimpleUploadedFile("arbres.jpg", Path(file).read_bytes(), "image/jpeg")
    answer = client.post(
        reverse("wagtailimages:add"), {"title": "Arbres", "description": "Des arbres.", "file": sent, "collection": 1}
    )
    assert answer.status_code == 302, answer.content.decode()
    article = NewsPage.objects.live().order_by("-published_on", "-pk").first()
    article.image = PortalImage.objects.get(title="Arbres")
    article.save_revision().publish()
    print(article.get_url())


if __name__ == "__main__":
    main(*sys.argv[1:])
