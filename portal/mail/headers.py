"""Validation of mail headers and bodies: checked before anything is stored, so that a sender never meets a surprise.

No error of this module quotes what it refuses: it may end in a log line.
"""

from __future__ import annotations

import re
import unicodedata
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email as validate_ascii_email
from django.utils.encoding import punycode
from email_validator import EmailNotValidError, validate_email

from portal.french.clean_text import clean_text

SUBJECT_LENGTH = 200
BREAKING = {"Cc", "Cs", "Zl", "Zp"}  # Unicode categories of controls, lone surrogates, line and paragraph separators
# What a mail may carry beside its addresses and subject: threads, automatic messages, leaving a list, and who gets a
# copy by a mail of their own.
ALLOWED = {
    "In-Reply-To", "References", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Cc",
}  # fmt: skip
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def address(text: str) -> str:
    """The bare address in ASCII (`a@exämple.fr` → `a@xn--exmple-cua.fr`); ValueError when it is not exactly one.

    All that Django's EmailField lets through is accepted, `x@intranet.local` too: the odd mailbox of a referent must
    not cost an employer the request. Whether an address can be reached is for the mail server to say.
    """
    try:
        if not text.isascii():
            return validate_email(text, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
        validate_ascii_email(text)
    except (EmailNotValidError, ValidationError):
        raise ValueError("Not a valid e-mail address.") from None  # their own messages repeat parts of the address
    if not text.isprintable():
        raise ValueError("An address holds no control characters.")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def one_line(text: str) -> str:
    """Words made fit for a subject: a run of blanks and control characters becomes one space.

    No-break spaces stay, which French sets before « : » and « ? ».
    """
    return BLANKS.sub(" ", clean_text(text)).strip()


def subject(text: str) -> str:
    """A subject of one line and at most 200 characters; ValueError when it is empty or carries a line break."""
    if any(unicodedata.category(sign) in BREAKING for sign in text):
        raise ValueError("A subject holds neither line breaks nor control characters.")
    line = unicodedata.normalize("NFC", text).strip()
    if not line:
        raise ValueError("A mail needs a subject.")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def further(named: dict[str, str]) -> dict[str, str]:
    """Headers beside the usual ones; ValueError for another name or more than printable ASCII.

    Whatever people typed never stands there: identifiers, checked addresses and fixed words do.
    """
    for name, value in named.items():
        if name not in ALLOWED:
            raise ValueError(f"The header {name!r} is not one of ours.")
        if not value or not value.isascii() or not value.isprintable():
            raise ValueError(f"The header {name} holds one line of printable ASCII.")
    return dict(named)


def domain_of(sender: str) -> str:
    """ASCII domain of a sender such as `Portail <a@b.example>`, for Message-IDs: the machine's name stays private."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return punycode(domain) if domain else "localhost"
