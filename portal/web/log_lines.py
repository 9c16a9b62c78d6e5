"""Log redaction: no line holds a working link, what somebody searched for, or a password.

nginx writes what comes before the first secret of an address by the same `PRIVATE_PATH`, which stands word for word in
ops/nginx/portail.conf (a test compares the two).
"""

from __future__ import annotations

import datetime
import json
import logging
import re
from contextvars import ContextVar

# What a path may say before it becomes the whole authority for something: addresses whose next part opens a request,
# a sheet, a subscription or an account, whatever stands before them; and any part with a colon, which is how Django
# joins a value and its signature (but for a server with its port). Python and nginx (PCRE) read it alike, in any case.
PRIVATE_PATH = (
    r"^(?<purpose>.*?/(?:(?:contact|recevoir-les-actualites)/[a-z]+/"
    r"|trouver-un-referent/(?:verification|ateliers)/|apercu/|password_reset/confirm/|(?<!//)(?=[^/]*:)))."
)
_PRIVATE_PATH = re.compile(PRIVATE_PATH.replace("?<purpose>", "?P<purpose>"), re.IGNORECASE)
# A path within a line; signed values anywhere else (« value:signature », « value:time:signature »); a password in an
# address of a server. Each begins where a word does: from the middle of one, too, a long line would take its square.
_PATH = re.compile(r"/[^\s\"'<>()\[\]{},]*")
_SIGNED = re.compile(r"(?<![\w.%=-])[\w.%=-]+(?::|%3A)(?:[\w-]+(?::|%3A))?[\w-]{43}(?![\w-])", re.IGNORECASE)
_PASSWORD = re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)")
MASK = "..."
current: ContextVar[str] = ContextVar("request_id", default="")  # the number of the request in hand


def without_secrets(text: str) -> str:
    """The text, whose addresses end where a secret or a query would begin."""
    text = _PASSWORD.sub(MASK, text)
    return _SIGNED.sub(MASK, _PATH.sub(lambda found: _path(found[0]), text))


def is_private_path(path: str) -> bool:
    """Whether this path opens something to whoever holds it."""
    return bool(_PRIVATE_PATH.match(path))


def _path(path: str) -> str:
    path, question, _ = path.partition("?")
    secret = _PRIVATE_PATH.match(path)
    return f"{secret['purpose']}{MASK}" if secret else path + (f"?{MASK}" if question else "")


class SecretlessFormatter(logging.Formatter):
    """Writes each line without secrets, its traceback too: what fails may quote the address that it was asked."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message; number of the request, figures and traceback if any.

    Each text is freed of secrets before it is quoted, so python-json-logger would have little left to do.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "request_id": current.get(),
            **getattr(record, "figures", {}),
            "traceback": without_secrets(self.formatException(record.exc_info)) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in told.items() if value != ""}, ensure_ascii=False)
