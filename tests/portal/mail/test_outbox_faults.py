"""The promises of the outbox that need processes: a real SMTP server, senders side by side, rollbacks.

Hundreds of mails with everything killed on the way: tests/directory/contact/test_faults.py.
"""

from __future__ import annotations

import pytest

from tests.portal.mail.rig import Rig

pytestmark = pytest.mark.servers


def finish(*processes) -> None:
    """Wait for submitters, which must end well."""
    assert [process.wait() for process in processes] == [0] * len(processes)


def stop(*senders) -> None:
    """Ask senders to stop, which they must do in order."""
    for sender in senders:
        sender.ask_to_stop()
    assert [sender.process.wait() for sender in senders] == [0] * len(senders)


def test_two_senders_never_send_the_same_message(tmp_path):
    with Rig(tmp_path, "mail") as rig:
        senders = [rig.start_sender(), rig.start_sender()]
        finish(rig.start_submitter("a", 100))
        for sender in senders:
            sender.wait_to_hear("Cannot send now")
        rig.smtp.start()
        rig.wait_until_empty()
        stop(*senders)
        assert all(" sent at attempt 1" in sender.output() for sender in senders), "only one of them worked"
        assert rig.ledger().repeats == 0
        assert rig.ledger().faults() == []


def test_a_sender_asked_to_stop_finishes_its_message(tmp_path):
    with Rig(tmp_path, "mail") as rig:
        rig.smtp.mode("hold")
        rig.smtp.start()
        finish(rig.start_submitter("a", 4))
        sender = rig.start_sender()
        rig.smtp.wait_for("delivered")
        sender.ask_to_stop()
        rig.smtp.mode("accept")
        assert sender.process.wait() == 0
        assert "stopped; sent=1 delayed=0 failed=0 waiting=3" in sender.output()
        assert len(rig.smtp.events("delivered")) == 1


def test_the_check_catches_an_outbox_that_is_bypassed(tmp_path):
    """Sending inside the request passes for delivered only as long as nothing goes wrong."""
    with Rig(tmp_path, "mail") as rig:
        finish(rig.start_submitter("down", 5, "--direct"))
        rig.smtp.start()
        finish(rig.start_submitter("up", 5, "--direct"))
        faults = rig.ledger().faults()
        assert [fault for fault in faults if fault.startswith("lost")] == [f"lost: down-{each}" for each in range(1, 5)]
        assert "sent though rolled back: up-5" in faults
        assert "0 rows for 8 accepted submissions" in faults
