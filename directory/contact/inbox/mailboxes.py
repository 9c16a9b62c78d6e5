"""The mailbox that `read_replies` reads: a Maildir on disk, or an IMAP server. Nothing is deleted before its time.

Mails wait in the inbox. Those that were read go to the folder READ, those that belong to no request to ASIDE, those
that cannot be read to UNREADABLE, where a person looks at them. Several readers may work side by side: a mail that
another one moved is simply not there any more.
"""

from __future__ import annotations

import contextlib
import imaplib
import mailbox
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from urllib.parse import SplitResult

READ, ASIDE, UNREADABLE = "Portail-lus", "Portail-a-trier", "Portail-illisibles"
TIMEOUT_SECONDS = 20


class MailboxLostError(Exception):
    """The mailbox cannot be used now; says which error, never its text, which may quote an address."""


class Inbox(Protocol):
    """What reading needs of a mailbox. Keys stay good as long as the mail stays."""

    def waiting(self, most: int) -> list[str]:
        """Keys of mails in the inbox, oldest first, so many at most."""

    def read(self, key: str, most: int) -> bytes | None:
        """The first bytes of a mail; None when another reader took it."""

    def move(self, key: str, folder: str) -> None:
        """Put a mail into a folder."""

    def forget(self, folder: str, before: datetime.datetime, *, dry_run: bool = False) -> int:
        """Delete what arrived in a folder before that time; return how many."""


@contextlib.contextmanager
def opened(url: str) -> Iterator[Inbox]:
    """The mailbox of REPLIES_URL. Raises ImproperlyConfigured for an address of another kind, MailboxLostError."""
    parts = urlsplit(url)
    if parts.scheme == "maildir" and parts.path:
        yield MaildirInbox(Path(unquote(parts.path)))
    elif parts.scheme in {"imap", "imap+tls", "imaps"} and parts.hostname:
        try:
            with _connected(parts) as connection:
                yield ImapInbox(connection, unquote(parts.path.strip("/")) or "INBOX")
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxLostError(type(error).__name__) from None
    else:
        raise ImproperlyConfigured("REPLIES_URL: write imaps://user:password@host/INBOX or maildir:///path.")


@contextlib.contextmanager
def _connected(parts: SplitResult) -> Iterator[imaplib.IMAP4]:
    """A session that is signed in, and ended whatever happens."""
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "imaps":
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS
        )
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "imap+tls":
            connection.starttls(context)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if "AUTH=PLAIN" in connection.capabilities:  # imaplib's own login knows no letter beyond ASCII
            connection.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            connection.login(user, password)
        yield connection
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            connection.logout()
        with contextlib.suppress(OSError):
            connection.shutdown()


class MaildirInbox:
    """A Maildir: each mail is a file, and moving one is a rename, which happens or does not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.box = mailbox.Maildir(path, create=True)

    def waiting(self, most: int) -> list[str]:
        files = [each for folder in ("new", "cur") for each in (self.path / folder).iterdir() if each.is_file()]
        return [f"{each.parent.name}/{each.name}" for each in sorted(files, key=lambda each: each.name)[:most]]

    def read(self, key: str, most: int) -> bytes | None:
        try:
            with (self.path / key).open("rb") as file:
                return file.read(most)
        except FileNotFoundError:
            return None

    def move(self, key: str, folder: str) -> None:
        target = self._folder(folder) / "cur" / key.rpartition("/")[2]
        with contextlib.suppress(FileNotFoundError):
            (self.path / key).rename(target if ":2," in target.name else target.with_name(f"{target.name}:2,S"))

    def forget(self, folder: str, before: datetime.datetime, *, dry_run: bool = False) -> int:
        old = [each for each in (self._folder(folder) / "cur").iterdir() if each.stat().st_mtime < before.timestamp()]
        for each in [] if dry_run else old:
            each.unlink(missing_ok=True)
        return len(old)

    def _folder(self, name: str) -> Path:
        if name not in self.box.list_folders():
            self.box.add_folder(name)
        return self.path / f".{name}"


class ImapInbox:
    """A folder of an IMAP server. Only UIDs are used: numbers change when another reader moves a mail."""

    def __init__(self, connection: imaplib.IMAP4, folder: str) -> None:
        self.connection = connection
        self.folder = folder
        self.made: dict[str, str] = {}  # folders of ours, by the name the server has for them
        self._select(folder)

    def waiting(self, most: int) -> list[str]:
        return self._found("UNDELETED")[:most]

    def read(self, key: str, most: int) -> bytes | None:
        _, answer = self._uid("FETCH", key, f"(BODY.PEEK[]<0.{most}>)")
        return next((each[1] for each in answer if isinstance(each, tuple)), None)

    def move(self, key: str, folder: str) -> None:
        target = self._made(folder)
        if "MOVE" in self.connection.capabilities:
            self._uid("MOVE", key, target)
            return
        self._uid("COPY", key, target)
        self._delete(key)

    def forget(self, folder: str, before: datetime.datetime, *, dry_run: bool = False) -> int:
        # BEFORE knows days only, in English: a mail stays up to a day longer than asked.
        self._select(self._made(folder))
        try:
            old = self._found(f"BEFORE {_day(before)}")
            if old and not dry_run:
                self._delete(",".join(old))
            return len(old)
        finally:
            self._select(self.folder)

    def _delete(self, keys: str) -> None:
        self._uid("STORE", keys, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.connection.capabilities:
            self._uid("EXPUNGE", keys)
        else:
            self.connection.expunge()

    def _made(self, folder: str) -> str:
        """The name of a folder of ours on this server, which is made when it is missing; asked for once a session."""
        if folder not in self.made:
            self.made[folder] = self._found_or_made(folder)
        return self.made[folder]

    def _found_or_made(self, folder: str) -> str:
        _, (line, *_) = self.connection.list('""', f'"*{folder}"')
        if line:
            return _quoted(line.decode("ascii", "replace").rpartition(" ")[2].strip('"'))
        kind, _ = self.connection.create(_quoted(folder))
        if kind == "OK":
            return _quoted(folder)
        below = f"INBOX.{folder}"  # servers whose folders all lie below the inbox
        self.connection.create(_quoted(below))
        return _quoted(below)

    def _select(self, folder: str) -> None:
        kind, _ = self.connection.select(folder if folder.startswith('"') else _quoted(folder))
        if kind != "OK":
            raise imaplib.IMAP4.error("The folder cannot be opened.")

    def _found(self, criterion: str) -> list[str]:
        _, (line, *_) = self._uid("SEARCH", None, criterion)
        return (line or b"").decode("ascii").split()

    def _uid(self, command: str, *arguments: str | None) -> tuple[str, list[bytes | tuple[bytes, bytes] | None]]:
        kind, answer = self.connection.uid(command, *arguments)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused.")
        return kind, answer


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _day(moment: datetime.datetime) -> str:
    """« 22-Nov-2026 », whatever language the process speaks."""
    return imaplib.Time2Internaldate(moment)[1:12].strip()
