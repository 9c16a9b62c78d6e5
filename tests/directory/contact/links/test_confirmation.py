from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.contact.links.confirmation import confirmation_url, confirmed_request
from directory.contact.models import ContactRequest
from portal.web.signed_links import LinkUnknownError
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import Visitor


def test_the_confirmation_says_the_reference_who_answers_and_by_when(visitor):
    visitor.open().to_details().to_review().press("Envoyer")
    request = ContactRequest.objects.get()
    assert visitor.heading == "C’est envoyé à Camille Exemple"
    assert f"Votre numéro de suivi {request.grouped_reference}" in visitor.text
    assert f"Elle vous répond au plus tard le {request.due_label}." in visitor.text
    assert "Nous l’envoyons aussi à lou.modele@atelier-exemple.example. La page de suivi" in visitor.text
    assert "appelez le 02 61 91 00 12" in visitor.text
    assert visitor.soup.find("button", attrs={"data-print": True}).has_attr("hidden")  # shown by the script
    assert visitor.response["Referrer-Policy"] == "no-referrer"
    assert visitor.response["X-Robots-Tag"] == "noindex"


def test_reading_the_confirmation_again_stores_nothing(visitor):
    visitor.open().to_details().to_review().press("Envoyer")
    again = Visitor().open(visitor.path)
    assert again.heading == visitor.heading
    assert ContactRequest.objects.count() == 1


def test_the_address_names_nobody(visitor):
    visitor.open().to_details().to_review().press("Envoyer")
    request = ContactRequest.objects.get()
    assert request.reference not in visitor.path
    assert "lou" not in visitor.path.lower()


def test_a_confirmation_ends_after_a_day_and_says_so(home_page, camille):
    request = submit()
    link = confirmation_url(request)
    ContactRequest.objects.update(received_at=timezone.now() - datetime.timedelta(hours=24, minutes=1))
    page = Visitor().open(link)
    assert page.status == 410
    assert page.heading == "Ce lien n’est plus valable"
    assert "Votre demande, elle, est bien enregistrée." in page.text
    assert request.email not in page.text
    assert page.response["Cache-Control"] == "no-store"
    assert page.soup.main.find("a", href="/contact/") is not None


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "/", lambda link: link.replace("envoye/", "envoye/x")])
def test_a_changed_link_leads_to_a_clear_page_with_ways_on(home_page, camille, change):
    page = Visitor().open(change(confirmation_url(submit())))
    assert page.status == 404
    assert page.heading == "Nous ne connaissons pas ce lien"
    assert page.soup.main.find("a", href="/trouver-un-referent/") is not None
    assert page.response["Cache-Control"] == "no-store"


def test_the_link_of_a_request_that_is_gone_is_unknown(camille):
    link = confirmation_url(submit())
    ContactRequest.objects.all().delete()
    with pytest.raises(LinkUnknownError):
        confirmed_request(link.split("/")[-2])


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_made_up_link_shows_a_request(camille, text):
    with pytest.raises(LinkUnknownError):
        confirmed_request(text)


def test_a_sheet_that_goes_leaves_the_confirmation_as_it_was(home_page, camille):
    link = confirmation_url(submit())
    camille.delete()
    page = Visitor().open(link)
    assert page.heading == "C’est envoyé à Camille Exemple"
    assert "L’équipe vous répond au plus tard" in page.text
