"""The archive: a compressed tar of the database, the media and, last, what it must hold; encrypted by age when asked.

It is written and read as a stream: neither the whole archive nor a decrypted copy of it ever lies beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import time
from typing import IO, TYPE_CHECKING, Any

from portal.backup.databases import BackupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media"
ENCRYPTED = b"age-encryption.org/"  # how such a file begins
_CHUNK = 1 << 20


def write(
    target: Path, files: Iterator[tuple[str, Path]], told: dict[str, Any], recipients: Sequence[str] = ()
) -> dict[str, Any]:
    """Write files under their names, then the manifest: `told`, with the digest of each. Returns it.

    `recipients` are public keys of age (`age1…`). A file that goes away meanwhile is named in the manifest as lost.
    Nothing stands at `target` before all of it does.
    """
    digests: dict[str, str] = {}
    lost: list[str] = []
    part = target.with_name(f"{target.name}.part")
    try:
        with _opened_for_writing(part, recipients) as stream, tarfile.open(fileobj=stream, mode="w|gz") as tar:
            for name, file in files:
                try:
                    digests[name] = _add(tar, name, file)
                except FileNotFoundError:
                    lost.append(name)
            manifest = told | {"files": digests, "lost": lost}
            content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            entry = _entry(MANIFEST, len(content))
            tar.addfile(entry, io.BytesIO(content))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def read(source: Path, folder: Path, identity: str = "") -> dict[str, Any]:
    """Unpack an archive into an empty folder, and return its manifest once every file is as the manifest says.

    `identity` is the path of a private key of age. Raises BackupError for what is no whole archive of ours.
    """
    try:
        with _opened_for_reading(source, identity) as stream:
            with tarfile.open(fileobj=stream, mode="r|gz") as tar:
                for member in tar:
                    _unpack(tar, member, folder)
            while stream.read(_CHUNK):  # age has more to say, and to verify, than the tar needs
                pass
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise BackupError(f"{source} is no whole backup: {error}") from error
    for name, digest in manifest["files"].items():
        file = folder / name
        if not file.is_file() or _digest(file) != digest:
            raise BackupError(f"{source} is damaged: {name} is not what was saved.")
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write a file below the folder, readable for nginx. Not `extractall`: Debian 12's has no safe way yet (3.11.4)."""
    target = folder / member.name
    if not member.isfile() or not target.resolve().is_relative_to(folder.resolve()):
        raise tarfile.ExtractError(f"{member.name} does not belong there")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tar.extractfile(member) as content, target.open("xb") as written:  # type: ignore[union-attr] # a file has one
        shutil.copyfileobj(content, written)


def _add(tar: tarfile.TarFile, name: str, file: Path) -> str:
    with file.open("rb") as content:
        size = file.stat().st_size
        hashed = _Hashed(content)
        tar.addfile(_entry(name, size), hashed)
    return hashed.digest.hexdigest()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(time.time()), 0o640
    return entry


class _Hashed(io.RawIOBase):
    """What is read of a file, digested on the way."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self.content.read(size)
        self.digest.update(data)
        return data


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextlib.contextmanager
def _opened_for_writing(file: Path, recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    with file.open("xb") as target:
        file.chmod(0o600)
        if not recipients:
            yield target
            return
        keys = [word for recipient in recipients for word in ("--recipient", recipient)]
        with _age([*keys], stdin=subprocess.PIPE, stdout=target) as process:
            yield process.stdin


@contextlib.contextmanager
def _opened_for_reading(file: Path, identity: str) -> Iterator[IO[bytes]]:
    with file.open("rb", buffering=0) as source:  # age goes on where this process stopped reading
        is_encrypted = source.read(len(ENCRYPTED)) == ENCRYPTED
        source.seek(0)
        if not is_encrypted:
            yield source
            return
        if not identity:
            raise BackupError(f"{file} is encrypted: name your private key with --identity.")
        with _age(["--decrypt", "--identity", identity], stdin=source, stdout=subprocess.PIPE) as process:
            yield process.stdout


@contextlib.contextmanager
def _age(arguments: list[str], **pipes: Any) -> Iterator[Any]:
    try:
        process = subprocess.Popen(["age", *arguments], stderr=subprocess.PIPE, **pipes)  # nosec B607 # noqa: S607 - found on PATH
    except FileNotFoundError:
        raise BackupError("age is missing. On Debian: apt-get install age") from None
    try:
        yield process
    except (BrokenPipeError, tarfile.TarError, EOFError):
        pass  # age says why, below
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        said = process.stderr.read().decode(errors="replace").strip()
        process.stderr.close()
        if process.wait():
            raise BackupError(f"age failed: {said[:300]}")
