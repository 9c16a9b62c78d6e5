"""Mails from templates: subject, text and HTML of `emails/<name>`, from one context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from portal.mail.headers import one_line
from portal.mail.outbox import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Mapping


def mail_from(
    name: str,
    /,
    *,
    to: tuple[str, ...],
    reply_to: str | tuple[str, ...] = "",
    headers: Mapping[str, str] | None = None,
    about: str = "",
    once: str | None = None,
    **context: Any,
) -> OutgoingMail:
    """The mail `name` to these addresses; the options are those of `OutgoingMail`, all else is for the templates."""
    return OutgoingMail(
        to=to,
        subject=subject_from(f"emails/{name}_subject.txt", context),
        text=text_from(f"emails/{name}.txt", context),
        html=render_to_string(f"emails/{name}.html", context),
        reply_to=reply_to,
        headers=dict(headers or {}),
        about=about,
        once=once,
    )


def subject_from(template: str, context: dict[str, Any]) -> str:
    """A subject of one line, whatever visitors wrote into it."""
    return one_line(render_to_string(template, context))


def text_from(template: str, context: dict[str, Any]) -> str:
    """A text that begins with words and ends with one line end."""
    return render_to_string(template, context).strip() + "\n"
