"""Requests and what makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directory.contact.enquiry import Enquiry
from directory.contact.form.placing import place_request
from directory.contact.workflow.submission import submit_contact_request

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


def enquiry(**changes: Any) -> Enquiry:
    """What an employer of Le Havre wrote."""
    said = {
        "projects": ["production"],
        "message": "400 coffrets à monter chaque semaine.\nDès mars.",
        "place_typed": "76600",
        "place": "Le Havre, Seine-Maritime (76600)",
        "commune_id": "76351",
        "organisation": "Atelier Exemple",
        "contact_name": "Lou Modèle",
        "job": "Responsable de production",
        "email": "lou.modele@atelier-exemple.example",
    }
    return Enquiry(**(said | changes))


def submit(form_key: str = "form-key", **changes: Any) -> ContactRequest:
    """Store a request of Le Havre as the form does; needs the territory."""
    said = enquiry(**changes)
    recipient = place_request(said.place_typed, is_national=said.is_national, projects=said.projects).recipient
    return submit_contact_request(form_key=form_key, enquiry=said, recipient=recipient)
