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
        Variable("SECRET_KEY_FALLBACKS", "", "former secrets, separated by commas: links that they signed still work"),
        Variable("PORTAL_URL", None, "public address without trailing slash, used in mails and feeds"),
        Variable("ALLOWED_HOSTS", "", "further host names that are answered, separated by commas"),
        Variable("DATA_DIR", "var", "folder of what the portal writes: database, media, mail, static files"),
        Variable("DATABASE_URL", "", "`postgres://user:password@host/name`; empty: SQLite in DATA_DIR"),
        Variable("CACHE_URL", "", "`redis://host:6379/0`; empty: local memory, for one process only"),
        Variable(
            "MEDIA_STORAGE_URL",
            "",
            "media in a private bucket: `s3://key:secret@host/bucket?region=name`; empty: a folder in DATA_DIR",
        ),
        Variable("WEB_CONCURRENCY", "3", "workers of a web node; more than one, or a second node, need CACHE_URL"),
        Variable("ELASTICSEARCH_URL", "", "`http://user:password@host:9200/alias`; empty: the embedded search alone"),
        Variable("ELASTICSEARCH_API_KEY", "", "its key, encoded, instead of a user and a password in the address"),
        Variable("ELASTICSEARCH_CA", "", "file of the authority that signed its certificate; empty: the system's"),
        Variable("EMAIL_URL", "", "`smtp://user:password@host:25`, `smtp+tls://…:587`; empty: files in DATA_DIR/mail"),
        Variable(
            "DEFAULT_FROM_EMAIL",
            "Portail de l’insertion professionnelle <portail@portail.example>",
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
        Variable(
            "OIDC_ISSUER",
            "",
            "address of the provider of the single sign-on (ProConnect); empty: passwords alone",
        ),
        Variable("OIDC_CLIENT_ID", "", "name that the provider gave to this site"),
        Variable("OIDC_CLIENT_SECRET", "", "its secret there"),
        Variable("OIDC_SIGN_ALGO", "RS256", "how the provider signs: `RS256` or `ES256`"),
        Variable(
            "OIDC_LEVELS",
            "",
            "levels (`acr`) of which one is required, separated by blanks; then the provider sees to the second factor",
        ),
        Variable(
            "OIDC_DOMAINS",
            "",
            "domains whose addresses get an account by themselves, without rights; others need an invitation",
        ),
        Variable(
            "LOCAL_LOGIN",
            "true",
            "sign in by password too; `false`: by the provider alone, but for `open_local_sign_in`",
        ),
        Variable("SECOND_FACTOR", "true", "ask everybody who enters the admin for a code of an application (TOTP)"),
        Variable("THEME", "etat", "`etat`: the State's design system; `neutre`: without its font and marks"),
        Variable("BEHIND_PROXY", "false", "trust X-Forwarded-Proto and X-Forwarded-For of one proxy in front"),
        Variable("HSTS_PRELOAD", "false", "let browsers know before a visit that this domain and all below speak TLS"),
        Variable("OPERATOR_MAILBOX", "", "who is told by mail what goes wrong and when it is over; empty: nobody"),
        Variable("SENTRY_DSN", "", "a Sentry's address, told of errors without what persons wrote; empty: nobody"),
        Variable("SECURITY_MAILBOX", "", "where reports of weaknesses go (security.txt); empty: NATIONAL_MAILBOX"),
        Variable(
            "LOG_FORMAT", "line", "`line`, or `json`: an object a line, one for each request too, with its number"
        ),
        Variable(
            "CHECK_OUTSIDE_LINKS",
            "false",
            "ask other sites each night whether the links that lead there still do; needs a way out by HTTP(S)",
        ),
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


def number(name: str) -> int:
    """Whole number of at least 1; anything else is refused."""
    value = text(name).strip()
    if not value.isascii() or not value.isdigit() or not int(value):
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number, 1 or more.")
    return int(value)


def words(name: str) -> list[str]:
    """Comma-separated values, without blanks around them."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """Value of a variable that must be one of `allowed`."""
    value = text(name)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: choose one of {', '.join(allowed)}.")
    return value
