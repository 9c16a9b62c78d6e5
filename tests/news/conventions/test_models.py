from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from wagtail.test.utils import WagtailPageTestCase

from home.models import HomePage
from news.conventions import renewals
from news.models import ConventionDocument, ConventionIndexPage, ConventionPage, ConventionParty
from portal.french.partial_date import PartialDate
from portal.models import PortalDocument
from tests.news.conventions.factories import ConventionFigureFactory
from tests.news.factories import ConventionIndexPageFactory, ConventionPageFactory, RegionFactory

LONG_AGO, LAST_YEAR = PartialDate(2015), PartialDate(datetime.date.today().year - 1)  # noqa: DTZ011 - a year is enough
NEXT_YEAR = PartialDate(datetime.date.today().year + 1)  # noqa: DTZ011 - a year is enough


@pytest.fixture
def index(home_page) -> ConventionIndexPage:
    return ConventionIndexPageFactory(parent=home_page)


class TestTree(WagtailPageTestCase):
    def test_conventions_live_in_their_list_only(self):
        self.assertCanCreateAt(ConventionIndexPage, ConventionPage)
        self.assertCanNotCreateAt(HomePage, ConventionPage)


@pytest.mark.parametrize(
    ("dates", "state", "sentence"),
    [
        ({"signed_on": LONG_AGO, "ends_on": LAST_YEAR}, "ended", f"Échue depuis {LAST_YEAR.label}"),
        ({"signed_on": LONG_AGO, "ends_on": NEXT_YEAR}, "current", f"En cours jusqu’en {NEXT_YEAR.label}"),
        ({"signed_on": NEXT_YEAR}, "upcoming", "À venir"),
        ({"signed_on": LONG_AGO, "starts_on": NEXT_YEAR}, "upcoming", "À venir"),
        ({"signed_on": LONG_AGO}, "end-unknown", "Échéance non publiée"),
        ({"signed_on": PartialDate(None, 10, 22)}, "end-unknown", "Échéance non publiée"),
        ({"signed_on": LONG_AGO, "ends_on": PartialDate(None, 10, 22)}, "end-unknown", "Échéance non publiée"),
        ({"signed_on": LONG_AGO, "ends_on": PartialDate(2024, 11, 9)}, "ended", "Échue depuis le 9 novembre 2024"),
        ({"signed_on": LONG_AGO, "ends_on": PartialDate(2999, 1, 31)}, "current", "En cours jusqu’au 31 janvier 2999"),
    ],
)
def test_the_state_follows_from_dates_as_far_as_they_are_known(index, dates, state, sentence):
    convention = ConventionPageFactory(parent=index, **dates)
    assert convention.state == state
    assert convention.state_sentence == sentence


def test_a_convention_stays_in_force_through_the_last_day_it_may_mean(index):
    this_year = PartialDate(datetime.date.today().year)  # noqa: DTZ011 - a year is enough
    assert ConventionPageFactory(parent=index, ends_on=this_year).state == "current"


def test_only_a_public_renewal_counts(index, make_private):
    first = ConventionPageFactory(parent=index, ends_on=PartialDate(2019))
    renewal = ConventionPageFactory(parent=index, replaces=first, live=False)
    assert ConventionPage.objects.get(pk=first.pk).state == "ended"
    renewal.save_revision().publish()
    assert ConventionPage.objects.get(pk=first.pk).state == "renewed"
    assert ConventionPage.objects.with_list_details().get(pk=first.pk).state == "renewed"
    make_private(renewal)
    assert ConventionPage.objects.get(pk=first.pk).state == "ended"
    assert ConventionPage.objects.with_list_details().get(pk=first.pk).state == "ended"


@pytest.mark.parametrize(
    ("dates", "period"),
    [
        ({"signed_on": PartialDate(2021, 11, 18)}, "Signée le 18 novembre 2021"),
        ({"signed_on": PartialDate(2021, 11)}, "Signée en novembre 2021"),
        ({"signed_on": PartialDate(None, 10, 22)}, "Signée un 22 octobre, année non précisée"),
        ({"starts_on": PartialDate(2017), "ends_on": PartialDate(2019)}, "2017 – 2019"),
        ({"signed_on": None}, "Dates non précisées"),
    ],
)
def test_the_period_invents_nothing(index, dates, period):
    assert ConventionPageFactory(parent=index, **dates).period == period


