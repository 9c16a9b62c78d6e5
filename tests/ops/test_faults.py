"""Whatever fails under readers and senders: nothing that was promised is lost, and only what may fail does.

The limits that docs/operating/nodes.md states: a part that is not needed is not missed; without the database visitors
are asked to come back (503), as is whoever was in the hands of a process that died; nobody answers when it was nginx
itself. What nobody may meet is any other answer, or silence. Mail servers that stall and refuse have tests of their own
(tests/portal/mail, tests/directory/contact); so have other clocks, beside this.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.harness.production.whole import workers
from tests.ops import editors, searching
from tests.ops.demo import Demo, running_demo
from tests.ops.surviving import (
    BROKEN_OFF,
    COME_BACK,
    database,
    frozen_for_a_while,
    killed,
    lives,
    nodes_killed,
    process,
    survive,
)
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

LONGER_THAN_A_WORKER_LIVES = 35  # seconds: gunicorn ends one that is silent for thirty
SLOW_CLIENTS = 100
SENDERS = ("mail-1", "mail-2")
WAIT = "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); RETURN NEW; END'"
IN_HAND = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("checkout")) as running:
        yield running


def nginx_killed(demo: Demo) -> None:
    """Its worker outlives it, as a process of nobody's; the next one listens in its place, and has workers again."""
    orphans = workers(process(demo, "nginx"))
    killed(demo, "nginx")
    wait_until(lambda: workers(process(demo, "nginx")), "workers of nginx")
    wait_until(lambda: not any(lives(each) for each in orphans), "the end of those it left")


def both_nodes_in_turn(demo: Demo) -> None:
    for name in ("web-1", "web-2"):
        killed(demo, name)
        wait_until(lambda name=name: workers(process(demo, name)), f"workers of {name}")


def one_worker(demo: Demo) -> None:
    os.kill(workers(process(demo, "web-1"))[0], signal.SIGKILL)


@contextlib.contextmanager
def waiting(demo: Demo, trigger: str) -> Iterator[psycopg.Connection]:
    """Whoever does what the trigger tells waits for three seconds before it is done."""
    with database(demo) as asked:
        asked.execute(WAIT)
        asked.execute(trigger)
        try:
            yield asked
        finally:
            asked.execute("DROP FUNCTION wait CASCADE")


def nodes_lost_while_they_answer(demo: Demo) -> None:
    """Both at once, in the very commit of a request: it is stored, and who sent it reads nothing of it."""
    commit = "CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON contact_contactrequest DEFERRABLE INITIALLY DEFERRED"
    with waiting(demo, f"{commit} FOR EACH ROW EXECUTE FUNCTION wait()") as asked:
        wait_until(lambda: asked.execute(IN_HAND).fetchall(), "a request in hand")
        nodes_killed(demo, "web-1", "web-2")


def senders_lost_while_they_send(demo: Demo) -> None:
    """Both, and their connections with them, once a mail has left and before that is noted."""
    noted = "CREATE TRIGGER wait BEFORE UPDATE ON mail_outboxmessage FOR EACH ROW WHEN (NEW.sent_at IS NOT NULL)"
    with waiting(demo, f"{noted} EXECUTE FUNCTION wait()") as asked:
        wait_until(lambda: asked.execute(IN_HAND).fetchall(), "a mail in hand")
        for sender in SENDERS:
            demo.controls.kill(sender)
        asked.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        freed = "UPDATE mail_outboxmessage SET leased_until = now() WHERE lease IS NOT NULL RETURNING message_id"
        held = [each for (each,) in asked.execute(freed)]  # at once, in the place of after four minutes
    assert 1 <= len(held) <= len(SENDERS)
    wait_until(lambda: max(demo.arrivals()[each] for each in held) > 1, "the same mail again")


def read_only(demo: Demo) -> None:
    """As a server is that an operator stops from writing, or a standby that was not promoted yet."""
    for value in ("on", "off"):
        with database(demo) as asked:
            asked.execute("SET default_transaction_read_only = off")
            asked.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            asked.execute("SELECT pg_reload_conf()")
        time.sleep(8)


def thrown_out(demo: Demo) -> None:
    """Every connection ends in the middle of whatever it does, again and again."""
    for _ in range(5):
        with database(demo) as asked:
            asked.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        time.sleep(1)


def out_of_connections(demo: Demo) -> None:
    """Others hold all of them, also those that the portal had."""
    with contextlib.ExitStack() as held:
        first = held.enter_context(database(demo))
        ours, until = [first.info.backend_pid], time.monotonic() + 8
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                while True:
                    ours.append(held.enter_context(database(demo)).info.backend_pid)
            first.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> ALL(%s)", [ours])
        assert len(ours) > 90


def slow_clients(demo: Demo) -> None:
    """A hundred who begin to send a form and never end."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
    where = ("127.0.0.1", urlsplit(demo.url).port)
    begun = b"POST /contact/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nmessage="
    with contextlib.ExitStack() as held:
        for _ in range(SLOW_CLIENTS):
            connection = held.enter_context(socket.create_connection(where, timeout=20))
            held.enter_context(trusting.wrap_socket(connection)).sendall(begun)
        time.sleep(8)


FAULTS: dict[str, tuple[Callable[[Demo], None], set[int]]] = {
    "both nodes killed in turn": (both_nodes_in_turn, {COME_BACK}),
    "both nodes lost while they answer": (nodes_lost_while_they_answer, {COME_BACK}),
    "one worker killed": (one_worker, {COME_BACK}),
    "a sender of mail killed": (lambda demo: killed(demo, "mail-1"), set()),
    "periodic work killed": (lambda demo: killed(demo, "due"), set()),
    "nginx killed": (nginx_killed, {BROKEN_OFF}),
    "the database killed": (lambda demo: killed(demo, "postgres"), {COME_BACK}),
    "the database restarted": (lambda demo: demo.controls.restart("postgres"), {COME_BACK}),
    "the database frozen": (frozen_for_a_while("postgres", LONGER_THAN_A_WORKER_LIVES), {COME_BACK}),
    "the database read-only": (read_only, {COME_BACK}),
    "its connections thrown out": (thrown_out, {COME_BACK}),
    "its connections all taken": (out_of_connections, {COME_BACK}),
    "Redis killed": (lambda demo: killed(demo, "redis"), set()),
    "Redis frozen": (frozen_for_a_while("redis", 8), set()),
    "the mail server killed": (lambda demo: killed(demo, "smtp"), set()),
    "the mail server frozen": (frozen_for_a_while("smtp", 8), set()),
    "slow clients": (slow_clients, set()),
    "two editors at once": (editors.two_at_once, set()),
    "Elasticsearch above its flood stage": (searching.above_the_flood_stage, set()),
    "Elasticsearch frozen": (searching.frozen_node, set()),
    "Elasticsearch gone": (searching.stopped_node, set()),
}


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_and_only_what_may_fail_does(demo, name):
    survive(demo, name, *FAULTS[name])


def test_a_mail_that_left_unnoted_leaves_once_more_and_no_other_does(demo):
    """Each sender has one in hand; a mail program shows the second as the same."""
    survive(demo, "both senders lost while they send", senders_lost_while_they_send, may_repeat=2)
