from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from directory.models import Actor, Department, Disp, Mission, Referent
from home.demo.accounts import ACCOUNTS, PASSWORD
from home.setup import page_tree
from news.blocks import NewsBlocks
from news.conventions import renewals
from news.conventions.states import ConventionState
from news.events.models import AgendaOrder
from news.models import ConventionPage, EventPage, NewsPage, PublicationPage
from portal.files.kinds import check_document
from portal.files.pdf import is_tagged
from portal.models import PortalDocument, PortalImage, PortalSettings, User
from tests.directory.factories import ActorFactory
from tests.home.demo.demonstration import OfTheDemonstration, counts, load


class TestTheDemonstration(OfTheDemonstration):
    def test_loading_it_twice_makes_nothing_new(self):
        before = counts()
        assert "already loaded" in load()
        assert counts() == before

    def test_it_holds_what_it_promises(self):
        assert NewsPage.objects.listed().count() == 10
        sourced = ConventionPage.objects.listed().filter(is_example=False)
        assert sourced.count() == 5, "four conventions, and the one that Provence renewed"
        assert Referent.objects.published().count() == 20
        assert Actor.objects.published().count() == 8
        assert Actor.objects.get(is_entry_point=True).slug == "referents"
        assert PortalSettings.for_site(Site.objects.get()).is_demonstration

    def test_every_page_answers(self):
        for page in Page.objects.filter(depth__gt=1).live():
            assert self.client.get(page.url).status_code == 200, page.url

    def test_every_page_would_pass_the_editors_form(self):
        for page in Page.objects.filter(depth__gt=1).specific():
            page.full_clean()
            for field in page._meta.get_fields():
                if hasattr(field, "stream_block"):
                    field.stream_block.clean(getattr(page, field.name))

    def test_every_sheet_and_actor_would_pass_the_editors_form(self):
        for each in (*Referent.objects.all(), *Actor.objects.all(), *Mission.objects.all()):
            each.full_clean()

    def test_each_news_item_has_a_drawing_of_its_own_with_a_text_alternative(self):
        images = [page.image for page in NewsPage.objects.select_related("image")]
        assert len({image.pk for image in images}) == 10
        for image in PortalImage.objects.all():
            assert image.default_alt_text
            assert image.credit.startswith("Illustration")
            with image.file.open() as drawing:
                assert b"<svg" in drawing.read(200)

    def test_the_agenda_has_something_to_come_and_something_over_whatever_the_day(self):
        assert [event.slug for event in AgendaOrder(EventPage.objects.listed(), 3)[0:9]] == [
            "visite-d-ateliers-pour-les-employeurs",
            "forum-de-l-insertion-a-saint-denis",
            "petit-dejeuner-achats-responsables",
        ]
        assert EventPage.objects.upcoming().count() == 2
        assert "Rouen" in EventPage.objects.upcoming().first().address
        for event in EventPage.objects.all():
            assert event.local_start.weekday() < 5, "a working day"

    def test_bodies_are_made_of_several_kinds_of_blocks(self):
        used = {block.block_type for page in Page.objects.specific() for block in getattr(page, "body", [])}
        assert used >= set(NewsBlocks().child_blocks) - {"chart"}, "a table with bars is drawn by conventions"
        assert all(len({block.block_type for block in page.body}) >= 2 for page in NewsPage.objects.all())

    def test_conventions_show_every_state(self):
        states = {page.slug: page.state for page in ConventionPage.objects.listed()}
        assert set(states.values()) == set(ConventionState)
        assert states["exemple-bretagne"] == ConventionState.CURRENT
        assert states["exemple-grand-est"] == ConventionState.UPCOMING

    def test_an_end_comes_near_enough_for_the_warning(self):
        (ending,) = ConventionPage.objects.ending(timezone.localdate())
        assert ending.is_example

    def test_an_issue_of_the_letter_has_a_pdf_that_a_screen_reader_understands(self):
        issue = PublicationPage.objects.get(number=2)
        with issue.document.open_file() as file:
            assert is_tagged(file)

    def test_files_are_what_their_names_say(self):
        documents = list(PortalDocument.objects.all())
        assert {each.file_extension for each in documents} == {"pdf", "mp4", "vtt"}
        for each in documents:
            with each.open_file() as file:
                check_document(file, each.filename, each.file_size)

    def test_every_department_is_served_for_every_mission(self):
        missions = set(Mission.objects.values_list("code", flat=True))
        for department in Department.objects.all():
            served = {code for each in department.referents.all() for code in each.mission_codes}
            assert served == missions, department

    def test_two_referents_a_direction_serve_its_own_territory(self):
        for disp in Disp.objects.all():
            assert disp.referents.count() == 2
        for referent in Referent.objects.all():
            for department in referent.departments.select_related("region"):
                assert department.region.disp_id == referent.disp_id, referent

    def test_directions_share_out_departments_or_missions(self):
        shared = {"departments": 0, "missions": 0}
        for disp in Disp.objects.all():
            one, other = disp.referents.all()
            by_departments = not one.department_codes & other.department_codes
            by_missions = not one.mission_codes & other.mission_codes
            assert by_departments != by_missions, disp
            shared["departments" if by_departments else "missions"] += 1
        assert min(shared.values()) >= 4

    def test_sheets_show_what_may_happen_to_a_referent(self):
        absent = Referent.objects.get(absent_until__isnull=False)
        assert absent.is_absent, "relative to the day of the load"
        assert absent.substitute.department_codes == absent.department_codes
        assert Referent.objects.filter(is_vacant=True).count() == 1
        assert sum(not referent.is_fresh for referent in Referent.objects.all()) == 1
        hidden = Referent.objects.get(shows_name=False, last_name__gt="")
        assert hidden.display_name == hidden.office
        named = sum(referent.is_named for referent in Referent.objects.all())
        assert 10 < named < 16, "most have agreed, some have not"

    def test_the_place_of_the_examples_leads_to_somebody_present(self):
        page = self.client.get("/trouver-un-referent/", {"lieu": "Le Havre"}).content.decode()
        assert "Camille Exemple" in page
        assert "Absence" not in page.partition("Camille Exemple")[0]

    def test_provence_has_its_chain_of_conventions(self):
        renewal = ConventionPage.objects.get(slug="provence-alpes-cote-d-azur-2020-2022")
        assert [each.period for each in renewals.members(renewal)] == ["2017 – 2019", "2020 – 2022"]

    def test_signatories_and_figures_keep_the_order_of_the_text(self):
        convention = ConventionPage.objects.get(slug="hauts-de-france")
        assert [party.organisation[:19] for party in convention.parties.all()] == [
            "Direction régionale",
            "Direction interrégi",
        ]
        assert [figure.value for figure in convention.figures.all()][:2] == ["6\u202f239", "1\u202f114"]

    @pytest.mark.ignore_template_errors  # the admin's templates are Wagtail's
    def test_the_accounts_sign_in_with_what_the_command_prints(self):
        for account in ACCOUNTS:
            assert f"{account.username}" in self.said
            assert self.client.login(username=account.username, password=PASSWORD)
            assert self.client.get("/admin/").status_code == 200
        assert PASSWORD in self.said
        assert User.objects.get(username="admin").is_superuser
        assert not User.objects.get(username="editrice").is_superuser
        assert User.objects.get(username="referente").referent.display_name == "Camille Exemple"

    def test_the_logins_can_be_printed_alone(self):
        out = io.StringIO()
        with override_settings(DEBUG=True):
            call_command("load_demo_content", logins=True, stdout=out)
        assert PASSWORD in out.getvalue()
        assert out.getvalue() in self.said

    def test_an_editors_changes_outlive_another_load(self):
        page = NewsPage.objects.get(slug="prix-atigip-emergence")
        page.title, page.slug, page.body = "Un prix", "un-prix", []
        page.save_revision().publish()
        home = page_tree.find("home")
        home.doors = []
        del home.ways[1:]
        home.save_revision().publish()
        actor = Actor.objects.get(slug="spip")
        actor.tagline = "Suit chacun"
        actor.save()

        load()

        page.refresh_from_db()
        assert (page.title, page.slug, len(page.body)) == ("Un prix", "un-prix", 0)
        assert NewsPage.objects.count() == 10
        assert len(page_tree.find("home").ways) == 1
        assert Actor.objects.get(slug="spip").tagline == "Suit chacun"

    def test_content_added_to_the_demonstration_does_not_stop_the_next_load(self):
        ActorFactory(name="Avocats")
        assert "already loaded" in load()
        assert Actor.objects.filter(name="Avocats").exists()