def test_rows_come_in_force_first_then_newest(index, soup):
    ended = ConventionPageFactory(parent=index, title="Échue", ends_on=LAST_YEAR)
    older = ConventionPageFactory(parent=index, title="Ouverte de 2012", signed_on=PartialDate(2012))
    newer = ConventionPageFactory(parent=index, title="Ouverte de 2020", signed_on=PartialDate(2020))
    unknown = ConventionPageFactory(parent=index, title="Sans année", signed_on=PartialDate(None, 10, 22))
    current = ConventionPageFactory(parent=index, title="En cours", ends_on=NEXT_YEAR)
    rows = soup(index.url).select("main .p-rows > li")
    assert [row.h2.get_text() for row in rows] == [
        each.title for each in (current, newer, older, unknown, ended)
    ]  # fmt: skip


def test_a_row_says_who_where_when_and_how_it_stands(index, soup):
    ConventionPageFactory(
        parent=index,
        title="Préparer la sortie",
        regions=[RegionFactory(name="Occitanie")],
        parties=["Pôle emploi", "Administration pénitentiaire"],
        ends_on=LAST_YEAR,
        starts_on=PartialDate(2021, 11),
    )
    row = " ".join(soup(index.url).select_one("main .p-rows > li").get_text(" ").split())
    assert row == (
        "Occitanie Préparer la sortie Administration pénitentiaire, Pôle emploi "
        f"Novembre 2021 – {LAST_YEAR.label} Échue"
    )


def test_a_region_that_the_title_names_is_not_said_twice(index, soup):
    ConventionPageFactory(parent=index, title="Occitanie : préparer", regions=[RegionFactory(name="Occitanie")])
    assert soup(index.url).select_one("main ul.p-rows").get_text().count("Occitanie") == 1


def test_drafts_and_private_conventions_appear_in_no_list(index, soup, home_page, make_private):
    ConventionPageFactory(parent=index, title="Visible")
    ConventionPageFactory(parent=index, title="Brouillon", live=False)
    make_private(ConventionPageFactory(parent=index, title="Réservée"))
    for url in (index.url, home_page.url):
        text = soup(url).get_text()
        assert "Visible" in text
        assert "Brouillon" not in text
        assert "Réservée" not in text


def test_a_list_without_conventions_leads_to_the_referents(index, soup):
    main = soup(index.url).main
    assert "Aucune convention publiée" in main.get_text()
    assert main.find("a", string="Trouver votre référent")["href"] == "/trouver-un-referent/"


def test_an_ended_convention_leads_to_the_referents_of_its_regions(index, soup):
    page = soup(ConventionPageFactory(parent=index, ends_on=LAST_YEAR, regions=[RegionFactory(name="La Réunion")]).url)
    note = page.find(class_="p-note")
    assert "Cette convention est arrivée à son terme." in note.get_text()
    assert note.a["href"] == "/trouver-un-referent/?lieu=La%20R%C3%A9union"


def test_a_convention_in_force_carries_no_such_note(index, soup):
    text = soup(ConventionPageFactory(parent=index, ends_on=NEXT_YEAR).url).get_text()
    assert "arrivée à son terme" not in text


def test_an_end_nobody_published_is_said_to_be_unknown(index, soup):
    facts = soup(ConventionPageFactory(parent=index).url).find(class_="p-facts").get_text(" ", strip=True)
    assert "Signature 9\u00a0novembre 2021" in facts
    assert "Échéance Non publiée" in facts


