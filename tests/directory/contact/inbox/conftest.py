from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from directory.contact.inbox import mailboxes
from tests.directory.contact.factories import submit

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


class Maildir:
    """A Maildir on disk that mails arrive in, as a mail server delivers them."""

    def __init__(self, path) -> None:
        self.path, self.numbers = path, itertools.count(1)
        self.inbox = mailboxes.MaildirInbox(path)

    def receive(self, *mails) -> None:
        for each in mails:
            raw = each if isinstance(each, bytes) else each.as_bytes()
            (self.path / "new" / f"{next(self.numbers):06}.host").write_bytes(raw)

    def count(self, folder: str = "") -> int:
        """Mails in a folder of ours, or left in the inbox."""
        root = self.path / f".{folder}" if folder else self.path
        return sum(len(list((root / each).iterdir())) for each in ("new", "cur") if (root / each).exists())


@pytest.fixture
def maildir(tmp_path, settings) -> Maildir:
    """The portal reads a mailbox on disk."""
    settings.REPLIES_URL, settings.REPLIES_ADDRESS = f"maildir://{tmp_path}/box", "demandes@portail.example"
    return Maildir(tmp_path / "box")


@pytest.fixture
def read(capsys):
    """Run the command an operator types; return what it said."""

    def run() -> str:
        call_command("read_replies")
        return capsys.readouterr().out.strip()

    return run


@pytest.fixture
def request_sent(maildir, camille) -> ContactRequest:
    """A request whose mails name the addresses of the mailbox that is read."""
    return submit()
