"""Workshops kept by referents and keepers: the form, the six-monthly question, files out and in, the report."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory.models import Workshop
from directory.staff import tables, workshop_coverage, workshop_exchange, workshop_freshness
from portal.mail.models import OutboxMessage
from search.models import Change
from tests.directory.establishments.samples import TOULOUSE, EstablishmentFactory, WorkshopFactory
from tests.directory.factories import ReferentFactory, today

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


@pytest.fixture
def caen(territory):
    return EstablishmentFactory(slug="caen", name="Centre pénitentiaire de Caen")


@pytest.fixture
def elsewhere(territory):
    return EstablishmentFactory(
        slug="toulouse", name="Centre de Toulouse", commune_id=TOULOUSE, latitude=43.5, longitude=1.3
    )


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


# In « Mes ateliers » -------------------------------------------------------------------------------------------------
def test_a_referent_adds_corrects_and_takes_away_workshops_of_their_territory(own, referente, caen, client):
    page = text(referente.get(reverse("staff:own_workshops")))
    assert "Centre pénitentiaire de Caen" in page
    assert "Aucun atelier déclaré." in page
    filled = {"name": "Hall 1", "activity": "menuiserie", "regime": "sep", "surface": "300", "has_dock": "true"}
    referente.post(reverse("staff:add_workshop", args=["caen"]), filled)
    workshop = Workshop.objects.get()
    assert (workshop.slug, workshop.surface, workshop.has_dock, workshop.verified_on) == (
        "caen-menuiserie", 300, True, today(),
    )  # fmt: skip
    assert "Hall 1" in text(client.get(caen.get_absolute_url()))
    edit = reverse("staff:edit_workshop", args=["caen", workshop.pk])
    assert 'value="Hall 1"' in text(referente.get(edit))
    referente.post(edit, filled | {"surface": "450"})
    workshop.refresh_from_db()
    assert workshop.surface == 450
    assert "n’est pas enregistré" in text(referente.post(edit, filled | {"surface": "beaucoup"}))
    actions = [entry.action for entry in ModelLogEntry.objects.for_instance(workshop).order_by("timestamp")]
    assert actions == ["wagtail.create", "wagtail.edit"]
    referente.post(reverse("staff:workshop_action", args=[workshop.pk, "retirer"]))
    assert not Workshop.objects.exists()


def test_outside_their_territory_a_referent_finds_nothing(own, referente, elsewhere):
    workshop = WorkshopFactory(establishment=elsewhere)
    assert "Centre de Toulouse" not in text(referente.get(reverse("staff:own_workshops")))
    for address in (
        reverse("staff:add_workshop", args=["toulouse"]),
        reverse("staff:edit_workshop", args=["toulouse", workshop.pk]),
    ):
        assert referente.get(address).status_code == 404
        assert referente.post(address, {"name": "x"}).status_code == 404
    assert referente.post(reverse("staff:workshop_action", args=[workshop.pk, "retirer"])).status_code == 404
    assert Workshop.objects.count() == 1


def test_who_has_no_sheet_has_no_workshops_of_their_own(keeper, caen):
    assert keeper.get(reverse("staff:own_workshops")).status_code == 302
    assert keeper.get(reverse("staff:add_workshop", args=["caen"])).status_code == 302


def test_keepers_see_lists_of_workshops_and_establishments_and_change_workshops_only(keeper, caen):
    workshop = WorkshopFactory(establishment=caen, stale=True)
    assert "Masqué" in text(keeper.get(reverse("wagtailsnippets_directory_workshop:list")))
    assert keeper.get(reverse("wagtailsnippets_directory_workshop:edit", args=[workshop.pk])).status_code == 200
    assert caen.name in text(keeper.get(reverse("wagtailsnippets_directory_establishment:list")))
    assert keeper.get(reverse("wagtailsnippets_directory_establishment:edit", args=[caen.pk])).status_code == 302


# The question --------------------------------------------------------------------------------------------------------
def link() -> str:
    return re.search(r"http://testserver(/\S+)", OutboxMessage.objects.latest("pk").text)[1]


def test_who_answers_there_is_asked_once_in_one_mail_about_all_of_them(home_page, caen, elsewhere, capsys):
    referent = ReferentFactory(email="normandie@r2ip.example")
    WorkshopFactory(establishment=caen, name="Hall 1", verified_on=today() - days(170))
    WorkshopFactory(establishment=caen, name="Hall 2", verified_on=None)
    WorkshopFactory(establishment=caen, name="Hall 3", verified_on=today() - days(160))
    WorkshopFactory(establishment=elsewhere, name="Loin", verified_on=today() - days(170))
    call_command("run_due", "directory.workshops")
    assert "3 workshops asked about in 2 mails" in capsys.readouterr().out
    call_command("run_due", "directory.workshops")
    mails = {message.to[0]: message.text for message in OutboxMessage.objects.all()}
    assert set(mails) == {referent.email, "disp-toulouse@justice.example"}
    assert "Hall 1" in mails[referent.email]
    assert "Hall 2" in mails[referent.email]
    assert "Hall 3" not in mails[referent.email]


def test_the_link_confirms_what_is_ticked_and_nothing_else(client, home_page, caen):
    ReferentFactory()
    right = WorkshopFactory(establishment=caen, name="Juste", verified_on=today() - days(200))
    wrong = WorkshopFactory(establishment=caen, name="Faux", verified_on=today() - days(200))
    call_command("run_due", "directory.workshops")
    address = link()
    assert "toujours exacts ?" in text(client.get(address))
    right.refresh_from_db()
    assert not right.is_fresh  # a mail scanner that opens the link confirms nothing
    done = text(client.post(address, {"workshop": [right.slug, "forged"]}))
    assert "Confirmés aujourd’hui" in done
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.is_fresh, wrong.is_fresh) == (True, False)
    page = text(client.get(caen.get_absolute_url()))
    assert "Juste" in page
    assert "Faux" not in page
    client.post(address, {"workshop": [wrong.slug]})
    assert client.get(address).status_code == 410
    assert client.get(address[:-5] + "/").status_code == 404


def test_a_workshop_that_turns_stale_leaves_the_search(caen):
    workshop = WorkshopFactory(establishment=caen, verified_on=today())
    assert workshop.is_searched
    Workshop.objects.filter(pk=workshop.pk).update(verified_on=today() - days(184))
    Change.objects.all().delete()
    assert workshop_freshness.hide_stale() == 1
    assert workshop_freshness.hide_stale() == 0
    assert list(Change.objects.values_list("key", flat=True)) == [f"establishment:{caen.pk}"]


# Files ---------------------------------------------------------------------------------------------------------------
def upload(browser, content: bytes):
    file = SimpleUploadedFile("ateliers.csv", content)
    return browser.post(reverse("staff:import_workshops"), {"file": file})


HEADER = "établissement;nom;activité;régime;surface;quai;confirmé_le\n"


def test_files_go_out_and_come_in_again_unchanged(caen):
    WorkshopFactory(establishment=caen, surface=1200, height="4.5", has_dock=False, free_since=today())
    WorkshopFactory(establishment=caen, products="=1+1")
    for kind, write in (("a.csv", tables.as_csv), ("a.xlsx", tables.as_xlsx)):
        plan = workshop_exchange.plan(workshop_exchange.read(kind, write(workshop_exchange.table())))
        assert (plan.errors, plan.new, plan.changed, plan.unchanged) == ([], [], [], 2)


def test_an_import_is_tried_then_applied(keeper, caen):
    tried = upload(keeper, f"{HEADER}caen;Hall 1;menuiserie;sep;300;oui;{today()}\n".encode())
    assert "Essai réussi" in text(tried)
    assert not Workshop.objects.exists()
    signed = re.search(r'name="tried" value="([^"]+)"', tried.content.decode())[1]
    keeper.post(reverse("staff:import_workshops"), {"tried": signed})
    workshop = Workshop.objects.get()
    assert (workshop.establishment, workshop.surface, workshop.has_dock, workshop.is_fresh) == (caen, 300, True, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nulle-part;H;menuiserie;sep;;;", "établissement : nulle-part n’existe pas"),
        ("caen;H;poterie;sep;;;", "activité : "),
        ("caen;H;menuiserie;libre;;;", "régime : "),
        ("caen;;menuiserie;sep;;;", "nom manque"),
        ("caen;H;menuiserie;sep;grande;;", "surface : écrivez un nombre, pas « grande »"),
        ("caen;H;menuiserie;sep;-3;;", "surface : "),
        ("caen;H;menuiserie;sep;;peut-être;", "quai : écrivez oui, non ou rien, pas « peut-être »"),
        ("caen;H;menuiserie;sep;;;2026-13-01", "confirmé_le : écrivez 2026-11-30, pas « 2026-13-01 »"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_stored(keeper, caen, line, said):
    page = text(upload(keeper, f"{HEADER}caen;Bon;couture;sep;;;\n{line}\n".encode()))
    assert "Rien n’a été importé" in page
    assert f"Ligne 3 : {said}" in page
    assert not Workshop.objects.exists()


def test_only_keepers_exchange_files_and_read_the_report(own, referente, keeper, caen):
    for name, arguments in (("import_workshops", []), ("export_workshops", ["csv"]), ("workshop_coverage", [])):
        address = reverse(f"staff:{name}", args=arguments)
        assert referente.get(address).status_code == 302
        assert keeper.get(address).status_code == 200


def test_the_report_says_what_is_known_of_each_direction(caen, elsewhere):
    WorkshopFactory(establishment=caen)
    WorkshopFactory(establishment=elsewhere, stale=True)
    EstablishmentFactory(name="Centre silencieux")
    rows = {row.disp.pk: row for row in workshop_coverage.coverage()}
    assert len(rows) == 10
    assert ([each.name for each in rows["rennes"].shown], len(rows["rennes"].silent)) == ([caen.name], 1)
    assert [each.name for each in rows["toulouse"].waiting] == [elsewhere.name]
