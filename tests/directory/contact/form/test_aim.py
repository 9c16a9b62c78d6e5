"""« Je vise cet établissement, cet atelier »: from the page of an establishment to the desk, mails and figures."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from directory.contact.desk.figures import dashboard
from directory.contact.models import ContactRequest
from directory.establishments.kinds import Status
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.directory.establishments.samples import EstablishmentFactory, WorkshopFactory

if TYPE_CHECKING:
    from tests.directory.contact.visitor import Visitor

AIM = "Centre pénitentiaire de Caen, Atelier bois"


@pytest.fixture
def workshop(territory):
    caen = EstablishmentFactory(slug="caen", name="Centre pénitentiaire de Caen")
    return WorkshopFactory(establishment=caen, name="Atelier bois")


@pytest.mark.ignore_template_errors
def test_what_an_employer_aims_at_is_carried_to_who_answers(visitor: Visitor, workshop):
    visitor.open("/contact/", etablissement="caen", atelier=workshop.slug, lieu="Caen")
    assert f"Vous visez : {AIM}" in visitor.text
    visitor.to_details(place="Caen").to_review()
    assert f"Vous visez {AIM}" in visitor.text
    visitor.press("Envoyer")
    request = ContactRequest.objects.get()
    assert (request.establishment, request.workshop) == (workshop.establishment, workshop)
    message = OutboxMessage.objects.order_by("pk")[0]
    assert f"Établissement visé : {AIM}" in message.text.replace("\u00a0", " ")
    manager = User.objects.create_superuser("chef", "chef@service.example", "a-long-password-1")
    visitor.client.force_login(manager)
    visitor.open(f"/admin/demandes/{request.pk}/")
    assert AIM in visitor.soup.get_text()
    figures = dashboard(manager, datetime.date(2000, 1, 1)).by_establishment
    assert [(each.label, each.total) for each in figures] == [("Centre pénitentiaire de Caen", 1)]


@pytest.mark.parametrize("slug", ["nulle-part", "ferme", "\x00", "a" * 500, "<b>"])
def test_what_is_unknown_or_closed_aims_at_nothing(visitor: Visitor, workshop, slug):
    EstablishmentFactory(slug="ferme", status=Status.CLOSED)
    visitor.open("/contact/", etablissement=slug, atelier=workshop.slug)
    assert visitor.status == 200
    assert "Vous visez" not in visitor.text


def test_a_stale_workshop_is_not_aimed_at_its_establishment_is(visitor: Visitor, workshop):
    stale = WorkshopFactory(establishment=workshop.establishment, stale=True)
    visitor.open("/contact/", etablissement="caen", atelier=stale.slug)
    assert "Vous visez : Centre pénitentiaire de Caen" in visitor.text
    assert "Atelier" not in visitor.text
