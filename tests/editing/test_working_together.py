"""Contributor, moderator, public: who is told what, once, through the outbox; comments that are left are told."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, Workflow
from wagtail.users.models import UserProfile

from home.setup.groups import CONTRIBUTORS, EDITORS, REVIEW
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.editing.filled_forms import EMPTY, form_data
from tests.editing.forms import send
from tests.news.factories import NewsPageFactory

if TYPE_CHECKING:
    from django.test import Client

    from news.models import NewsPage


@pytest.fixture
def moderator(signed_in) -> Client:
    client = signed_in(EDITORS)
    User.objects.filter(groups__name=EDITORS).update(first_name="Édith", last_name="Modèle")
    return client


@pytest.fixture
def author(moderator, signed_in) -> User:
    """Who submits; a second editor and an administrator look on."""
    signed_in(EDITORS)
    User.objects.create_superuser("chef", "chef@service.example", "mot de passe")
    signed_in(CONTRIBUTORS)
    user = User.objects.get(groups__name=CONTRIBUTORS)
    user.first_name, user.last_name = "Rose", "Modèle"
    user.save()
    return user


@pytest.fixture
def submitted(site, author) -> NewsPage:
    page = NewsPageFactory(parent=site["news"], title="Un atelier ouvre", live=False)
    page.save_revision(user=author)
    Workflow.objects.get(name=REVIEW).start(page, author)
    return page


def review(client: Client, page: NewsPage, what: str, comment: str = "") -> None:
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, what, state.pk])
    assert client.post(url, {"comment": comment}).status_code in {200, 302}


def mails(subject: str) -> list[OutboxMessage]:
    assert mail.outbox == [], "nothing leaves beside the outbox"
    return [each for each in OutboxMessage.objects.order_by("pk") if subject in each.subject]


def test_each_who_may_accept_a_text_gets_one_mail(submitted):
    addresses = [each.to for each in mails("À relire\u00a0: Un atelier ouvre")]
    editors = User.objects.filter(groups__name=EDITORS).values_list("email", flat=True)
    assert sorted(addresses) == sorted([each] for each in editors)
    text = mails("À relire")[0].text
    assert "Rose Modèle propose un texte à la relecture" in text
    assert reverse("wagtailadmin_pages:edit", args=[submitted.pk]) in text


def test_administrators_hear_of_what_nobody_else_could_accept(site, author):
    User.objects.filter(groups__name=EDITORS).update(is_active=False)
    page = NewsPageFactory(parent=site["news"], live=False)
    page.save_revision(user=author)
    Workflow.objects.get(name=REVIEW).start(page, author)
    assert [each.to for each in mails("À relire")] == [["chef@service.example"]]


def test_who_wants_no_such_mail_gets_none(site, author):
    for editor in User.objects.filter(groups__name=EDITORS):
        UserProfile.objects.create(user=editor, submitted_notifications=False)
    page = NewsPageFactory(parent=site["news"], live=False)
    page.save_revision(user=author)
    Workflow.objects.get(name=REVIEW).start(page, author)
    assert mails("À relire") == []


def test_a_text_comes_back_with_the_reason(submitted, moderator, author):
    review(moderator, submitted, "reject", "Le chiffre de la page 2 n’a pas d’année <2019 ?>.")
    (told,) = mails("Refusé\u00a0: Un atelier ouvre")
    assert told.to == [author.email]
    assert "a été refusée avec ce motif\u00a0:\n\nLe chiffre de la page 2 n’a pas d’année <2019 ?>." in told.text
    assert "relue par Édith Modèle" in told.text
    assert "&lt;2019 ?&gt;" in told.html


def test_a_text_that_is_refused_without_a_reason_says_so(submitted, moderator):
    review(moderator, submitted, "reject")
    assert "sans motif écrit" in mails("Refusé")[0].text


def test_an_accepted_text_is_live_and_its_author_knows(submitted, moderator, author, client):
    review(moderator, submitted, "approve", "Bravo.")
    submitted.refresh_from_db()
    assert client.get(submitted.url).status_code == 200
    (told,) = mails("Accepté\u00a0: Un atelier ouvre")
    assert told.to == [author.email]
    assert "Édith Modèle a accepté" in told.text
    assert "Il est publié." in told.text


def comment_on(page: NewsPage, user: User, text: str = "D’où vient ce chiffre ?") -> Comment:
    return Comment.objects.create(page=page, user=user, text=text, contentpath="lead")


def test_comments_that_are_left_are_told_to_who_reviews_and_to_who_publishes(site, author, moderator):
    page = NewsPageFactory(parent=site["news"], title="Un chiffre", live=False)
    comment_on(page, author)
    comment_on(page, author)
    page.save_revision(user=author)
    Workflow.objects.get(name=REVIEW).start(page, author)
    assert "2 commentaires n’y sont pas réglés." in mails("À relire")[0].text
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    moderator.post(f"{url}?id={page.pk}&next=/admin/", {"next": "/admin/"})
    home = html.unescape(moderator.get(reverse("wagtailadmin_home")).content.decode())
    assert "est en ligne, mais 2 commentaires n’y sont pas réglés." in home


def test_several_pages_are_published_together(site, moderator, client):
    pages = [NewsPageFactory(parent=site["news"], title=f"Texte {place}", live=False) for place in (1, 2, 3)]
    for page in pages:
        page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    assert moderator.post(f"{url}?{chosen}&next=/admin/", {"next": "/admin/"}).status_code == 302
    assert [client.get(page.url).status_code for page in pages] == [200, 200, 200]


def test_an_answer_to_a_comment_is_mailed_to_who_wrote_it(site, author, moderator):
    page = NewsPageFactory(parent=site["news"], title="Un chiffre")
    page.save_revision()
    comment = comment_on(page, author)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    rows = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-id": comment.pk,
        "comments-0-text": comment.text,
        "comments-0-contentpath": "lead",
        "comments-0-replies-TOTAL_FORMS": "1",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "1000",
        "comments-0-replies-0-text": "De l’Insee.",
        "title": "Un chiffre",
    }
    send(moderator, edit, form_data(moderator.get(edit).context["form"], EMPTY) | rows)
    (told,) = mails("Commentaires\u00a0: Un chiffre")
    assert told.to == [author.email]
    words = "«\u00a0De l’Insee.\u00a0», en réponse à «\u00a0D’où vient ce chiffre ?\u00a0»"
    assert words in told.text


def test_a_comment_that_arrives_twice_is_stored_once(site, moderator):
    """« Soumettre », pressed before the automatic save has answered, sends the new comment again as a new one."""
    page = NewsPageFactory(parent=site["news"], title="Un chiffre")
    page.save_revision()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    filled = form_data(moderator.get(edit).context["form"], EMPTY) | {"title": "Un chiffre"}
    send(moderator, edit, filled | new_comments("D’où vient\r\nce chiffre ?"))
    send(moderator, edit, filled | new_comments("D’où vient\r\nce chiffre ?", "Et ce jour ?"))
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == [
        "D’où vient\nce chiffre ?",
        "Et ce jour ?",
    ]
    Comment.objects.update(created_at="2020-01-01T00:00Z")
    send(moderator, edit, filled | new_comments("Et ce jour ?"))
    assert Comment.objects.count() == 3, "the same question a day later is a new one"


def new_comments(*texts: str) -> dict[str, str]:
    """The rows of comments that have no number yet."""
    rows = {"comments-TOTAL_FORMS": str(len(texts)), "comments-INITIAL_FORMS": "0"}
    for number, text in enumerate(texts):
        row = f"comments-{number}-"
        rows |= {f"{row}text": text, f"{row}contentpath": "lead", f"{row}position": "", f"{row}id": ""}
        rows |= {f"{row}replies-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    return rows
