"""Sign-in log: each attempt on an account is a row for its owner and a line for the operator, without a name."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_login_failed

from portal.models import SignIn, User
from portal.web.limits import network_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest

logger = logging.getLogger(__name__)
KEPT = datetime.timedelta(days=365)
SHOWN = 20
Outcome = SignIn.Outcome
SUCCESSES = {Outcome.ENTERED, Outcome.SINGLE, Outcome.CODE, Outcome.RECOVERY}


def record(user: AbstractBaseUser, outcome: SignIn.Outcome, request: HttpRequest | None) -> None:
    """Keep what happened; the line of the log names the number of the account alone."""
    network = network_of(request) if request is not None else ""
    SignIn.objects.create(user=user, outcome=outcome, network=network[:45])
    level = logging.INFO if outcome in SUCCESSES else logging.WARNING
    logger.log(level, "Sign-in of account %s: %s.", user.pk, outcome.value)


def latest(user: AbstractBaseUser) -> list[SignIn]:
    """What its owner is shown, newest first."""
    return list(SignIn.objects.filter(user=user)[:SHOWN])


def forget_old(now: datetime.datetime) -> str:
    """The periodic job: rows go after a year."""
    count, _ = SignIn.objects.filter(at__lt=now - KEPT).delete()
    return f"{count} forgotten" if count else ""


def connect_signals() -> None:
    """Hear of every sign-in, through whichever form."""
    user_logged_in.connect(_entered, dispatch_uid="portal.sign_in.history")
    user_login_failed.connect(_refused, dispatch_uid="portal.sign_in.history")


def _entered(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is None or "REMOTE_ADDR" not in request.META:
        return  # a program signs in, without anybody's browser
    single = str(getattr(user, "backend", "")).endswith("SingleSignOn")
    record(user, Outcome.SINGLE if single else Outcome.ENTERED, request)


def _refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if request is None:
        return
    user = User.objects.filter(username=credentials.get("username") or "").first()
    too_many = bool(getattr(request, "seconds_to_sign_in", 0))
    if user is None:
        logger.warning("Sign-in of an unknown account: %s.", "too_many" if too_many else "refused")
    else:
        record(user, Outcome.TOO_MANY if too_many else Outcome.REFUSED, request)
