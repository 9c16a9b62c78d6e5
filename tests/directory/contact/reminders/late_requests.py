"""A process that stores late requests, or does periodic work: ``python -m`` its own name.

With a number it makes so many requests of 20 November 2026; without, it does the work of Monday, 30 November, and
says how many reminders and digests it stored.
"""

from __future__ import annotations

import datetime
import sys

import django

NOW = datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)


def main(count: str = "") -> None:
    """Do what is wanted, and say what was done."""
    django.setup()
    from directory.contact.reminders import digest, overdue  # noqa: PLC0415 - after the set-up

    if count:
        store(int(count))
    else:
        print(*(job(NOW).split()[0] for job in (overdue.remind, digest.send)))


def store(count: int) -> None:
    """A referent, and requests that nobody answered."""
    from directory.contact.form.placing import place_request  # noqa: PLC0415 - as above
    from directory.contact.workflow.submission import submit_contact_request  # noqa: PLC0415 - as above
    from tests.directory.contact import seed  # noqa: PLC0415 - as above
    from tests.directory.contact.factories import enquiry  # noqa: PLC0415 - as above

    seed.main()
    recipient, received = place_request("76600").recipient, NOW - datetime.timedelta(days=10)
    for number in range(count):
        submit_contact_request(form_key=str(number), enquiry=enquiry(), recipient=recipient, now=received)


if __name__ == "__main__":
    main(*sys.argv[1:])
