"""`manage.py personal_data`: what a person is handed, and what an erasure takes, keeps and says."""

from __future__ import annotations

import json
import logging

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL
from directory.contact.retention import personal
from directory.contact.workflow import transitions
from directory.contact.workflow.employer import employer_wrote
from news.models import Subscription
from portal.mail.models import OutboxMessage
from tests.directory.contact.factories import submit

EMAIL = "lou.modele@atelier-exemple.example"


@pytest.fixture
def requests(camille) -> list[ContactRequest]:
    """Two of Lou, one in capitals, and one of somebody else who quotes Lou."""
    mine = [submit("a"), submit("b", email="Lou.Modele@Atelier-Exemple.example", message="Encore moi.")]
    other = submit("c", email="dominique@ailleurs.example", contact_name="Dominique Essai")
    employer_wrote(other.pk, f"Voyez avec ma collègue :\n{EMAIL.upper()} en sait plus.")
    return [*mine, other]


def run(capsys, *arguments: str) -> str:
    call_command("personal_data", *arguments)
    return capsys.readouterr().out


def test_the_export_is_all_of_it_in_readable_json(requests, capsys):
    transitions.note(requests[0].pk, PORTAL, "Rappeler « Lou ».")
    told = json.loads(run(capsys, "export", "--email", EMAIL.title()))
    assert len(told["demandes"]) == 2
    first = told["demandes"][0]
    assert first["prénom et nom"] == "Lou Modèle"
    assert first["message"] == "400 coffrets à monter chaque semaine.\nDès mars."
    assert first["état"] == "reçue"
    assert [each["texte"] for each in first["historique"]][-1] == "Rappeler « Lou »."
    assert len(first["courriels"]) == 2
    assert "400 coffrets" in first["courriels"][0]["texte"]
    assert {each["texte"] for each in told["citations"]} == {f"{EMAIL.upper()} en sait plus."}
    assert "dominique@ailleurs.example" not in json.dumps(told)


def test_the_export_of_an_unknown_address_is_empty(requests, capsys):
    told = json.loads(run(capsys, "export", "--email", "inconnu@ailleurs.example"))
    assert (told["demandes"], told["courriels"], told["citations"]) == ([], [], [])


def test_a_dry_run_says_what_would_go(requests, capsys):
    said = run(capsys, "erase", "--email", EMAIL, "--dry-run")
    assert said.startswith("would erase: 2 requests, 2 events, 4 mails")
    assert "2 quotations" in said
    assert ContactRequest.objects.count() == 3
    assert RequestEvent.objects.filter(text__icontains=EMAIL).exists()


def test_an_erasure_takes_what_is_theirs_and_blanks_what_quotes_them(requests, capsys, caplog):
    with caplog.at_level(logging.DEBUG):
        said = run(capsys, "erase", "--email", f" {EMAIL.upper()} ")
    assert said.startswith("erased: 2 requests")
    assert "kept: Les courriels déjà remis" in said
    assert ContactRequest.objects.get() == requests[2]
    assert RequestEvent.objects.latest("pk").text == "Voyez avec ma collègue :\n[adresse effacée] en sait plus."
    for each in OutboxMessage.objects.all():
        assert EMAIL not in f"{each.to} {each.text} {each.html} {each.reply_to}".lower()
    assert "Personal data erased: 2 requests" in caplog.text
    assert EMAIL not in caplog.text.lower()
    again = run(capsys, "erase", "--email", EMAIL)
    assert again.startswith("erased: 0 requests")


def test_accounts_and_sheets_are_named_and_kept(requests, camille, capsys, store, django_user_model):
    django_user_model.objects.create_user("lou", email=EMAIL)
    store(EMAIL, text="Votre invitation")
    said = run(capsys, "erase", "--email", EMAIL)
    assert "kept: Un compte de l’équipe se ferme par «\u00a0Départ\u00a0»" in said
    assert OutboxMessage.objects.filter(text="Votre invitation").exists()
    assert "kept: L’adresse est la boîte fonctionnelle d’une fiche" in run(capsys, "erase", "--email", camille.email)
    camille.refresh_from_db()
    assert camille.email == "normandie@r2ip.example"


def test_other_mails_to_the_address_go(camille, store, capsys):
    store(EMAIL, text="Message")
    store("autre@b.example", text="Message")
    assert "1 other mails" in run(capsys, "erase", "--email", EMAIL)
    assert OutboxMessage.objects.get().to == ["autre@b.example"]


def test_subscriptions_are_handed_out_and_erased_too(camille, capsys):
    for email in (EMAIL.title(), "autre@b.example"):
        Subscription.objects.create(email=email)
    told = json.loads(run(capsys, "export", "--email", EMAIL))
    assert [each["adresse e-mail"] for each in told["abonnements"]] == [EMAIL.title()]
    assert "would erase: 1 abonnements" in run(capsys, "erase", "--email", EMAIL, "--dry-run")
    assert Subscription.objects.count() == 2
    assert "erased: 1 abonnements" in run(capsys, "erase", "--email", EMAIL)
    assert Subscription.objects.get().email == "autre@b.example"


def test_no_table_with_an_address_is_forgotten():
    """A new table with an e-mail address has to be thought of here."""
    held = {
        "contact.ContactRequest": {"email"},  # erased
        "news.Subscription": {"email"},  # erased
        "portal.User": {"email"},  # kept, and said
        "directory.Referent": {"email"},  # functional mailboxes: kept, and said
    }
    of_offices = {
        ("contact.ContactRequest", "recipient_mailbox"),
        ("contact.RequestShare", "mailbox"),
        ("directory.Disp", "mailbox"),
    }
    found = {
        (model._meta.label, each.name)
        for model in apps.get_models()
        for each in model._meta.fields
        if isinstance(each, models.EmailField)
    }
    assert found - of_offices == {(label, name) for label, names in held.items() for name in names}


@pytest.mark.parametrize("typed", ["", "personne", "%"])
def test_what_is_no_address_is_refused(db, typed):
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("personal_data", "erase", "--email", typed)
    assert personal.find(typed).requests == []
