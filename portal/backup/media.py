"""Media of a backup, out of a folder or a bucket, and back into either."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator


def files(room: Path) -> Iterator[tuple[str, Path]]:
    """Each file by its name among media; one of a bucket lies in `room` until the next is asked for."""
    if not _is_bucket():
        for file in sorted(_folder().rglob("*")):
            if file.is_file():
                yield file.relative_to(_folder()).as_posix(), file
        return
    fetched = room / "fetched"
    for name in default_storage.names():
        fetched.unlink(missing_ok=True)  # what is lost meanwhile is found missing
        try:
            with default_storage.open(name) as source, fetched.open("wb") as target:
                target.writelines(source.chunks())
        except FileNotFoundError:
            fetched.unlink(missing_ok=True)
        yield name, fetched
    fetched.unlink(missing_ok=True)


def are_there() -> bool:
    """Whether there are any; OSError when the bucket does not tell."""
    if _is_bucket():
        return bool(default_storage.names())
    return _folder().is_dir() and any(_folder().iterdir())


def put_in_place(unpacked: Path) -> str:
    """Put the files of a folder, which may not exist, in the place of media. Where those went that were there."""
    moved = ""
    aside = f"{_folder().name}-{timezone.now():%Y%m%dT%H%M%S}"
    if _is_bucket():
        if are_there():
            default_storage.move_aside(aside)
            moved = f"{aside}/ of the bucket"
        for file in sorted(unpacked.rglob("*")):
            if file.is_file():
                with file.open("rb") as content:
                    default_storage.save(file.relative_to(unpacked).as_posix(), File(content))
        return moved
    if are_there():
        _folder().rename(_folder().with_name(aside))
        moved = str(_folder().with_name(aside))
    elif _folder().is_dir():
        _folder().rmdir()
    unpacked.mkdir(exist_ok=True)
    _folder().parent.mkdir(parents=True, exist_ok=True)
    unpacked.rename(_folder())
    return moved


def _is_bucket() -> bool:
    return hasattr(default_storage, "names")


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT)
