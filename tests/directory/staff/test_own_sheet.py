"""« Ma fiche »: one's own sheet, some fields, a keeper's approval."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.staff.own_sheet import OwnSheetForm
from tests.directory.place_page import plain
from tests.directory.staff.conftest import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
URL = "/admin/annuaire/ma-fiche/"


def test_the_menu_shows_it_to_referents_only(referente, own, keeper):
    home = reverse("wagtailadmin_home")
    assert "Ma fiche" in referente.get(home).content.decode()
    assert "Ma fiche" not in keeper.get(home).content.decode()
    response = keeper.get(URL)
    assert (response.status_code, response.url) == (302, home)


def test_what_is_sent_waits_for_a_keeper_then_is_public(referente, own, keeper, client):
    values = fields_of(referente.get(URL)) | {"telephone": "02 61 91 00 99", "hours": "Le mardi"}
    response = referente.post(URL, values)
    assert (response.status_code, response.url) == (302, URL)
    own.refresh_from_db()
    assert own.hours == "Du lundi au vendredi, de 9\u00a0h à 17\u00a0h"
    assert "en relecture" in referente.get(URL).content.decode()
    task_state = own.current_workflow_task_state
    approve = reverse(
        "wagtailsnippets_directory_referent:workflow_action",
        kwargs={"pk": own.pk, "action_name": "approve", "task_state_id": task_state.pk},
    )
    assert keeper.post(approve).status_code == 302
    own.refresh_from_db()
    assert own.hours == "Le mardi"
    assert "02 61 91 00 99" in client.get(own.get_absolute_url()).content.decode().replace("\u00a0", " ")


def test_a_second_sending_takes_the_place_of_the_first(referente, own):
    values = fields_of(referente.get(URL))
    referente.post(URL, values | {"hours": "Le mardi"})
    referente.post(URL, values | {"hours": "Le jeudi"})
    own.refresh_from_db()
    task_state = own.current_workflow_task_state
    assert task_state.revision.content["hours"] == "Le jeudi"
    assert own.workflow_states.filter(status="in_progress").count() == 1


def test_it_touches_neither_another_sheet_nor_other_fields(referente, own, other):
    forbidden = {
        "pk": other.pk, "id": other.pk, "referent": other.pk, "slug": "pris", "office": "Pris", "disp": "lille",
        "email": "pris@exemple.example", "departments": ["75"], "missions": [], "account": "", "is_vacant": "on",
        "verified_on": "2030-01-01", "live": "",
    }  # fmt: skip
    assert not set(forbidden) & set(OwnSheetForm.base_fields)
    before = type(other).objects.filter(pk=other.pk).values().get()
    response = referente.post(f"{URL}?pk={other.pk}", fields_of(referente.get(URL)) | forbidden)
    assert response.status_code == 302
    assert type(other).objects.filter(pk=other.pk).values().get() == before
    assert other.revisions.count() == 1
    drafted = own.get_latest_revision_as_object()
    own.refresh_from_db()
    for sheet in (own, drafted):
        assert (sheet.office, sheet.slug, sheet.disp_id, sheet.email, sheet.is_vacant, sheet.account.username) == (
            own.office, own.slug, "rennes", own.email, False, "referente"
        )  # fmt: skip
        assert {each.pk for each in sheet.departments.all()} == {"14", "27", "50", "61", "76"}


def test_an_agreement_taken_back_leaves_the_public_sheet_at_once(referente, own, client):
    assert "Camille Exemple" in client.get(own.get_absolute_url()).content.decode()
    values = fields_of(referente.get(URL))
    del values["shows_name"]
    referente.post(URL, values)
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Camille" not in page
    assert ModelLogEntry.objects.filter(action="directory.consent", object_id=str(own.pk)).exists()


def test_mistakes_are_said_and_send_nothing(referente, own):
    response = referente.post(URL, fields_of(referente.get(URL)) | {"telephone": "12"})
    assert response.status_code == 200
    assert response.context["form"].errors["telephone"]
    own.refresh_from_db()
    assert own.current_workflow_state is None


def test_a_locked_sheet_is_left_alone(referente, own):
    values = fields_of(referente.get(URL))
    type(own).objects.filter(pk=own.pk).update(locked=True)
    assert "verrouillée" in referente.get(URL).content.decode()
    referente.post(URL, values | {"hours": "Le mardi"})
    assert own.get_latest_revision_as_object().hours != "Le mardi"


def test_publishing_an_old_draft_does_not_give_an_account_its_sheet_back(own):
    draft = own.save_revision()
    type(own).objects.filter(pk=own.pk).update(account=None)
    draft.refresh_from_db()
    draft.publish()
    own.refresh_from_db()
    assert own.account is None


def declared(own, **values) -> dict[str, str]:
    today = timezone.localdate()
    return {"absent_until": str(today + datetime.timedelta(10)), **values}


def test_an_absence_is_public_at_once_without_review(referente, own, other, client):
    values = fields_of(referente.get(URL)) | declared(own, substitute=str(other.pk))
    response = referente.post(URL, values, follow=True)
    assert "C’est enregistré, et déjà en ligne." in response.content.decode()
    own.refresh_from_db()
    assert (own.is_absent, own.substitute, own.current_workflow_state) == (True, other, None)
    page = plain(client.get(own.get_absolute_url()))
    assert own.absence_label in page
    assert "Écrire à Sacha Modèle" in page
    assert "02 61" not in page
    assert ModelLogEntry.objects.filter(action="directory.absence", object_id=str(own.pk)).exists()
    referente.post(URL, fields_of(referente.get(URL)) | {"absent_until": "", "substitute": ""})
    own.refresh_from_db()
    assert not own.is_absent


def test_an_absence_begins_on_its_first_day(referente, own):
    tomorrow = timezone.localdate() + datetime.timedelta(1)
    referente.post(URL, fields_of(referente.get(URL)) | declared(own, absent_from=str(tomorrow)))
    own.refresh_from_db()
    assert (own.absent_from, own.is_absent) == (tomorrow, False)


def test_no_draft_undoes_a_declared_absence(referente, own):
    pending = fields_of(referente.get(URL)) | {"hours": "Le mardi"}
    referente.post(URL, pending)
    referente.post(URL, fields_of(referente.get(URL)) | declared(own))
    own.refresh_from_db()
    assert own.current_workflow_state is not None, "what was under review stays there"
    own.latest_revision.publish()
    own.refresh_from_db()
    assert (own.hours, own.is_absent) == ("Le mardi", True)


@pytest.mark.parametrize(
    ("first", "back", "told"),
    [(3, 3, "Le retour vient après le premier jour d’absence."), (3, None, "Écrivez aussi le jour du retour.")],
)
def test_an_absence_that_cannot_be_is_refused(referente, own, first, back, told):
    today = timezone.localdate()
    dates = {"absent_from": str(today + datetime.timedelta(first))}
    dates["absent_until"] = "" if back is None else str(today + datetime.timedelta(back))
    response = referente.post(URL, fields_of(referente.get(URL)) | dates)
    assert response.context["form"].errors == {"absent_until": [told]}
    own.refresh_from_db()
    assert own.absent_from is None
