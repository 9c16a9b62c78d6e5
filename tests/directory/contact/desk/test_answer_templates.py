"""Canned answers, kept by managers and chosen by who answers; copies of an answer to others."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from directory.contact.inbox.bounces import take_back_refused
from directory.contact.models import AnswerTemplate
from directory.contact.models.answer_template import NAMES
from portal.mail.delivery import email
from portal.mail.models import OutboxMessage
from portal.models import PortalSettings
from tests.directory.contact.desk.conftest import hidden, seen
from tests.directory.contact.desk.test_answering import FOLLOW_UP, TEXT, mails_to
from tests.directory.contact.desk.test_detail import url

INDEX = "answer_templates:index"


@pytest.fixture
def visit(db) -> AnswerTemplate:
    text = "Bonjour {contact},\n\nVotre demande { Numero } ({organisation}).\n\n{signature}"
    return AnswerTemplate.objects.create(title="Proposer une visite", text=text)


def post(client, request_, **data):
    page = client.get(url("answer", request_))
    return client.post(url("answer", request_), hidden(page) | data)


def text_of(page) -> str:
    return page.context["form"]["text"].value()


def test_a_template_takes_the_place_of_an_untouched_draft_with_the_words_of_the_request(referent, request_, visit):
    page = referent.get(url("answer", request_))
    assert "Proposer une visite" in seen(page)
    filled = post(referent, request_, text=text_of(page), step="template", template=visit.pk)
    said = f"Bonjour Lou Modèle,\n\nVotre demande {request_.grouped_reference} (Atelier Exemple).\n\nCamille Exemple"
    assert text_of(filled) == said
    assert not mails_to(request_)[1:], "nothing left"


def test_what_was_written_stays_above_a_template(referent, request_, visit):
    filled = post(referent, request_, text="Mes mots.", copies="a@b.example", step="template", template=visit.pk)
    assert text_of(filled).startswith("Mes mots.\n\nBonjour Lou Modèle,")
    assert filled.context["form"]["copies"].value() == "a@b.example"


@pytest.mark.parametrize("key", ["", "0", "²", "9" * 30, "-1", "\0"])
def test_a_template_that_is_none_changes_no_word(referent, request_, visit, key):
    assert text_of(post(referent, request_, text="Mes mots.", step="template", template=key)) == "Mes mots."


def test_a_placeholder_says_where_the_request_says_nothing(request_):
    template = AnswerTemplate(title="x", text="{établissement} {lieu}")
    assert template.filled(request_, "").startswith("… Le Havre")


def test_a_placeholder_that_nothing_fills_is_refused():
    with pytest.raises(ValidationError, match="n’est pas connu"):
        AnswerTemplate(title="x", text="Bonjour {prenom}").full_clean(validate_unique=False)
    AnswerTemplate(title="x", text=" ".join(f"{{{name}}}" for name in NAMES)).full_clean(validate_unique=False)


def test_managers_keep_them_and_nobody_else(sign_in, people, visit):
    for who in people:
        expected = 200 if who in {"manager", "superuser"} else 302
        assert sign_in(who).get(reverse(INDEX)).status_code == expected, who
    manager = sign_in("manager")
    assert "Modèles de réponse" in seen(manager.get(reverse("desk:list")))
    added = manager.post(reverse("answer_templates:add"), {"title": "Refus", "text": "Bonjour {contact},"})
    assert added.status_code == 302
    refused = manager.post(reverse("answer_templates:add"), {"title": "Autre", "text": "{inconnu}"})
    assert "n’est pas connu" in seen(refused)
    manager.post(reverse("answer_templates:delete", args=[visit.pk]))
    assert [each.title for each in AnswerTemplate.objects.all()] == ["Refus"]


def test_a_copy_is_named_to_the_employer_and_carries_no_personal_link(referent, request_):
    copies = "Noé Exemple <noe@ailleurs.example>; lea@ailleurs.example, LEA@ailleurs.example, " + request_.email
    page = post(referent, request_, text=TEXT, copies=copies, step="review")
    assert "noe@ailleurs.example, lea@ailleurs.example" in seen(page)
    sent = referent.post(url("answer", request_), hidden(page) | {"step": "send"}, follow=True)
    assert "Copie à noe@ailleurs.example, lea@ailleurs.example" in seen(sent)
    to_employer = email(mails_to(request_)[-1])
    assert to_employer.message()["Cc"] == "noe@ailleurs.example, lea@ailleurs.example"
    assert to_employer.recipients() == [request_.email], "the copies are mails of their own"
    for address in ("noe@ailleurs.example", "lea@ailleurs.example"):
        copy = OutboxMessage.objects.get(to=[address])
        assert "Je vous appelle jeudi." in copy.text
        assert not FOLLOW_UP.search(copy.text + copy.html)


@pytest.mark.parametrize(
    ("copies", "said"),
    [
        ("lea", "« lea » : Il manque l’arobase"),
        ("lea@ailleurs", "Il manque la fin de l’adresse"),
        ("a@b.example, <script>@b.example", "script"),  # which Pythons read in two ways
        (",".join(f"x{number}@b.example" for number in range(6)), "5 adresses au plus"),
        ("x" * 1500, "5 adresses au plus"),
    ],
)
def test_what_is_no_address_is_told_and_nothing_leaves(referent, request_, copies, said):
    before = OutboxMessage.objects.count()
    page = post(referent, request_, text=TEXT, copies=copies, step="send")
    assert said in seen(page)
    assert "Je vous appelle jeudi." in text_of(page)
    assert OutboxMessage.objects.count() == before


@pytest.mark.parametrize("copies", ["lea@b.example,", "lea@b.example ;\n", ",, lea@b.example", "Léa <lea@b.example>"])
def test_an_address_is_read_with_what_stands_around_it(referent, request_, copies):
    post(referent, request_, text=TEXT, copies=copies, step="send")
    assert OutboxMessage.objects.filter(to=["lea@b.example"]).count() == 1


def test_a_demonstration_sends_no_copy_to_a_real_address(referent, request_, home_page):
    PortalSettings.objects.update_or_create(site=home_page.get_site(), defaults={"is_demonstration": True})
    assert "Site de démonstration" in seen(post(referent, request_, text=TEXT, copies="a@orange.fr", step="send"))


def test_a_copy_that_came_back_is_told_and_moves_nothing(referent, request_):
    page = post(referent, request_, text=TEXT, copies="noe@ailleurs.example", step="review")
    referent.post(url("answer", request_), hidden(page) | {"step": "send"})
    OutboxMessage.objects.filter(to=["noe@ailleurs.example"]).update(
        failed_at=timezone.now(), pending=[], refused=["noe@ailleurs.example"], last_error="SMTPRecipientsRefused 550"
    )
    take_back_refused(timezone.now())
    request_.refresh_from_db()
    assert request_.events.get(kind="bounced").data["to"] == "copy"
    assert "Message non remis à qui en recevait une copie" in seen(referent.get(url("detail", request_)))
    assert not request_.events.filter(kind="reassigned").exists()
