"""The outbox at work: a mail server, a database, submitters and senders, all of them processes."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.portal.mail.ledger import Ledger
from tests.portal.mail.servers import Sender, SharedDatabase, SmtpServer, in_background, process_environment, wait_until

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

WAITING = "SELECT count(*) FROM mail_outboxmessage WHERE sent_at IS NULL AND failed_at IS NULL"


class Rig:
    """Starts and counts the processes of one test, and ends them all with it.

    `with Rig(folder, "mail") as rig:` needs the tables of the app `mail` alone, which saves migrating all of them on
    PostgreSQL.
    The mail server is not started: `rig.smtp.start()`.
    """

    def __init__(self, folder: Path, *apps: str) -> None:
        self.folder = folder
        self.apps = apps
        self.smtp = SmtpServer(folder / "smtp")
        self.database = SharedDatabase(folder)
        self.environment = process_environment(self.database, self.smtp, folder)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.submissions: list[Path] = []
        self.kills = 0

    def __enter__(self) -> Rig:
        self.database.create(self.environment, *self.apps)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.smtp.close()
        self.database.drop()

    def start_sender(self) -> Sender:
        """One more sender, beside those that run."""
        sender = Sender(self.environment, self.folder / f"sender-{len(self.processes)}.log")
        self.processes.append(sender.process)
        return sender

    def kill(self, victim: Sender | SmtpServer) -> None:
        """End it with kill -9, and count it."""
        victim.kill()
        self.kills += 1

    def freeze(self, process: subprocess.Popen[bytes]) -> None:
        """Stop it where it stands, until SIGCONT. Counts as a kill: what it had in hand may be done twice.

        Not for ever: on SQLite whoever is frozen while it writes stops all the others.
        """
        process.send_signal(signal.SIGSTOP)
        self.kills += 1

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more mails were accepted, or none is left."""
        wanted = len(self.smtp.events("delivered")) + count
        wait_until(
            lambda: len(self.smtp.events("delivered")) >= wanted or self.database.number(WAITING) == 0, f"{count} more"
        )

    def start_submitter(self, prefix: str, count: int, *options: str) -> subprocess.Popen[bytes]:
        """A process that makes submissions, each with a message; `submitter` says what the options do."""
        log = self.folder / f"submitter-{prefix}.log"
        self.submissions.append(log)
        command = ["-m", "tests.portal.mail.submitter", prefix, str(count), *options]
        self.processes.append(in_background(self.environment, log, *command))
        return self.processes[-1]

    def outcomes(self, kind: str) -> frozenset[str]:
        """Markers of submissions that ended so: "accepted" or "rolled back"."""
        lines = [line for log in self.submissions for line in log.read_text(encoding="utf-8").splitlines()]
        return frozenset(line.removeprefix(f"{kind} ") for line in lines if line.startswith(f"{kind} "))

    def wait_until_empty(self) -> None:
        """Wait until no stored message waits any more."""
        while self.database.number(WAITING):
            self.wait_for_more(50)

    def ledger(self) -> Ledger:
        """What was promised and what arrived so far."""
        return Ledger(
            accepted=self.outcomes("accepted"),
            rolled_back=self.outcomes("rolled back"),
            stored=self.database.number("SELECT count(*) FROM mail_outboxmessage"),
            deliveries=self.smtp.deliveries(),
            kills=self.kills,
        )
