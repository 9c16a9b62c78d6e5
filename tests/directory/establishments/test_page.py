"""The page of one establishment: where, who answers, what is made there, and what is not known."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.establishments.kinds import Precision, Status
from portal.models import PortalSettings
from tests.directory.establishments.samples import EstablishmentFactory, WorkshopFactory
from tests.directory.factories import SITE_QUERY, ReferentFactory
from tests.directory.place_page import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, territory):
    """Open the page of an establishment; its text, spaces made plain."""

    def read(establishment) -> str:
        response = client.get(establishment.get_absolute_url())
        assert response.status_code == 200
        return plain(response)

    return read


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_it_says_where_who_answers_and_since_when(read):
    referent = ReferentFactory(named=True)
    establishment = EstablishmentFactory(name="Centre pénitentiaire de Caen", slug="caen", note="Note du fichier.")
    page = read(establishment)
    assert "Caen, Calvados" in page
    assert f'href="{referent.get_absolute_url()}"' in page
    assert f'href="/trouver-un-referent/referents/{referent.slug}/carte-de-visite.vcf"' in page
    assert "Parler de cet établissement à Camille Exemple" in page
    assert f"etablissement=caen&amp;referent={referent.slug}" in page
    assert "Situation au 1er juillet 2026. Sources : ministère de la Justice" in page
    assert "Note du fichier." in page
    assert "</svg>L’établissement</li>" in page
    assert "</svg>Calvados</li>" in page
    assert "Aucun atelier déclaré : votre référent sait ce qui est possible." in page


def test_the_day_of_a_source_is_no_situation_of_a_place_that_closed_after_it(read):
    closed = EstablishmentFactory(
        status=Status.CLOSED, verified_on=datetime.date(2014, 1, 28), note="Fermée le 13 décembre 2023."
    )
    page = read(closed)
    assert "Situation au" not in page
    assert (
        "Nom et lieu d’après une source du 28 janvier 2014 ; ce qu’il en est aujourd’hui est dit sous le titre." in page
    )


def test_a_place_whose_department_nobody_serves_has_the_mailbox_of_its_direction(read):
    page = read(EstablishmentFactory())
    assert "Parler de cet établissement à la direction" in page
    assert "disp-rennes@justice.example" in page


def test_a_workshop_says_only_what_is_known_and_when_it_was_confirmed(read):
    establishment = EstablishmentFactory()
    WorkshopFactory(establishment=establishment, name="Hall 1", surface=1200, has_dock=False, products="Palettes")
    text = text_of(read(establishment))
    assert "Menuiserie et bois – Hall 1" in text
    assert "Surface 1 200 m²" in text
    assert "Quai de chargement Non" in text
    assert "Confirmé le" in text
    assert "Hauteur" not in text
    assert "Horaires" not in text


def test_in_a_demonstration_every_workshop_is_marked_at_itself(read, home_page):
    PortalSettings.objects.update_or_create(site=home_page.get_site(), defaults={"is_demonstration": True})
    establishment = EstablishmentFactory()
    workshop = WorkshopFactory(establishment=establishment, is_example=False)
    page = read(establishment)
    row = re.search(rf'<li id="{workshop.anchor}".*?</li>', page, re.DOTALL)[0]
    assert "Contenu d’exemple" in row


def test_a_closed_place_keeps_its_address_and_leads_to_the_nearest(read, client):
    closed = EstablishmentFactory(status=Status.CLOSED, note="Fermé en 2023 : année à vérifier.")
    other = EstablishmentFactory(name="Centre de Caen-Ifs", slug="caen-ifs")
    page = read(closed)
    assert "Fermé en 2023 : année à vérifier." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Les plus proches" in page
    assert "Ce qu’on y fabrique" not in page  # nor how to begin there
    assert "Comment commencer ici" not in page
    assert "Comment commencer ici" in read(other)
    assert f'href="{other.get_absolute_url()}"' in page
    sitemap = client.get("/sitemap.xml").content.decode()
    assert other.get_absolute_url() in sitemap
    assert closed.get_absolute_url() not in sitemap


def test_an_announced_place_and_one_to_verify_say_so(read):
    assert "Ouverture annoncée" in read(EstablishmentFactory(status=Status.ANNOUNCED, note="Calendrier à vérifier."))
    assert "À vérifier" in read(EstablishmentFactory(status=Status.TO_VERIFY, note="En travaux."))


def test_the_description_for_machines_has_no_point_that_is_not_its_own(read):
    def described(establishment) -> dict:
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(establishment), re.DOTALL)
        return json.loads(found[1])

    exact = described(EstablishmentFactory())
    assert exact["location"]["geo"]["latitude"] == 49.178
    assert exact["address"]["addressLocality"] == "Caen"
    assert "location" not in described(EstablishmentFactory(precision=Precision.COMMUNE))


def test_a_page_costs_the_same_queries_however_many_workshops(client, territory):
    """Establishment, workshops, photographs; referents (3); gazetteer; two of the territory's sections."""
    ReferentFactory()
    establishment = EstablishmentFactory()
    WorkshopFactory(establishment=establishment)
    client.get(establishment.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(establishment.get_absolute_url())
    WorkshopFactory.create_batch(5, establishment=establishment)
    client.get(establishment.get_absolute_url())  # what is around a page is read again after any change
    with CaptureQueriesContext(connection) as many:
        client.get(establishment.get_absolute_url())
    assert len(many) == len(few) <= 10 + SITE_QUERY


def test_an_unknown_address_is_not_found(client, territory):
    assert client.get("/etablissements/nulle-part/").status_code == 404
