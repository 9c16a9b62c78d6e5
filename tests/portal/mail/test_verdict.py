from __future__ import annotations

import smtplib

import pytest

from portal.mail.smtp import PartlyRefusedError
from portal.mail.verdict import Verdict, verdict_on

A, B, C = "a@disp.example", "b@disp.example", "c@disp.example"


def refusals(**codes: int) -> dict[str, tuple[int, bytes]]:
    return {f"{name}@disp.example": (code, b"a@disp.example") for name, code in codes.items()}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, Verdict()),
        (smtplib.SMTPRecipientsRefused(refusals(a=550, b=550)), Verdict((), (A, B), "SMTPRecipientsRefused 550")),
        (smtplib.SMTPRecipientsRefused(refusals(a=550, b=451)), Verdict((B,), (A,), "SMTPRecipientsRefused 451")),
        (smtplib.SMTPRecipientsRefused(refusals(a=552, b=552)), Verdict((A, B), (), "SMTPRecipientsRefused 552")),
        (PartlyRefusedError(refusals(a=550)), Verdict((), (A,), "SMTPRecipientsRefused 550")),
        (PartlyRefusedError(refusals(b=450)), Verdict((B,), (), "SMTPRecipientsRefused 450")),
        # 421 ends the session before the others were asked: nobody got the message.
        (
            smtplib.SMTPRecipientsRefused(refusals(a=421)),
            Verdict((A, B), (), "SMTPRecipientsRefused 421", session_over=True, server_lost=True),
        ),
        (smtplib.SMTPDataError(554, b""), Verdict((), (A, B), "SMTPDataError 554", session_over=True)),
        (smtplib.SMTPDataError(451, b""), Verdict((A, B), (), "SMTPDataError 451", session_over=True)),
        # Our own sender is refused: that is a setting to repair, no reason to give messages up.
        (smtplib.SMTPSenderRefused(550, b"", "x"), Verdict((A, B), (), "SMTPSenderRefused 550", session_over=True)),
        (
            smtplib.SMTPSenderRefused(421, b"", "x"),
            Verdict((A, B), (), "SMTPSenderRefused 421", session_over=True, server_lost=True),
        ),
        (
            smtplib.SMTPServerDisconnected("a@disp.example"),
            Verdict((A, B), (), "SMTPServerDisconnected", session_over=True, server_lost=True),
        ),
        (TimeoutError(), Verdict((A, B), (), "TimeoutError", session_over=True, server_lost=True)),
        (ValueError("a@disp.example"), Verdict((A, B), (), "ValueError", session_over=True)),
    ],
)
def test_what_an_error_means_for_each_recipient(error, expected):
    assert verdict_on((A, B), error) == expected


def test_nobody_is_forgotten_when_some_were_accepted():
    verdict = verdict_on((A, B, C), PartlyRefusedError(refusals(a=550, b=451)))
    assert (verdict.refused, verdict.pending) == ((A,), (B,))
