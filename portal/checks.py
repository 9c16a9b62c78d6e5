"""System checks: missing style sheets, a cache that others do not share, a bucket that fails or is public."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.files.storage import default_storage

BUCKET = "portal.files.bucket.PrivateBucket"
LOCAL_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")


@checks.register(checks.Tags.staticfiles)
def style_sheets_are_built(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Pages without their style sheet are readable, but nobody means to serve them so."""
    from portal.styles import build  # noqa: PLC0415 - only whoever builds or checks sheets loads what reads them

    try:
        if build.is_current(settings.THEME, build.design_system()):
            return []
    except OSError as error:
        return [checks.Warning(str(error), id="portal.W002")]
    return [
        checks.Warning(
            f"The style sheet of the theme {settings.THEME!r} is missing or out of date: run `manage.py build_styles`. "
            "(Feuille de style absente ou ancienne.)",
            id="portal.W001",
        )
    ]


@checks.register(checks.Tags.files)
def bucket_can_be_spoken_to(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """MEDIA_STORAGE_URL needs the packages of the extra `s3`."""
    if settings.STORAGES["default"]["BACKEND"] != BUCKET or (find_spec("storages") and find_spec("boto3")):
        return []
    return [
        checks.Error(
            "MEDIA_STORAGE_URL names a bucket, and what speaks to it is missing: `make s3` or `pip install .[s3]`. "
            "(Médias dans S3\u00a0: paquets absents.)",
            id="portal.E001",
        )
    ]


@checks.register(checks.Tags.files, deploy=True)
def bucket_serves_us_alone(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Write, read and delete a probe, and ask for it as an outsider: a bucket that answers is open to everybody."""
    if settings.STORAGES["default"]["BACKEND"] != BUCKET or bucket_can_be_spoken_to(app_configs):
        return []
    if not (trouble := default_storage.trouble()):
        return []
    return [
        checks.Error(
            f"The bucket that MEDIA_STORAGE_URL names does not serve: {trouble}. It must exist, be private, and let "
            "the key list, read, write and delete. (Stockage des médias inutilisable ou ouvert à tous.)",
            id="portal.E002",
        )
    ]


@checks.register(checks.Tags.caches, deploy=True)
def cache_is_shared(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Menus and settings are cached: with a cache of its own, a second process would go on showing old ones.

    Limits on what strangers send are counted there as well. Web nodes of several workers are refused without
    (ops/gunicorn.conf.py asks too, before it listens); one worker beside senders and commands is warned.
    """
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(LOCAL_CACHES):
        return []
    if settings.WEB_CONCURRENCY > 1 or os.environ.get("PORTAL_NODE", "1") != "1":
        return [
            checks.Error(
                f"{settings.WEB_CONCURRENCY} workers of web node {os.environ.get('PORTAL_NODE', '1')} share no cache: "
                "set CACHE_URL, or WEB_CONCURRENCY=1 on the only node. (Plusieurs processus sans cache commun.)",
                id="portal.E003",
            )
        ]
    return [
        checks.Warning(
            "The cache lives in the memory of one process: what another one publishes is seen a second late.",
            id="portal.W003",
        )
    ]
