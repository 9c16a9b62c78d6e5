"""Environment variables: declared once, read typed, tabled in the README (a test compares the two)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on", "oui"}, {"", "0", "false", "no", "off", "non"}


@dataclass(frozen=True)
class Variable:
    """One variable the portal reads: its name, its default (None: required) and what it is for."""

    name: str
    default: str | None
    meaning: str


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("SECRET_KEY", None, "Django's secret; signs links and sessions"),
        Variable("PORTAL_URL", None, "public address without trailing slash, used in mails and feeds"),
        Variable("ALLOWED_HOSTS", "", "further host names that are answered, separated by commas"),
        Variable("DATA_DIR", "var", "folder of what the portal writes: database, media, mail, static files"),
        Variable("DATABASE_URL", "", "`postgres://user:password@host/name`; empty: SQLite in DATA_DIR"),
        Variable("CACHE_URL", "", "`redis://host:6379/0`; empty: local memory, for one process only"),
        Variable("ELASTICSEARCH_URL", "", "`http://user:password@host:9200/alias`; empty: the embedded search alone"),
        Variable("EMAIL_URL", "", "`smtp://user:password@host:25`, `smtp+tls://…:587`; empty: files in DATA_DIR/mail"),
        Variable(
            "DEFAULT_FROM_EMAIL",
            "Portail de l’insertion professionnelle <ne-pas-repondre@portail.example>",
            "sender of the portal's mails",
        ),
        Variable(
            "REPLIES_URL", "", "mailbox of replies and bounces: `imaps://user:password@host/INBOX`, `maildir:///path`"
        ),
        Variable("REPLIES_ADDRESS", "", "address of that mailbox, which takes `name+anything@host` too"),
        Variable("NATIONAL_MAILBOX", "travail-prison@justice.example", "mailbox of last resort, shown on every page"),
        Variable(
            "CONTACT_CHALLENGE",
            "false",
            "against a flood of requests: a proof of work (ALTCHA) by script, a confirmation by e-mail without",
        ),
        Variable("THEME", "etat", "`etat`: the State's design system; `neutre`: without its font and marks"),
        Variable("BEHIND_PROXY", "false", "trust X-Forwarded-Proto and X-Forwarded-For of one proxy in front"),
        Variable("LOG_LEVEL", "INFO", "least level of what is logged"),
    )
}


def text(name: str) -> str:
    """Value of a declared variable; raise ImproperlyConfigured when a required one is missing or empty."""
    default = VARIABLES[name].default
    value = os.environ.get(name, default)
    if not value and default is None:
        raise ImproperlyConfigured(f"The environment variable {name} is required: {VARIABLES[name].meaning}.")
    return value or ""


def flag(name: str) -> bool:
    """Boolean value of a variable; anything that is neither clearly yes nor no is refused."""
    value = text(name).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")


def words(name: str) -> list[str]:
    """Comma-separated values, without blanks around them."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """Value of a variable that must be one of `allowed`."""
    value = text(name)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: choose one of {', '.join(allowed)}.")
    return value
