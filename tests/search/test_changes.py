from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from search import changes
from search.models import Change, ChangeLog, Follower
from search.position import Position

pytestmark = pytest.mark.django_db


def numbers() -> list[int]:
    return list(Change.objects.values_list("position", flat=True))


def test_nothing_recorded_is_the_beginning_of_no_log():
    assert changes.head() == changes.Head(Position("", 0))
    changes.record([])
    assert not ChangeLog.objects.exists()


def test_positions_follow_each_other_and_keys_come_once():
    changes.record(["page:1", "page:2", "page:1"])
    changes.record(["page:1"])
    assert changes.after(0, 10) == [(1, "page:1"), (2, "page:2"), (3, "page:1")]
    assert changes.after(1, 1) == [(2, "page:2")]
    assert changes.head().position.number == 3


def test_a_rollback_takes_its_changes_and_positions_along():
    changes.record(["page:1"])

    @transaction.atomic
    def record_and_fail() -> None:
        changes.record(["page:2"])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_and_fail()
    changes.record(["page:3"])
    assert changes.after(0, 10) == [(1, "page:1"), (2, "page:3")]


def test_the_log_is_kept_for_the_slowest():
    changes.record([f"page:{number}" for number in range(5)])
    changes.report("quick", Position("", 5))
    changes.report("slow", Position("", 2))
    assert changes.prune() == 2
    assert numbers() == [3, 4, 5]
    assert changes.head().pruned == 2


def test_without_anybody_following_nothing_is_forgotten():
    changes.record(["page:1"])
    assert changes.prune() == 0
    assert numbers() == [1]


def test_after_a_month_nobody_is_waited_for():
    changes.record(["page:1", "page:2", "page:3"])
    Change.objects.filter(position__lte=2).update(recorded_at=timezone.now() - datetime.timedelta(days=31))
    changes.report("gone", Position("", 1))
    changes.report("there", Position("", 3))
    changes.prune()
    assert numbers() == [3]
    assert list(Follower.objects.values_list("name", flat=True)) == ["there"]
    assert changes.head().pruned == 2


@pytest.mark.postgresql  # SQLite has one writer at a time: nothing can be out of order
@pytest.mark.django_db(transaction=True)
def test_positions_become_visible_in_their_order():
    """A transaction that recorded first commits first: nobody may see a later position and miss an earlier one."""
    changes.record(["page:0"])
    recorded, seen = threading.Event(), []

    def second() -> None:
        recorded.wait(10)
        changes.record(["page:2"])  # waits for the first one
        seen.extend(key for _, key in changes.after(0, 10))
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        changes.record(["page:1"])
        recorded.set()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert seen == ["page:0", "page:1", "page:2"]
