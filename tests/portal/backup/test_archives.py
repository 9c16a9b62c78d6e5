"""An archive is whole, or it is none; age keeps it from who has no key."""

from __future__ import annotations

import os
import subprocess
import tarfile

import pytest

from portal.backup import archives
from portal.backup.databases import BackupError
from tests.harness.skipping import need


@pytest.fixture
def files(tmp_path):
    """A database and two media, of which the second goes away before it is read."""
    (tmp_path / "db").write_bytes(os.urandom(3_000_000))
    (tmp_path / "été.png").write_bytes(b"\x89PNG")
    return [("database", tmp_path / "db"), ("media/été.png", tmp_path / "été.png"), ("media/gone", tmp_path / "gone")]


@pytest.fixture
def unpacked(tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def test_what_is_read_is_what_was_written(files, tmp_path, unpacked):
    written = archives.write(tmp_path / "a.tar.gz", iter(files), {"engine": "sqlite"})
    read = archives.read(tmp_path / "a.tar.gz", unpacked)
    assert read == written
    assert read["lost"] == ["media/gone"]
    assert (unpacked / "database").read_bytes() == (tmp_path / "db").read_bytes()
    assert (unpacked / "media" / "été.png").read_bytes() == b"\x89PNG"
    assert (unpacked / "media" / "été.png").stat().st_mode & 0o044, "nginx serves pictures, as another user"
    assert (tmp_path / "a.tar.gz").stat().st_mode & 0o077 == 0, "nobody else may read it"


@pytest.mark.parametrize("keep", [0, 20, 1_000_000])
def test_a_part_of_an_archive_is_none(files, tmp_path, unpacked, keep):
    whole = tmp_path / "a.tar.gz"
    archives.write(whole, iter(files), {})
    whole.write_bytes(whole.read_bytes()[:keep])
    with pytest.raises(BackupError, match="is no whole backup"):
        archives.read(whole, unpacked)


def test_a_file_that_was_changed_is_named(files, tmp_path, unpacked, monkeypatch):
    monkeypatch.setattr(archives, "_digest", lambda _: "another")  # gzip's own sum would tell before
    archives.write(tmp_path / "a.tar.gz", iter(files), {})
    with pytest.raises(BackupError, match="is damaged: database is not what was saved"):
        archives.read(tmp_path / "a.tar.gz", unpacked)


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "media/../../outside"])  # noqa: S108 - refused
def test_an_archive_writes_nothing_beside_its_folder(tmp_path, unpacked, name):
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BackupError, match=r"is no whole backup: .* does not belong there"):
        archives.read(tmp_path / "a.tar.gz", unpacked)
    assert not (tmp_path / "outside").exists()


def test_an_archive_holds_files_alone(tmp_path, unpacked):
    link = tarfile.TarInfo("media/passwd")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.addfile(link)
    with pytest.raises(BackupError, match="does not belong there"):
        archives.read(tmp_path / "a.tar.gz", unpacked)


def test_nothing_is_left_of_an_archive_that_could_not_be_written(files, tmp_path):
    with pytest.raises(IsADirectoryError):
        archives.write(tmp_path / "a.tar.gz", iter([("database", tmp_path)]), {})
    assert not list(tmp_path.glob("a.tar.gz*"))


@pytest.fixture
def identity(tmp_path):
    """A key pair of age: the file of the private one, and the public one."""
    need("age")
    file = tmp_path / "key.txt"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, text=True).stdout.strip()
    return str(file), public


def test_an_encrypted_archive_opens_with_its_key_alone(files, tmp_path, unpacked, identity):
    file, public = identity
    archives.write(tmp_path / "a", iter(files), {}, [public])
    assert b"\x89PNG" not in (tmp_path / "a").read_bytes()
    with pytest.raises(BackupError, match="--identity"):
        archives.read(tmp_path / "a", unpacked)
    other = tmp_path / "other.txt"
    subprocess.run(["age-keygen", "-o", other], check=True, capture_output=True)
    with pytest.raises(BackupError, match=r"age failed: .*no identity matched"):
        archives.read(tmp_path / "a", unpacked, str(other))
    archives.read(tmp_path / "a", unpacked, file)
    assert (unpacked / "media" / "été.png").read_bytes() == b"\x89PNG"
    assert (unpacked / "media" / "été.png").stat().st_mode & 0o044, "nginx serves pictures, as another user"


def test_a_key_that_is_none_is_told(files, tmp_path, identity):
    with pytest.raises(BackupError, match=r"age failed: .*malformed recipient"):
        archives.write(tmp_path / "a", iter(files), {}, ["age1nobody"])
    assert not list(tmp_path.glob("a*"))


def test_age_is_heard_to_its_end(files, tmp_path, unpacked, identity):
    """It verifies its last piece when it has written it; cut off before, it would seem to have failed."""
    private, public = identity
    archives.write(tmp_path / "plain", iter(files), {})
    with (tmp_path / "plain").open("ab") as more:
        more.write(bytes(1_000_000))  # more than a pipe holds, behind what the tar asks for
    encrypt = ["age", "--encrypt", "--recipient", public, "--output", tmp_path / "a.age", tmp_path / "plain"]
    subprocess.run(encrypt, check=True)
    assert archives.read(tmp_path / "a.age", unpacked, private)["lost"] == ["media/gone"]
