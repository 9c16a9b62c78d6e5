"""A demonstration never writes to real people, a service never to nobody."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError

from directory.models import Disp, Referent
from portal.models import PortalSettings
from tests.directory.factories import ReferentFactory

pytestmark = pytest.mark.django_db
REAL = "travail@service.gouv.fr"


@pytest.fixture
def site(home_page, territory) -> PortalSettings:
    """The settings of a site with one published sheet."""
    ReferentFactory(email="bureau@r2ip.example")
    return PortalSettings.objects.get()


@pytest.fixture
def demonstration(site) -> PortalSettings:
    site.is_demonstration = True
    site.save()
    return site


def warnings() -> dict[str, str]:
    found = run_checks(tags=["database"], databases=["default"])
    return {each.id: each.msg for each in found if each.id.startswith("directory.")}


def test_a_demonstration_refuses_a_real_mailbox_of_a_direction_and_of_a_sheet(demonstration):
    disp, sheet = Disp.objects.first(), Referent.objects.get()
    disp.mailbox = sheet.email = REAL
    for each, field in ((disp, "mailbox"), (sheet, "email")):
        with pytest.raises(ValidationError) as refused:
            each.clean()
        assert "adresse fictive" in refused.value.message_dict[field][0]


def test_a_service_takes_real_mailboxes(site):
    disp = Disp.objects.first()
    disp.mailbox = REAL
    disp.clean()


def test_a_demonstration_is_warned_of_real_mailboxes_that_came_otherwise(demonstration, settings):
    assert warnings() == {}
    Disp.objects.filter(code="rennes").update(mailbox=REAL)
    assert REAL in warnings()["directory.W001"]
    settings.NATIONAL_MAILBOX = "national@service.gouv.fr"
    assert settings.NATIONAL_MAILBOX in warnings()["directory.W001"]


def test_a_service_is_warned_of_mailboxes_that_do_not_exist(site, settings):
    assert "and 7 more" in warnings()["directory.W002"]
    Disp.objects.update(mailbox=REAL)
    Referent.objects.update(email=REAL)
    assert warnings()["directory.W002"].count("@") == 1  # the national one is left
    settings.NATIONAL_MAILBOX = REAL
    assert warnings() == {}


def test_drafts_and_development_are_left_in_peace(site, settings):
    Disp.objects.update(mailbox=REAL)
    Referent.objects.update(live=False)
    settings.NATIONAL_MAILBOX = REAL
    assert warnings() == {}
    Disp.objects.update(mailbox="a@b.example")
    settings.DEBUG = True
    assert warnings() == {}
