"""A browser that may upload, and what the forms answer it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from portal.models import User


@pytest.fixture
def administrator(db, client, forgiving_templates, settings, tmp_path):
    """A browser that may upload."""
    settings.MEDIA_ROOT = tmp_path
    if not Collection.get_first_root_node():
        Collection.add_root(name="Racine")
    client.force_login(User.objects.create_superuser("chef", "chef@service.example", "mot de passe"))
    return client


@pytest.fixture
def upload(administrator):
    """Send a file through the admin: `upload("image", "a.png", b"…")`; what the form complains about."""

    def send(kind: str, name: str, content: bytes) -> list[str]:
        file = SimpleUploadedFile(name, content, content_type="image/png" if kind == "image" else "application/pdf")
        names = {"image": "wagtailimages:add", "document": "wagtaildocs:add"}
        data = {"title": "Fichier", "file": file, "collection": Collection.get_first_root_node().pk}
        response = administrator.post(reverse(names[kind]), data)
        if response.status_code == 302:
            return []
        form = response.context["form"]
        assert set(form.errors) == {"file"}
        return [str(error) for error in form.errors["file"]]

    return send
