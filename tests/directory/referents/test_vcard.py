from __future__ import annotations

import pytest
import vobject
from django.urls import reverse

from directory.models import Disp
from tests.directory.factories import ReferentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(client, territory):
    """Give a function that downloads the card of a referent: (its bytes, what a parser reads in it)."""

    def card(referent) -> tuple[bytes, vobject.base.Component]:
        response = client.get(reverse("directory:vcard", args=[referent.slug]))
        assert response.status_code == 200
        assert response["Content-Type"] == "text/vcard; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="{referent.slug}.vcf"'
        parsed = vobject.readOne(response.content.decode())
        parsed.validate(raiseException=True)
        return response.content, parsed

    return card


def test_a_card_holds_what_the_sheet_shows(card):
    referent = ReferentFactory(named=True, last_name="Éxemple")
    _, parsed = card(referent)
    assert parsed.fn.value == "Camille Éxemple"
    assert (parsed.n.value.given, parsed.n.value.family) == ("Camille", "Éxemple")
    assert parsed.org.value == ["direction interrégionale des services pénitentiaires de Rennes", referent.office]
    assert parsed.title.value == "Référente interrégionale de l’insertion professionnelle (R2IP)"
    assert parsed.tel.value == "+33261910012"
    assert parsed.email.value == referent.email
    assert parsed.url.value == f"http://testserver{referent.get_absolute_url()}"
    assert parsed.rev.value == referent.verified_on.isoformat()


def test_a_card_holds_nothing_that_the_sheet_hides(card):
    referent = ReferentFactory(
        first_name="Camille", last_name="Exemple", shows_telephone=False, shows_email=False, office="R2IP travail"
    )
    content, parsed = card(referent)
    assert parsed.fn.value == parsed.n.value.family == "R2IP travail"
    assert "tel" not in parsed.contents
    assert "email" not in parsed.contents
    assert b"Camille" not in content


def test_a_vacant_post_has_the_mailbox_of_its_direction(card):
    content, parsed = card(ReferentFactory(named=True, vacant=True))
    assert parsed.email.value == Disp.objects.get(code="rennes").mailbox
    assert b"Camille" not in content


def test_signs_that_separate_values_come_through(card):
    office = "R2IP ; travail, emploi \\ formation"
    _, parsed = card(ReferentFactory(office=office))
    assert parsed.fn.value == office
    assert parsed.org.value[1] == office


def test_lines_are_folded_between_characters(card):
    office = "R2IP " + "é" * 110
    content, parsed = card(ReferentFactory(office=office))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert parsed.fn.value == office
    assert content.endswith(b"END:VCARD\r\n")


def test_the_sheet_says_how_heavy_the_card_is(client, territory):
    referent = ReferentFactory()
    page = client.get(referent.get_absolute_url()).content.decode()
    assert f'href="{reverse("directory:vcard", args=[referent.slug])}">Carte de visite (vcf, 1\u00a0ko)' in page
