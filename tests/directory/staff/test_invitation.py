"""From the invitation to « Ma fiche », and a forgotten password, by mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from portal.mail.models import OutboxMessage
from portal.models import User

if TYPE_CHECKING:
    from directory.models import Referent

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PASSWORD = "une phrase assez longue"


def link() -> str:
    """The address that the newest mail gives to choose a password."""
    return re.search(r"http://testserver(/admin/password_reset/\S+)", OutboxMessage.objects.latest("pk").text)[1]


def choose_password(client, address: str):
    """Follow the link and choose a password; the page after."""
    page = client.get(address, follow=True)
    assert page.status_code == 200
    return client.post(
        page.redirect_chain[-1][0], {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True
    )  # fmt: skip


def invite(keeper, sheet: Referent, email: str):
    return keeper.post(reverse("staff:invitation", args=[sheet.pk]), {"email": email})


def test_an_invited_referent_chooses_a_password_and_finds_their_sheet(keeper, other, client):
    assert invite(keeper, other, "Sacha.Modele@justice.example").status_code == 302
    account = User.objects.get(username="sacha.modele@justice.example")
    assert not account.has_usable_password()
    message = OutboxMessage.objects.get()
    assert message.to == ["sacha.modele@justice.example"]
    assert "valable 3 jours" in message.text
    choose_password(client, link())
    assert client.login(username="sacha.modele@justice.example", password=PASSWORD)
    assert other.office in client.get("/admin/annuaire/ma-fiche/").content.decode()
    assert account.get_all_permissions() == {"wagtailadmin.access_admin"}


def test_a_link_serves_once(keeper, other, client):
    invite(keeper, other, "sacha@justice.example")
    address = link()
    choose_password(client, address)
    assert "new_password1" not in client.get(address, follow=True).content.decode()


def test_the_mail_can_leave_again(keeper, other):
    invite(keeper, other, "sacha@justice.example")
    assert keeper.post(reverse("staff:invitation", args=[other.pk])).status_code == 302
    assert OutboxMessage.objects.count() == 2
    assert User.objects.filter(username__startswith="sacha").count() == 1


@pytest.mark.parametrize("case", ["superuser", "keeper", "another sheet"])
def test_an_account_that_may_do_more_gets_no_sheet(keeper, own, other, case):
    email = {"superuser": "chef@justice.example", "keeper": "gestionnaire@exemple.example"}.get(case, own.account.email)
    if case == "superuser":
        User.objects.create_superuser("chef", email, "x")
    response = invite(keeper, other, email)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    other.refresh_from_db()
    assert other.account is None
    assert not OutboxMessage.objects.exists()


def test_who_comes_back_gets_their_account_again_with_a_new_password(keeper, own, other, client):
    keeper.post(reverse("staff:departure", args=[own.pk]), {"to": "direction"})
    invite(keeper, other, "referente@exemple.example")
    assert not client.login(username="referente", password="ancien mot de passe")
    choose_password(client, link())
    assert client.login(username="referente", password=PASSWORD)


def test_a_forgotten_password_is_reset_by_a_french_mail_of_the_outbox(own, client, settings):
    page = client.get(reverse("wagtailadmin_password_reset")).content.decode()
    assert "mot de passe" in page
    client.post(reverse("wagtailadmin_password_reset"), {"email": "referente@exemple.example"})
    assert mail.outbox == []
    message = OutboxMessage.objects.get()
    assert "mot de passe" in message.subject
    assert "mot de passe" in message.text
    assert "Please" not in message.text
    call_command("drain_outbox")
    assert [each.to for each in mail.outbox] == [["referente@exemple.example"]]
    choose_password(client, link())
    assert client.login(username="referente", password=PASSWORD)


def test_nobody_learns_whether_an_address_has_an_account(own, client):
    url = reverse("wagtailadmin_password_reset")
    pages = [client.post(url, {"email": f"{name}@exemple.example"}, follow=True) for name in ("referente", "inconnu")]
    known, unknown = (re.sub(r'"CSRF_TOKEN": "\w+"', "", page.content.decode()) for page in pages)
    assert known == unknown
    assert OutboxMessage.objects.count() == 1


def test_thirty_resets_mail_a_few_and_answer_all_alike(own, client):
    url = reverse("wagtailadmin_password_reset")
    answers = {client.post(url, {"email": "referente@exemple.example"}).status_code for _ in range(30)}
    assert answers == {302}
    assert OutboxMessage.objects.count() == 3
