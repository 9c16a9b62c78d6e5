"""News leave once, to those who want them, when they want them."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import NewsIndexPage, NewsPage, Subscription
from news.subscriptions.sending import send_what_is_due
from portal.mail.models import OutboxMessage
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, NewsThemeFactory, RegionFactory


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def publish(index):
    """Publish an item so many minutes from now: `publish(5, title="…")`."""

    def publish(minutes: int = 5, **values) -> NewsPage:
        page = NewsPageFactory(parent=index, **values)
        moment = timezone.now() + datetime.timedelta(minutes=minutes)
        NewsPage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
        return page

    return publish


@pytest.fixture
def run(subscribe):
    """Run the job so many days from now; the mails that it stored. Mails to confirm are left out."""

    def run(days: float) -> list[OutboxMessage]:
        before = set(OutboxMessage.objects.values_list("pk", flat=True))
        send_what_is_due(timezone.now() + datetime.timedelta(days=days))
        return list(OutboxMessage.objects.exclude(pk__in=before).order_by("pk"))

    return run


def test_a_week_of_news_comes_in_one_mail(subscribe, publish, run):
    subscribe()
    first, second = publish(title="Un atelier ouvre"), publish(60, title="Un prix est remis")
    assert run(6) == []
    [mail] = run(7.1)
    assert mail.to == ["lectrice@asso.example"]
    assert mail.subject == "2 actualités\u00a0: Un prix est remis"
    for page in (first, second):
        assert page.title in mail.text
        assert page.full_url in mail.text
        assert page.full_url in mail.html


def test_at_once_is_at_once(subscribe, publish, run):
    subscribe(rhythm="at-once")
    page = publish(title="Un atelier ouvre")
    [mail] = run(0.01)
    assert mail.subject == page.title
    assert run(0.02) == [], "a second run sends nothing"
    assert run(30) == []


def test_a_second_run_at_the_same_moment_sends_nothing(subscribe, publish, run):
    subscribe()
    publish()
    assert len(run(8)) == 1
    assert run(8) == []


def test_what_came_out_before_is_not_sent(publish, subscribe, run):
    publish(-5)
    subscribe()
    assert run(8) == []


def test_only_regions_and_themes_asked_for_are_sent(subscribe, publish, run):
    normandie, bretagne = RegionFactory(name="Normandie", slug="normandie"), RegionFactory(name="Bretagne")
    theme = NewsThemeFactory()
    subscribe(scope="choix", regions=["normandie"], themes=["emploi"])
    publish(title="Ailleurs", regions=[bretagne])
    here, about = publish(title="Ici", regions=[normandie, bretagne]), publish(title="Sur ce thème", theme=theme)
    [mail] = run(8)
    assert "Ailleurs" not in mail.text
    assert here.title in mail.text
    assert about.title in mail.text


def test_drafts_and_private_items_are_not_sent(subscribe, publish, run, make_private):
    subscribe()
    publish(live=False, title="Brouillon")
    make_private(publish(title="Réservée"))
    assert run(8) == []


def test_nobody_who_did_not_confirm_is_written_to(ask, publish, run):
    ask()
    publish()
    assert run(6.9) == []


def test_each_mail_carries_the_way_out(subscribe, publish, run, client):
    subscribe()
    publish()
    [mail] = run(8)
    link = mail.headers["List-Unsubscribe"].strip("<>")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.text
    assert client.post(link.removeprefix("http://testserver")).status_code == 200
    assert not Subscription.objects.exists()
    publish(60 * 24 * 9)
    assert run(20) == []


def test_a_long_week_is_cut_short(subscribe, publish, run):
    subscribe()
    for minutes in range(25):
        publish(5 + minutes)
    [mail] = run(8)
    assert mail.text.count("http://testserver/actualites/") == 20
    assert "Et 5 autres sur le site." in mail.text


def test_a_title_of_two_lines_is_one_subject(subscribe, publish, run):
    subscribe(rhythm="at-once")
    publish(title="Un atelier\nouvre")
    [mail] = run(0.1)
    assert mail.subject == "Un atelier ouvre"


def test_the_periodic_work_sends_them(subscribe, publish, capsys):
    subscribe(rhythm="at-once")
    publish(-1)
    Subscription.objects.update(sent_until=timezone.now() - datetime.timedelta(hours=1))
    call_command("run_due", "news.subscriptions")
    assert "1 mails, 0 forgotten" in capsys.readouterr().out


def test_many_subscribers_cost_two_queries_each_beside_their_mail(index, publish, run, queries_used):
    def subscribers(number: int, start: int) -> None:
        now = timezone.now()
        for each in range(start, start + number):
            Subscription.objects.create(email=f"a{each}@b.example", confirmed_at=now, sent_until=now)

    subscribers(2, 0)
    publish()
    week = timezone.now() + datetime.timedelta(days=8)
    few = queries_used(send_what_is_due, week)
    subscribers(8, 2)
    publish(60 * 24 * 9)
    many = queries_used(send_what_is_due, week + datetime.timedelta(days=8))
    assert (many - few) / 8 <= 7, "no query a subscriber for what it wants"


def test_news_private_first_are_mailed_once_when_they_are_opened(subscribe, publish, run, make_private):
    subscribe(rhythm="at-once")
    page = publish(title="Réservée d’abord")
    make_private(page)
    assert run(0.1) == []
    page.get_view_restrictions().delete()
    [mail] = run(3)
    assert mail.subject == "Réservée d’abord"
    make_private(page)
    assert run(4) == []
    page.get_view_restrictions().delete()
    page.refresh_from_db()
    page.save_revision().publish()
    assert run(5) == []


def test_who_subscribes_after_an_opening_is_not_mailed_of_it(subscribe, publish, run, make_private):
    page = publish(-60)
    make_private(page)
    run(-0.01)
    page.get_view_restrictions().delete()
    run(-0.005)
    subscribe(rhythm="at-once")
    assert run(1) == []
