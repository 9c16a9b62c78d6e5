"""Media in a bucket that speaks S3 (the extra `s3`): nobody but the portal reads it.

No file has an address at the bucket, public or signed. Pictures and documents keep the addresses that they have in a
folder, and `portal.files.serving` passes them on, so that the same rules say who may read them.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import logging
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.cache import cache
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name
from wagtail.images.models import SourceImageIOError

from portal.web.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

P, T = ParamSpec("P"), TypeVar("T")
logger = logging.getLogger(__name__)

FOLDER = "media"  # of our keys, so that what a restore moves aside lies beside it
PUBLIC = "outsiders may read it"
IN_MEMORY = 10 * 1024 * 1024  # bytes: a picture; what is heavier is read by way of a temporary file
PATIENCE = Config(
    connect_timeout=2,
    read_timeout=6,  # seconds of silence
    retries={"mode": "standard", "total_max_attempts": 2},
    signature_version="s3v4",
    s3={"addressing_style": "path"},  # which every server understands
    # Other servers than Amazon's do not know the sums that it lately asks for.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class StorageError(SourceImageIOError):
    """The bucket does not answer, or refuses us. To Wagtail it is a picture that cannot be read: the page goes on."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EHOSTUNREACH, reason)


def _reason(error: Exception) -> str:
    """Without address or key: a class, or S3's own word."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__


breaker = CircuitBreaker(
    "portal.files.bucket", cache, name="The bucket of media", instead="files are neither shown nor taken", logger=logger
)


def answered(method: Callable[P, T]) -> Callable[P, T]:
    """Raise StorageError where the bucket does not do what the method asks, at once while it is known to be gone."""

    @functools.wraps(method)
    def asking(*args: P.args, **kwargs: P.kwargs) -> T:
        if breaker.is_open():
            raise StorageError("out of reach a moment ago")
        try:
            done = method(*args, **kwargs)
        except (BotoCoreError, ClientError, Boto3Error) as error:
            breaker.record_failure(_reason(error))
            raise StorageError(_reason(error)) from error
        except FileNotFoundError:
            breaker.record_success()
            raise
        breaker.record_success()
        return done

    return asking


class BucketFile(S3File):
    """A file that is read as a whole before its first byte is given: Pillow goes to and fro in it."""

    _get_file = answered(S3File._get_file)  # noqa: SLF001 - where django-storages asks the bucket
    file = property(_get_file, S3File._set_file)  # noqa: SLF001 - as above


class Stream:
    """A file that is passed on as it comes, from its start or from where `seek` was told; asked for when it is read."""

    def __init__(self, storage: PrivateBucket, name: str) -> None:
        self._object = storage.object(name)
        self.size, self.modified = self._looked_up()
        self._start, self._body = 0, None

    @answered
    def _looked_up(self) -> tuple[int, datetime.datetime]:
        try:
            return self._object.content_length, self._object.last_modified
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise FileNotFoundError(errno.ENOENT, "no such key") from None
            raise

    @answered
    def read(self, size: int = -1) -> bytes:
        """Read on."""
        if self._body is None:
            self._body = self._object.get(**({"Range": f"bytes={self._start}-"} if self._start else {}))["Body"]
        return bytes(self._body.read(None if size < 0 else size))

    def seek(self, offset: int) -> None:
        """Begin there; before anything is read."""
        self._start = offset

    def seekable(self) -> bool:
        """Not for Django, which would look for the size by going to the end."""
        return False

    def close(self) -> None:
        """Ask for no more."""
        if self._body is not None:
            self._body.close()


@deconstructible
class PrivateBucket(S3Storage):
    """Storage of media. Needs `bucket_name`, `endpoint_url`, `region_name`, `access_key` and `secret_key`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            location=FOLDER, file_overwrite=False, client_config=PATIENCE, max_memory_size=IN_MEMORY, **options
        )

    def object(self, name: str) -> Any:
        """What boto3 calls an object, by the name of a file."""
        return self.bucket.Object(self._normalize_name(clean_name(name)))

    def url(self, name: str, *_: Any, **__: Any) -> str:
        """The portal's own address, as of a file in a folder."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def stream(self, name: str) -> Stream:
        """A file to be passed on; FileNotFoundError when there is none."""
        return Stream(self, name)

    @answered
    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        try:
            return BucketFile(self._normalize_name(clean_name(name)), mode, self)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise FileNotFoundError(errno.ENOENT, "no such key") from None
            raise

    _save = answered(S3Storage._save)  # noqa: SLF001 - what Django asks of a storage
    _delete = answered(S3Storage.delete)
    exists = answered(S3Storage.exists)
    listdir = answered(S3Storage.listdir)
    size = answered(S3Storage.size)
    get_modified_time = answered(S3Storage.get_modified_time)

    def delete(self, name: str) -> None:
        """Delete a file. The log names one that stays, which no row of the database knows any more."""
        try:
            self._delete(name)
        except StorageError:
            logger.error("A deleted file stays in the bucket of media: %s", name)  # noqa: TRY400 - why, the breaker told
            raise

    @answered
    def reach(self) -> None:
        """Ask whether the bucket is there, for us."""
        self.bucket.meta.client.head_bucket(Bucket=self.bucket_name)

    @answered
    def names(self) -> list[str]:
        """Of all files, sorted."""
        return sorted(each.key.removeprefix(f"{FOLDER}/") for each in self.bucket.objects.filter(Prefix=f"{FOLDER}/"))

    @answered
    def move_aside(self, folder: str) -> None:
        """Put all files into another folder of the bucket, each within it; media that were there are in the way."""
        for each in self.bucket.objects.filter(Prefix=f"{FOLDER}/"):
            kept = folder + each.key.removeprefix(FOLDER)
            self.bucket.Object(kept).copy({"Bucket": self.bucket_name, "Key": each.key})
            each.delete()

    def trouble(self) -> str:
        """What keeps the bucket from serving us: nothing, a reason of S3's, or that outsiders may read it."""
        key, word = f"{FOLDER}/.{uuid.uuid4().hex}", b"probe"
        try:
            mine = self.bucket.Object(key)
            mine.put(Body=word)
            try:
                if mine.get()["Body"].read() != word:
                    return "it gives back something else than it took"
                outsider = self.unsigned_connection.Bucket(self.bucket_name)
                with contextlib.suppress(ClientError):
                    outsider.Object(key).get()
                    return PUBLIC
                with contextlib.suppress(ClientError):
                    list(outsider.objects.limit(1))
                    return PUBLIC
            finally:
                mine.delete()
        except (BotoCoreError, ClientError, Boto3Error) as error:
            return _reason(error)
        return ""
