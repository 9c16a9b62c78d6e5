"""No way but a whole text leads to the public: lists, reviews and schedules refuse an unfinished draft, and say why."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from home.setup.groups import CONTRIBUTORS, REVIEW
from portal.cms.draft_forms import UNTITLED
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.news.factories import NewsPageFactory

if TYPE_CHECKING:
    from news.models import NewsPage


def unfinished(site: dict[str, Page]) -> NewsPage:
    """A draft that has no title of its own yet."""
    page = NewsPageFactory(parent=site["news"], title=UNTITLED, live=False)
    page.save_revision(clean=False)
    return page


def finished(site: dict[str, Page]) -> NewsPage:
    page = NewsPageFactory(parent=site["news"], title="Tout est écrit", live=False)
    page.save_revision()
    return page


def said_to(client) -> str:
    return html.unescape(client.get(reverse("wagtailadmin_home")).content.decode())


def is_live(page: Page) -> bool:
    page.refresh_from_db()
    return page.live


def test_publishing_several_refuses_the_unfinished_and_says_what_it_lacks(site, editor):
    page = unfinished(site)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={page.pk}&next=/admin/", {"next": "/admin/"})
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "«\u00a0Sans titre\u00a0» n’est pas publié" in said_to(editor)
    assert not is_live(page)


def test_a_review_does_not_approve_what_is_unfinished(site, editor):
    page = unfinished(site)
    Workflow.objects.get(name=REVIEW).start(page, None)
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = editor.post(url)
    assert response.status_code == 302
    assert "n’est pas publié" in said_to(editor)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS, "the review goes on"
    assert not is_live(page)


@pytest.mark.parametrize(
    "command", [["publish_scheduled"], ["run_due", "portal.publication"]], ids=lambda each: each[0]
)
def test_the_hour_of_an_unfinished_draft_keeps_no_other_waiting(site, signed_in, command):
    signed_in(CONTRIBUTORS)
    author = User.objects.get(groups__name=CONTRIBUTORS)
    late, whole = unfinished(site), finished(site)
    due = timezone.now() - datetime.timedelta(minutes=1)
    for page in (late, whole):
        revision = page.latest_revision
        revision.user, revision.approved_go_live_at = author, due
        revision.save()
    call_command(*command, verbosity=0)
    assert is_live(whole)
    assert not is_live(late)
    late.latest_revision.refresh_from_db()
    assert late.latest_revision.approved_go_live_at is None
    (mail,) = OutboxMessage.objects.all()
    assert author.email in str(mail.to)
    assert "Sans titre" in mail.subject + mail.text
    assert reverse("wagtailadmin_pages:edit", args=[late.pk]) in mail.text
