from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from search.index import change_log
from search.index.position import Position
from search.models import Change, ChangeLog, Follower

pytestmark = pytest.mark.django_db


def numbers() -> list[int]:
    return list(Change.objects.values_list("position", flat=True))


def test_nothing_recorded_is_the_beginning_of_no_log():
    assert change_log.head() == change_log.Head(Position("", 0))
    change_log.record([])
    assert not ChangeLog.objects.exists()


def test_positions_follow_each_other_and_keys_come_once():
    change_log.record(["page:1", "page:2", "page:1"])
    change_log.record(["page:1"])
    assert change_log.after(0, 10) == [(1, "page:1"), (2, "page:2"), (3, "page:1")]
    assert change_log.after(1, 1) == [(2, "page:2")]
    assert change_log.head().position.number == 3


def test_a_rollback_takes_its_changes_and_positions_along():
    change_log.record(["page:1"])

    @transaction.atomic
    def record_and_fail() -> None:
        change_log.record(["page:2"])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_and_fail()
    change_log.record(["page:3"])
    assert change_log.after(0, 10) == [(1, "page:1"), (2, "page:3")]


def test_the_log_is_kept_for_the_slowest():
    change_log.record([f"page:{number}" for number in range(5)])
    change_log.report("quick", Position("", 5))
    change_log.report("slow", Position("", 2))
    assert change_log.prune() == 2
    assert numbers() == [3, 4, 5]
    assert change_log.head().pruned == 2


def test_without_anybody_following_nothing_is_forgotten():
    change_log.record(["page:1"])
    assert change_log.prune() == 0
    assert numbers() == [1]


def test_after_a_month_nobody_is_waited_for():
    change_log.record(["page:1", "page:2", "page:3"])
    Change.objects.filter(position__lte=2).update(recorded_at=timezone.now() - datetime.timedelta(days=31))
    change_log.report("gone", Position("", 1))
    change_log.report("there", Position("", 3))
    change_log.prune()
    assert numbers() == [3]
    assert list(Follower.objects.values_list("name", flat=True)) == ["there"]
    assert change_log.head().pruned == 2


@pytest.mark.postgresql  # SQLite has one writer at a time: nothing can be out of order
@pytest.mark.django_db(transaction=True)
def test_positions_become_visible_in_their_order():
    """A transaction that recorded first commits first: nobody may see a later position and miss an earlier one."""
    change_log.record(["page:0"])
    recorded, seen = threading.Event(), []

    def second() -> None:
        recorded.wait(10)
        change_log.record(["page:2"])  # waits for the first one
        seen.extend(key for _, key in change_log.after(0, 10))
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        change_log.record(["page:1"])
        recorded.set()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert seen == ["page:0", "page:1", "page:2"]
