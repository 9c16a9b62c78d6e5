"""Where media lie: a folder, or a bucket that speaks S3, by one variable."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"s3": "https", "s3+http": "http"}
REGION = "us-east-1"  # which servers without regions sign for


def storage(address: str) -> dict[str, Any]:
    """Django's setting for `s3://key:secret@host/bucket?region=name` (`s3+http`: without TLS), or for a folder.

    Key and secret are percent-encoded where they hold signs of addresses. Raises ImproperlyConfigured, without quoting
    them.
    """
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(address)
    bucket, key, secret = parts.path.strip("/"), unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in SCHEMES or not (parts.hostname and key and secret and bucket) or "/" in bucket:
        raise ImproperlyConfigured("MEDIA_STORAGE_URL is no address such as s3://key:secret@host/bucket?region=name.")
    return {
        "BACKEND": "portal.files.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": f"{SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
            "region_name": parse_qs(parts.query).get("region", [REGION])[0],
            "access_key": key,
            "secret_key": secret,
        },
    }
