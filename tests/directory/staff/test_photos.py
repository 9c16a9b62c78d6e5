"""Photographs of workshops: sent by referents, checked like every image, described, of nobody, hidden with it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from directory.establishments.workshops import MOST_PHOTOS
from directory.models import WorkshopPhoto
from portal.models import PortalImage
from tests.directory.establishments.samples import TOULOUSE, EstablishmentFactory, WorkshopFactory
from tests.portal.files.crafted_files import picture, svg

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("left_open_collected"),
    # Wagtail makes several renditions at once in threads, and leaves their temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

SAW = "Une scie à panneaux devant des chutes de bois"


@pytest.fixture
def workshop(territory, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return WorkshopFactory(establishment=EstablishmentFactory(slug="caen"), name="Hall 1")


@pytest.fixture
def send(own, referente, workshop):
    """Send a photograph as the form does; what the page says."""

    def send(content: bytes | None = None, name: str = "scie.jpg", **answers: str) -> str:
        filled = {"alt": SAW, "credit": "", "shows_nobody": "on"} | answers
        file = SimpleUploadedFile(name, picture(size=(64, 48)) if content is None else content)
        address = reverse("staff:own_photos", args=[workshop.pk])
        response = referente.post(address, filled | {"file": file}, follow=True)
        return response.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")

    return send


def test_a_photograph_is_shown_with_its_words_where_its_workshop_is(send, workshop, client):
    assert "La photographie est ajoutée." in send(credit="© Lou Modèle")
    image = PortalImage.objects.get()
    assert (image.description, image.width, image.file_size > 0, bool(image.file_hash)) == (SAW, 64, True, True)
    page = client.get(workshop.establishment.get_absolute_url()).content.decode()
    row = re.search(rf'<li id="{workshop.anchor}".*?</dl>(.*?)</ul>', page, re.DOTALL)[1]
    assert f'alt="{SAW}"' in row
    assert "© Lou Modèle" in row
    assert "wagtail.edit" in [entry.action for entry in ModelLogEntry.objects.for_instance(workshop)]


def test_it_is_hidden_with_a_workshop_that_nobody_confirms(send, workshop, client):
    workshop.verified_on = None
    workshop.save()
    assert "Elle se montrera quand l’atelier sera confirmé." in send()
    assert SAW not in client.get(workshop.establishment.get_absolute_url()).content.decode()
    workshop.refresh_from_db()
    assert not workshop.is_fresh


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"alt": " "}, "Décrivez en quelques mots ce que montre la photographie."),
        ({"shows_nobody": ""}, "une photographie de personnes n’est pas publiée."),
        ({"content": b"<html>", "name": "scie.jpg"}, "n’est pas une image lisible"),
        ({"content": svg("<script>alert(1)</script>"), "name": "scie.svg"}, "Ce dessin"),
        ({"content": b"\0\0\0\x18ftypheic\0\0\0\0", "name": "scie.jpg"}, "HEIC"),
    ],
)
def test_what_may_not_be_shown_is_refused_at_its_field(send, answers, said):
    page = send(**answers)
    assert said in page
    assert "n’est pas ajoutée" in page
    assert not PortalImage.objects.exists()


def test_a_workshop_has_four_at_most(send, workshop):
    send(alt="Première")
    image = PortalImage.objects.get()
    for rank in range(1, MOST_PHOTOS - 1):
        WorkshopPhoto.objects.create(workshop=workshop, image=image, alt=SAW, sort_order=rank)
    send(alt="Dernière")
    assert [photo.alt for photo in workshop.photos.order_by("sort_order", "pk")][-1] == "Dernière"
    assert "n’est pas ajoutée" in send(alt="De trop")
    assert WorkshopPhoto.objects.count() == MOST_PHOTOS


def test_a_description_is_corrected_and_a_photograph_goes_with_its_picture(send, workshop, referente):
    send()
    photo = WorkshopPhoto.objects.get()
    describe, remove = (reverse("staff:photo_action", args=[photo.pk, what]) for what in ("decrire", "retirer"))
    referente.post(describe, {f"photo-{photo.pk}-alt": "La scie, capot fermé"})
    referente.post(describe, {f"photo-{photo.pk}-alt": ""})
    photo.refresh_from_db()
    assert photo.alt == "La scie, capot fermé"
    referente.post(remove)
    assert not PortalImage.objects.exists()


def test_taking_a_workshop_away_keeps_only_the_pictures_that_are_used_elsewhere(send, workshop, referente):
    send(alt="Ici seulement")
    send(alt="Ailleurs aussi")
    elsewhere = WorkshopFactory(establishment=workshop.establishment)
    WorkshopPhoto.objects.create(
        workshop=elsewhere, image=PortalImage.objects.get(title="Ailleurs aussi"), alt="Ailleurs aussi"
    )
    ReferenceIndex.create_or_update_for_object(elsewhere)
    referente.post(reverse("staff:workshop_action", args=[workshop.pk, "retirer"]))
    assert list(PortalImage.objects.values_list("title", flat=True)) == ["Ailleurs aussi"]


def test_outside_their_territory_a_referent_reaches_no_photograph(own, referente, workshop):
    there = EstablishmentFactory(slug="toulouse", commune_id=TOULOUSE)
    image = PortalImage.objects.create(title="Scie", file=SimpleUploadedFile("a.png", picture("PNG")))
    photo = WorkshopPhoto.objects.create(workshop=WorkshopFactory(establishment=there), image=image, alt=SAW)
    assert referente.get(reverse("staff:own_photos", args=[photo.workshop_id])).status_code == 404
    for what in ("retirer", "decrire"):
        assert referente.post(reverse("staff:photo_action", args=[photo.pk, what])).status_code == 404
    assert WorkshopPhoto.objects.get().alt == SAW


def test_who_has_no_sheet_sends_no_photograph(keeper, workshop):
    assert keeper.get(reverse("staff:own_photos", args=[workshop.pk])).status_code == 302


def test_photographs_cost_a_page_the_same_queries_however_many(send, workshop, client):
    address = workshop.establishment.get_absolute_url()
    send(alt="Vue 1")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    send(alt="Vue 2")
    send(alt="Vue 3")
    client.get(address)  # makes the small versions
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)
