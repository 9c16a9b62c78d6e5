"""Serving uploaded files: named by what they are, never run, never shown in the place of a page of ours.

Editors' files are checked when they come in (`portal.files.forms`). These headers hold for whatever passed, or was
put into the folder by other hands.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views import static
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from portal.files.private_pictures import may_see
from portal.models import PortalImage, PortalRendition
from portal.models.media import PRIVATE_FOLDER

if TYPE_CHECKING:
    from typing import IO

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from portal.models import PortalDocument

# By extension and by us: what the machine's own table says differs from one machine to the next.
PICTURES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
SIZES, ORIGINALS = "images", "original_images"  # Wagtail's folders
NAME_LENGTH = 200  # signs; no file of ours is called longer, and file systems give up soon after
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
PICTURE_CACHE = "public, max-age=604800"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@require_safe
def document(request: HttpRequest, document_id: str, name: str) -> HttpResponseBase:
    """A document to be kept, not opened here: a PDF shown in place would run its programs under our address.

    Wagtail decides who may read it. Parts are given to players of video, which ask for them.
    """
    response = serve(request, document_id, name)
    if response.status_code not in {200, 304}:
        return response
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if not response.get("Content-Disposition", "").startswith("attachment"):
        response["Content-Disposition"] = "attachment"
    if response.get("Content-Type", "").startswith("video/"):
        response["Accept-Ranges"] = "bytes"
        return part_of(request, response) if response.status_code == 200 else response
    return response


class FilePart:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        """Read on, at most to the end of the part."""
        content = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(content)
        return content

    def close(self) -> None:
        """Close the file itself."""
        self.file.close()


def part_of(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The part of a file that a player asks for (RFC 9110, one range); the whole file for any other wish."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    file, size = getattr(response, "file_to_stream", None), int(response.get("Content-Length") or 0)
    if file is None or not size or not asked or not any(asked.groups()) or "If-Range" in request.headers:
        return response
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        file.close()  # the response itself would call the request finished
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    part = FileResponse(FilePart(file, end - start + 1), status=206, content_type=response["Content-Type"])
    for name in response.headers.keys() - {"Content-Length", "Content-Type"}:
        part[name] = response[name]
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    part["Content-Length"] = str(end - start + 1)
    return part


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """The icon that browsers and readers of feeds ask for by this name without having read a page."""
    file = finders.find("portal/favicon.ico")
    if file is None:
        raise Http404("no icon")
    return FileResponse(Path(file).open("rb"), content_type="image/x-icon", headers={"Cache-Control": PICTURE_CACHE})


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the media folder: the sizes made of it, and drawings. Nothing else has an address.

    Those of private collections are shown to whom the collection lets in, and to who works with them in the admin.

    Originals may say where they were taken, and documents have their own address, which knows who may read them.
    """
    path = PurePosixPath(name)
    folder, kind = path.parts[0] if len(path.parts) == 2 else "", path.suffix.lower()
    known = folder in {SIZES, PRIVATE_FOLDER} or (folder, kind) == (ORIGINALS, ".svg")
    if len(name) > NAME_LENGTH or kind not in PICTURES or not known:
        raise Http404("no public file")
    image = None if folder == SIZES else _image_of(folder, name)
    if image and not may_see(request, image):
        raise Http404("not for everybody")
    response = _from_bucket(request, name) or static.serve(request, name, document_root=settings.MEDIA_ROOT)
    response["Content-Type"] = PICTURES[kind]
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store" if image and image.is_private else PICTURE_CACHE
    return response


def document_from_bucket(document: PortalDocument, request: HttpRequest) -> HttpResponseBase | None:
    """Wagtail's hook, after those that say who may read: it would read the file as a whole before its first byte."""
    response = _from_bucket(request, document.file.name, document.file_hash)
    if response and response.status_code == HTTPStatus.OK:
        response["Content-Type"], response["Content-Disposition"] = document.content_type, document.content_disposition
    return response


def _from_bucket(request: HttpRequest, name: str, sign: str = "") -> HttpResponseBase | None:
    """A file that lies in a bucket (`portal.files.bucket`), passed on; `sign` tells its versions apart."""
    stream = getattr(default_storage, "stream", None)
    if stream is None:
        return None
    try:
        file = stream(name)
    except FileNotFoundError:
        raise Http404("no such file") from None
    tag, modified = quote_etag(sign) if sign else None, int(file.modified.timestamp())
    known = {"Content-Length": str(file.size), "Last-Modified": http_date(modified)} | ({"ETag": tag} if tag else {})
    return get_conditional_response(request, tag, modified, FileResponse(file, headers=known))


def _image_of(folder: str, name: str) -> PortalImage | None:
    """The picture whose file this is, or one of whose sizes; None for a drawing that is no picture of an editor."""
    if folder == ORIGINALS:
        return PortalImage.objects.filter(file=name).first()
    return get_object_or_404(PortalRendition.objects.select_related("image__collection"), file=name).image
