"""What every fault is asked under traffic: nothing that was promised is lost, and only what may fail does."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.harness.freezing import family, frozen
from tests.harness.production.configuration import with_programs
from tests.harness.production.whole import variables_of, workers
from tests.ops.visitors import Readers, Senders, ask
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterator

    from tests.ops.demo import Demo

ADDRESSES = ("/", "/actualites/", "/trouver-un-referent/?lieu=76600", "/recherche/?q=travail", "/contact/?lieu=76600")
WELL = ADDRESSES[2]
BROKEN_OFF, COME_BACK = 0, 503
MAILS = """
SELECT mail.message_id, request.id FROM contact_contactrequest request
LEFT JOIN mail_outboxmessage mail ON mail.about = 'contact:' || request.id WHERE request.organisation LIKE %s
"""


def process(demo: Demo, name: str) -> int:
    """Number of a program's process."""
    return demo.controls.states()[name][1]


def database(demo: Demo) -> psycopg.Connection:
    """A connection of the test's own."""
    return psycopg.connect(variables_of(demo.folder)["DATABASE_URL"], autocommit=True)


def environment(demo: Demo) -> dict[str, str]:
    """Of one more process of the portal, beside those that run."""
    return with_programs(variables_of(demo.folder))


def nodes_killed(demo: Demo, *names: str) -> None:
    """Ended without a word, with all their workers; they take requests again when this returns."""
    before = {name: process(demo, name) for name in names}
    for each in [each for master in before.values() for each in family(master)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    for name, master in before.items():
        wait_until(lambda name=name, master=master: process(demo, name) not in {0, master}, f"{name} again")
        wait_until(lambda name=name: workers(process(demo, name)), f"workers of {name}")


def killed(demo: Demo, name: str) -> None:
    """Ended without a word, and started again by the supervisor."""
    before = process(demo, name)
    demo.controls.kill(name)
    wait_until(lambda: demo.controls.states()[name][1] not in {0, before}, f"{name} again")


def lives(number: int) -> bool:
    """Whether a process is there, and more than a line in the kernel's table."""
    with contextlib.suppress(OSError):
        return bool(Path(f"/proc/{number}/cmdline").read_bytes())
    return False


def frozen_for_a_while(name: str, seconds: float) -> Callable[[Demo], None]:
    """What freezes a program for so long."""

    def happen(demo: Demo) -> None:
        with frozen(process(demo, name)):
            time.sleep(seconds)

    return happen


@dataclass
class Traffic:
    """Who reads and who sends meanwhile, and the word by which their requests are known."""

    demo: Demo
    word: str
    readers: Readers
    senders: Senders

    def goes_on(self) -> None:
        """Wait until pages are served and requests are taken again."""
        before = len(self.senders.sent)
        wait_until(lambda: ask(f"{self.demo.url}{WELL}").status == 200, "pages again")
        wait_until(lambda: len(self.senders.sent) > before, "requests again")

    @property
    def met(self) -> Counter[int]:
        """What all of them were answered."""
        return self.readers.met + self.senders.met

    def __str__(self) -> str:
        readers, sent = self.readers, len(self.senders.sent)
        return (
            f"{dict(self.met)}, {sent} sent, failures within {readers.troubled:.1f} s, "
            f"the longest answer {readers.longest:.1f} s, {self.senders.shown_again} forms shown again"
        )


@contextlib.contextmanager
def traffic(demo: Demo, addresses: tuple[str, ...] = ADDRESSES) -> Iterator[Traffic]:
    """Readers and senders, until the block ends."""
    word = f"f{secrets.token_hex(3)}"
    with Readers(demo.url, addresses) as readers, Senders(demo.url, word) as senders:
        wait_until(lambda: senders.sent and readers.met[200] > 10, "traffic")
        yield Traffic(demo, word, readers, senders)


def promises_are_kept(traffic: Traffic, *, may_repeat: int = 0) -> None:
    """Each request that was answered as sent is stored once, and each of its mails arrived, once.

    As many mails as `may_repeat` may have come twice: those that a sender had in hand when it died.
    """
    demo, sent = traffic.demo, traffic.senders.sent
    assert len(set(sent)) == len(sent)
    with database(demo) as asked:
        rows = asked.execute(MAILS, [f"Atelier {traffic.word} %"]).fetchall()
    mails, requests = {mail for mail, _ in rows}, {request for _, request in rows}
    assert len(requests) == len(sent), "who clicked again sent one request"
    assert None not in mails, "a request without a mail"
    wait_until(lambda: mails <= set(demo.arrivals()), "the mails of every request")
    assert all(each in demo.mails() for each in sent)
    arrived = demo.arrivals()
    repeated = [arrived[mail] for mail in mails if arrived[mail] > 1]
    assert len(repeated) <= may_repeat, repeated
    assert set(repeated) <= {2}


def only_what_may_fail_did(traffic: Traffic, may_be_met: Collection[int]) -> None:
    """Nobody met any other answer, and whatever was said was said in French."""
    met = traffic.met
    assert {status for status in met if met[status]} <= {200, *may_be_met}, traffic.readers.failures[:3]
    assert all('<html lang="fr"' in each.text for each in traffic.readers.failures if each.status)


def survive(
    demo: Demo,
    name: str,
    happen: Callable[[Demo], object],
    may_be_met: Collection[int] = (),
    may_repeat: int = 0,
    addresses: tuple[str, ...] = ADDRESSES,
) -> Traffic:
    """Let it happen under traffic, and ask what became of everybody."""
    with traffic(demo, addresses) as going:
        happen(demo)
        going.goes_on()
    print(f"{name}: {going}")
    only_what_may_fail_did(going, may_be_met)
    promises_are_kept(going, may_repeat=may_repeat)
    return going
