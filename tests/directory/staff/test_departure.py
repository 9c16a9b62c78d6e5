"""« Départ »: one action, all or nothing."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from directory.contact.models import ContactRequest
from directory.contact.models.event import PORTAL
from directory.contact.workflow import handover, transitions
from directory.models import Referent
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
OWN_SHEET = "/admin/annuaire/ma-fiche/"


def url_of(sheet: Referent) -> str:
    return reverse("staff:departure", args=[sheet.pk])


def test_the_page_says_what_will_happen_and_changes_nothing(keeper, own):
    submit("one")
    page = keeper.get(url_of(own)).content.decode()
    assert "<strong>referente</strong>" in page
    assert "<strong>1</strong>" in page
    own.refresh_from_db()
    assert (own.is_vacant, own.account.is_active) == (False, True)


def test_the_account_is_closed_and_its_sessions_are_dead(keeper, own, referente):
    assert referente.get(OWN_SHEET).status_code == 200
    assert keeper.post(url_of(own), {"to": "direction"}).status_code == 302
    response = referente.get(OWN_SHEET)
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert not referente.login(username="referente", password="ancien mot de passe")


def test_a_session_from_before_does_not_come_back_with_the_account(keeper, own, referente):
    keeper.post(url_of(own), {"to": "direction"})
    User.objects.filter(username="referente").update(is_active=True)
    response = referente.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_the_post_is_public_as_vacant_without_name_nor_line(keeper, own, client):
    own.save_revision()
    Revision.objects.filter(pk=own.latest_revision_id).update(approved_go_live_at=timezone.now())
    keeper.post(url_of(own), {"to": "direction"})
    own.refresh_from_db()
    assert (own.is_vacant, own.live, own.account, own.telephone, own.full_name) == (True, True, None, "", "")
    assert own.scheduled_revision is None
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Camille" not in page
    assert "02" + "\u00a061" not in page
    stored = json.dumps([*own.revisions.values_list("content", "object_str")])
    stored += str(list(ModelLogEntry.objects.for_instance(own).values_list("label", "data")))
    assert own.revisions.count() >= 2
    for word in ("Camille", "Exemple", "261910012"):
        assert word not in stored
    assert ModelLogEntry.objects.filter(action="directory.departure", object_id=str(own.pk)).count() == 1


@pytest.mark.parametrize("to", ["colleague", "direction"])
def test_open_requests_are_passed_on_and_logged(keeper, own, to):
    requests = [submit("one"), submit("two"), submit("three")]
    transitions.end(requests[2].pk, ContactRequest.State.SUCCEEDED, PORTAL)
    colleague = ReferentFactory(office="R2IP formation, Rennes", departments=["35"])
    ReferentFactory(office="R2IP de Lille", departments=["59"], disp_id="lille")
    choices = dict(keeper.get(url_of(own)).context["form"].fields["to"].choices)
    assert set(choices) == {str(colleague.pk), "direction"}
    OutboxMessage.objects.all().delete()
    keeper.post(url_of(own), {"to": str(colleague.pk) if to == "colleague" else to})
    mailbox = colleague.email if to == "colleague" else own.disp.mailbox
    for request in requests[:2]:
        deadline = request.due_on
        request.refresh_from_db()
        assert request.recipient_mailbox == mailbox
        assert request.referent == (colleague if to == "colleague" else None)
        assert request.due_on == deadline
        event = request.events.get(kind="reassigned")
        assert event.data["to"] == (
            colleague.office if to == "colleague" else "l’équipe de la direction interrégionale de Rennes"
        )
        assert event.actor.username == "gestionnaire"
    requests[2].refresh_from_db()
    assert requests[2].referent == own
    told = [to for [to] in OutboxMessage.objects.values_list("to", flat=True)]
    assert sorted(told) == sorted(2 * [mailbox, requests[0].email])


def test_the_substitute_is_offered_first(keeper, own):
    substitute = ReferentFactory(office="R2IP de Lille", disp_id="lille", departments=["59"])
    Referent.objects.filter(pk=own.pk).update(substitute=substitute)
    form = keeper.get(url_of(own)).context["form"]
    assert form.fields["to"].initial == str(substitute.pk)


def test_a_stranger_is_no_heir(keeper, own):
    stranger = ReferentFactory(disp_id="lille", departments=["59"])
    response = keeper.post(url_of(own), {"to": str(stranger.pk)})
    assert response.status_code == 200
    own.refresh_from_db()
    assert not own.is_vacant


def test_a_failure_half_way_changes_nothing(keeper, own, referente, monkeypatch):
    submit("one")

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(handover.outbox, "add", fail)
    with pytest.raises(RuntimeError):
        keeper.post(url_of(own), {"to": "direction"})
    own.refresh_from_db()
    assert (own.is_vacant, own.full_name) == (False, "Camille Exemple")
    assert ContactRequest.objects.get().referent == own
    assert referente.get(OWN_SHEET).status_code == 200


def test_a_keeper_cannot_close_an_administrators_account(keeper, own, referente):
    User.objects.filter(username="referente").update(is_superuser=True)
    response = keeper.post(url_of(own), {"to": "direction"})
    assert "administrateur" in response.content.decode()
    own.refresh_from_db()
    assert (own.is_vacant, own.account.is_active) == (False, True)


def test_a_review_under_way_ends(keeper, own):
    own.save_revision()
    own.refresh_from_db()
    own.get_workflow().start(own, own.account)
    keeper.post(url_of(own), {"to": "direction"})
    own.refresh_from_db()
    assert own.current_workflow_state is None
    assert not own.has_unpublished_changes


def test_the_list_and_the_editor_lead_there(keeper, own):
    for name, arguments in (("list", []), ("edit", [own.pk])):
        url = reverse(f"wagtailsnippets_directory_referent:{name}", args=arguments)
        assert url_of(own) in keeper.get(url).content.decode()