def test_the_chain_shows_where_one_stands(index, soup):
    first = ConventionPageFactory(parent=index, title="Première", ends_on=PartialDate(2016))
    second = ConventionPageFactory(parent=index, title="Deuxième", replaces=first, ends_on=PartialDate(2019))
    third = ConventionPageFactory(parent=index, title="Troisième", replaces=second)
    page = soup(second.url)
    links = page.select(".p-chain > li")
    assert [link.a.get_text() if link.a else None for link in links] == ["Première", None, "Troisième"]
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    note = page.find(class_="p-note").get_text(" ", strip=True)
    assert note.startswith("Cette convention a été renouvelée.")
    assert page.find(class_="p-note").a["href"] == third.url


def test_the_chain_leaves_out_what_is_not_public(index, make_private):
    first = ConventionPageFactory(parent=index)
    second = ConventionPageFactory(parent=index, replaces=first)
    make_private(first)
    assert renewals.members(ConventionPage.objects.get(pk=second.pk)) == [second]


def test_a_chain_that_bites_its_tail_ends(index):
    first = ConventionPageFactory(parent=index)
    second = ConventionPageFactory(parent=index, replaces=first)
    ConventionPage.objects.filter(pk=first.pk).update(replaces=second)
    assert len(renewals.members(ConventionPage.objects.get(pk=first.pk))) == 2


def test_a_convention_alone_has_no_chain(index, soup):
    assert soup(ConventionPageFactory(parent=index).url).find(class_="p-chain") is None


def test_signatories_are_offices_first(index, soup):
    page = ConventionPageFactory(parent=index)
    ConventionParty.objects.create(page=page, organisation="DISP de Toulouse", office="Direction interrégionale")
    ConventionParty.objects.create(
        page=page, organisation="Pôle emploi", office="Direction régionale", person="Dominique Fictif"
    )
    cells = soup(page.url).find("dt", string="Signataires").find_next_siblings("dd")
    said = [" ".join(cell.get_text(" ").split()) for cell in cells]
    assert said == ["DISP de Toulouse Direction interrégionale", "Pôle emploi Direction régionale, Dominique Fictif"]


def test_a_key_figure_shows_its_year_and_scope(index, soup):
    page = ConventionPageFactory(parent=index)
    ConventionFigureFactory(page=page, amount=960, label="suivies", year=2019, scope="Occitanie")
    figure = soup(page.url).find(class_="p-key").get_text(" ", strip=True)
    assert figure == "960 personnes suivies Occitanie, 2019"


def test_a_convention_costs_at_most_six_queries_more_than_a_bare_page(index, warm_cost, floor):
    first = ConventionPageFactory(parent=index, regions=[RegionFactory()], parties=["A", "B"])
    text = f'<p><a linktype="page" id="{index.pk}">Toutes</a></p>'
    page = ConventionPageFactory(
        parent=index, replaces=first, regions=[RegionFactory()], parties=["A", "B"], body=[("text", text)]
    )
    few = warm_cost(page.url)
    assert few - floor(page) <= 6
    for _ in range(19):
        page = ConventionPageFactory(parent=index, replaces=page, regions=[RegionFactory()], parties=["A", "B"])
    assert warm_cost(page.url) <= few


def test_a_preview_shows_documents_that_are_not_stored_yet(index, rf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = PortalDocument(title="Texte signé")
    document.file.save("texte.txt", ContentFile("Le texte."))
    page = ConventionPageFactory(parent=index)
    page.documents.add(ConventionDocument(document=document))
    request = rf.get("/")
    assert page.get_context(request)["documents"] == [], "none is stored"
    request.is_preview = True
    assert [each.document.title for each in page.get_context(request)["documents"]] == ["Texte signé"]
    page.save()
    assert len(page.get_context(rf.get("/"))["documents"]) == 1


def test_the_list_costs_the_same_for_one_and_twenty_conventions(index, warm_cost, floor):
    ConventionPageFactory(parent=index, regions=[RegionFactory()], parties=["A", "B"])
    few = warm_cost(index.url)
    assert few - floor(index) <= 8
    for _ in range(19):
        ConventionPageFactory(parent=index, regions=[RegionFactory()], parties=["A", "B"])
    assert warm_cost(index.url) <= few
