"""Ninety days before an end, those who publish are told: once by mail, and on the admin's home."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission

from news.conventions.expiry import warn
from news.models import ConventionIndexPage, ConventionPage
from portal import periodic
from portal.french.partial_date import PartialDate
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.news.factories import ConventionIndexPageFactory, ConventionPageFactory


@pytest.fixture
def index(home_page) -> ConventionIndexPage:
    return ConventionIndexPageFactory(parent=home_page)


@pytest.fixture
def editor(home_page) -> User:
    """Somebody who publishes, with an address."""
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group = Group.objects.create(name="Publient")
    group.permissions.add(access)
    GroupPagePermission.objects.create(group=group, page=home_page, permission=publish)
    user = User.objects.create_user("editrice", "editrice@service.example", "mot de passe")
    user.groups.add(group)
    return user


def ending_in(days: int, **kwargs) -> dict:
    day = timezone.localdate() + datetime.timedelta(days)
    return {"ends_on": PartialDate(day.year, day.month, day.day), **kwargs}


def run() -> None:
    call_command("run_due", "news.ending_conventions", verbosity=0)


def told() -> list[str]:
    return [message.text for message in OutboxMessage.objects.order_by("pk")]


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (89, True), (90, True), (91, False)])
def test_an_end_is_told_ninety_days_ahead(index, editor, days, is_told):
    page = ConventionPageFactory(parent=index, **ending_in(days))
    run()
    assert bool(told()) is is_told
    if is_told:
        message = OutboxMessage.objects.get()
        assert message.to == ["editrice@service.example"]
        assert page.title in message.text
        assert f"/admin/pages/{page.pk}/edit/" in message.text
        assert page.title in message.html


def test_it_is_told_once(index, editor):
    ConventionPageFactory(parent=index, **ending_in(30))
    run()
    run()
    assert len(told()) == 1
    assert periodic.jobs()["news.ending_conventions"](timezone.now()) == "0 conventions told to 1 accounts"


def test_all_that_is_due_comes_in_one_mail_and_what_is_new_in_the_next(index, editor):
    first, second = (ConventionPageFactory(parent=index, **ending_in(days)) for days in (10, 20))
    run()
    third = ConventionPageFactory(parent=index, **ending_in(30))
    run()
    assert len(told()) == 2
    assert first.title in told()[0]
    assert second.title in told()[0]
    assert third.title not in told()[0]
    assert third.title in told()[1]
    assert first.title not in told()[1]


def test_what_was_told_costs_no_query_more(index, editor, queries_used):
    warn(timezone.now())
    few = queries_used(warn, timezone.now())
    for _ in range(5):
        ConventionPageFactory(parent=index, **ending_in(30))
    warn(timezone.now())
    assert len(told()) == 1
    assert queries_used(warn, timezone.now()) == few


def test_another_end_is_told_again(index, editor):
    page = ConventionPageFactory(parent=index, **ending_in(30))
    run()
    page.ends_on = ending_in(60)["ends_on"]
    page.save_revision().publish()
    run()
    assert len(told()) == 2


def test_the_last_day_that_a_vague_end_may_mean_counts(index, editor):
    year_end = datetime.datetime(2030, 12, 31, 12, tzinfo=datetime.UTC)
    ConventionPageFactory(parent=index, ends_on=PartialDate(2030))
    assert warn(year_end - datetime.timedelta(95)).startswith("0 ")
    assert warn(year_end - datetime.timedelta(85)).startswith("1 ")


def test_drafts_private_and_renewed_conventions_need_no_word(index, editor, make_private):
    ConventionPageFactory(parent=index, live=False, **ending_in(30))
    make_private(ConventionPageFactory(parent=index, **ending_in(30)))
    renewed = ConventionPageFactory(parent=index, **ending_in(30))
    ConventionPageFactory(parent=index, replaces=renewed, starts_on=PartialDate(timezone.localdate().year + 1))
    run()
    assert told() == []


def test_each_account_that_publishes_gets_a_mail_of_its_own(index, editor):
    User.objects.create_superuser("admin", "admin@service.example", "mot de passe")
    User.objects.create_user("lectrice", "lectrice@service.example", "mot de passe")
    User.objects.create_superuser("parti", "parti@service.example", "mot de passe", is_active=False)
    User.objects.create_superuser("sans", "", "mot de passe")
    ConventionPageFactory(parent=index, **ending_in(30))
    run()
    assert sorted(message.to[0] for message in OutboxMessage.objects.all()) == [
        "admin@service.example",
        "editrice@service.example",
    ]


def test_without_anybody_to_tell_nothing_counts_as_told(index, caplog):
    ConventionPageFactory(parent=index, **ending_in(30))
    run()
    assert "no account that publishes has an address" in caplog.text
    User.objects.create_superuser("admin", "admin@service.example", "mot de passe")
    run()
    assert len(told()) == 1


@pytest.mark.usefixtures("forgiving_templates")
def test_the_admins_home_says_what_ends(index, editor, client, home_page):
    client.force_login(editor)
    assert "Conventions à échéance" not in client.get("/admin/").content.decode()
    page = ConventionPageFactory(parent=index, title="Celle qui finit", **ending_in(30))
    shown = client.get("/admin/").content.decode()
    assert "Conventions à échéance" in shown
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert ConventionPage.objects.ending(timezone.localdate()).count() == 1
