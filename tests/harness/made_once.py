"""Rows made once for the tests of a file or folder: each test undoes only its own changes, the last one all of them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def made_once(django_db_blocker, make: Callable[[], object]) -> Iterator[None]:
    """The body of a fixture of a module or package that needs `django_db_setup` too; not beside transactional tests."""
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(transaction.atomic())
            make()
            connection.check_constraints()  # or PostgreSQL checks all these rows at the end of each test again
        yield
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            stack.close()
