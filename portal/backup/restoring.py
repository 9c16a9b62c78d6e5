"""The way back: what a backup must be checked against, and what must not go on as if nothing had happened."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.backup import archives, databases, media
from portal.backup.databases import BackupError
from portal.doctor import BACKUP_MARK
from portal.mail import waiting
from portal.models import DueJob

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECRETS = (
    "SECRET_KEY", "DATABASE_URL", "CACHE_URL", "ELASTICSEARCH_URL", "ELASTICSEARCH_API_KEY", "EMAIL_URL",
    "MEDIA_STORAGE_URL", "REPLIES_URL", "OIDC_CLIENT_SECRET", "SENTRY_DSN",
)  # fmt: skip


def back_up(target: Path, recipients: Sequence[str] = ()) -> dict[str, Any]:
    """Write a backup to a new file, which must not exist; returns its manifest.

    The database comes first: a file that is added later is in no row of it, and costs nothing.
    """
    if target.exists():
        raise BackupError(f"{target} exists already.")
    told = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "secrets": SECRETS,
        "secret_key": fingerprint(),
    }
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as folder:  # that nobody else may enter
        copy = Path(folder) / archives.DATABASE
        databases.dump(copy)
        manifest = archives.write(target, _files(copy), told, recipients)
    (Path(settings.DATA_DIR) / BACKUP_MARK).touch()
    return manifest


def _files(database: Path) -> Iterator[tuple[str, Path]]:
    yield archives.DATABASE, database
    for name, file in media.files(database.parent):
        yield f"{archives.MEDIA}/{name}", file


def fingerprint() -> str:
    """Whether two secrets are the same can be told from it; the secret cannot."""
    return salted_hmac("portal.backup", "fingerprint", algorithm="sha256").hexdigest()[:16]


def restore(folder: Path, manifest: dict[str, Any], *, replace: bool = False, mails: bool = False) -> list[str]:
    """Put an unpacked backup in the place of what is there; returns what the operator should know.

    Raises BackupError when something is there and `replace` does not allow it: media that were there are moved aside,
    the database is lost. Mails that waited when the backup was made may have left since: they are held, unless
    `mails` lets them leave (`drain_outbox --release-held` does it later).
    """
    if manifest["engine"] != connection.vendor:
        raise BackupError(f"The backup is of {manifest['engine']}, DATABASE_URL names {connection.vendor}.")
    has_media = media.are_there()  # a bucket that does not answer says so before anything is touched
    if not replace and (has_media or not databases.is_empty()):
        raise BackupError("The database or the media are not empty: --replace puts the backup in their place.")
    told = [f"{name} was lost while the backup was made." for name in manifest["lost"]]
    databases.load(folder / archives.DATABASE)
    if not mails and (held := waiting.hold()):
        told.append(f"{held} mails that waited are held: drain_outbox --release-held lets them leave.")
    DueJob.objects.update(leased_until=None, holder="")
    if aside := media.put_in_place(folder / archives.MEDIA):
        told.append(f"The media that were there are now in {aside}.")
    if manifest["secret_key"] != fingerprint():
        told.append(
            "SECRET_KEY is another one: name the old one in SECRET_KEY_FALLBACKS, or links mailed before are dead."
        )
    return told
