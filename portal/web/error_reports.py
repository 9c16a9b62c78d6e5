"""Error reports to a Sentry (the extra `sentry`, SENTRY_DSN): what failed, where in the code, and nothing of anybody.

What leaves is written down here, not what stays: kinds of errors, frames without variables, the pattern of the address,
the number of the request. Texts of errors stay, since they quote what a person typed; the log has them, by that number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from portal.web.log_lines import current

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "environment", "sdk")
KEPT_OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app", "context_line")
# Whose log lines are patterns with their values apart (ruff's G sees to ours); others may have written a name into one.
OF_PATTERNS = ("directory", "django", "home", "news", "portal", "search")


def start(address: str) -> None:
    """Report from now on; an empty address reports nothing. ImproperlyConfigured when it is none, or nobody can."""
    if not address:
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415 - as above
    except ImportError:
        raise ImproperlyConfigured("SENTRY_DSN needs sentry-sdk: `make sentry` or `pip install .[sentry]`.") from None
    try:
        sentry_sdk.init(
            dsn=address,
            before_send=nameless,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
        )
    except BadDsn:
        raise ImproperlyConfigured("SENTRY_DSN is no address such as https://key@sentry.example/1.") from None


def nameless(event: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    """What may leave of an event."""
    told: dict[str, Any] = {name: event[name] for name in KEPT if name in event}
    if event.get("transaction_info", {}).get("source") == "route":
        told["transaction"] = event["transaction"]
    if number := current.get():
        told["tags"] = {"request_id": number}
    if str(event.get("logger", "")).partition(".")[0] in OF_PATTERNS and "logentry" in event:
        told["logentry"] = {"message": event["logentry"].get("message", "")}
    if errors := event.get("exception", {}).get("values"):
        told["exception"] = {"values": [_nameless_error(each) for each in errors]}
    return told


def _nameless_error(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    shown = [{name: frame[name] for name in KEPT_OF_A_FRAME if name in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": shown}}
