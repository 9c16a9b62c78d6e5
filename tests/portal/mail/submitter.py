"""Store messages as a web process would: ``python -m tests.portal.mail.submitter PREFIX COUNT [--direct]``.

One transaction a submission; every fifth is rolled back. Each outcome is a line on standard output: "accepted a-3"
once the commit is done, "rolled back a-5". With --direct the outbox is bypassed: the mail is sent in the transaction
and its failure is swallowed, as a hurried view would do. Checks that pass then prove nothing.
"""

from __future__ import annotations

import os
import sys

import django


class RolledBackError(Exception):
    """Something in the transaction went wrong after the mail was handed over."""


def submit(marker: str, *, fails: bool, direct: bool) -> None:
    """Make one submission whose mail carries the marker as its subject."""
    from django.core.mail import EmailMessage  # noqa: PLC0415 - Django is set up in main
    from django.db import transaction  # noqa: PLC0415 - as above

    from portal.mail import outbox  # noqa: PLC0415 - as above

    with transaction.atomic():
        recipient = f"{marker}@disp.example"
        if direct:
            EmailMessage(marker, "Bonjour.", to=[recipient]).send(fail_silently=True)
        else:
            outbox.add(outbox.OutgoingMail(to=(recipient,), subject=marker, text="Bonjour."))
        if fails:
            raise RolledBackError


def main(prefix: str, count: int, *, direct: bool) -> None:
    """Make the submissions and say how each ended."""
    django.setup()
    for number in range(1, count + 1):
        marker = f"{prefix}-{number}"
        try:
            submit(marker, fails=number % 5 == 0, direct=direct)
        except RolledBackError:
            print("rolled back", marker, flush=True)
        else:
            print("accepted", marker, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.portal.mail.settings")
    main(sys.argv[1], int(sys.argv[2]), direct="--direct" in sys.argv)
