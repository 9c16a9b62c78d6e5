"""An editor writes a convention with its data; what contradicts itself is refused in French."""

from __future__ import annotations

import html

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from news.models import ConventionPage
from portal.cms.fixed_addresses import REFUSAL
from portal.french.partial_date import PartialDate
from portal.models import PortalDocument
from tests.editing.convention_forms import FIGURE, convention
from tests.editing.forms import PUBLISH, refused, send
from tests.news.factories import ConventionPageFactory

ACTION = {"title": "Un restaurant", "place": "Marseille", "partners": "une école", "when": "2019", "text": ""}


@pytest.fixture
def add(site) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "conventionpage", site["conventions"].pk])


def edit(page: ConventionPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form(**changes) -> dict:
    return nested_form_data(convention(**changes) | {"comments": inline_formset([])}) | PUBLISH


def test_everything_a_convention_holds_is_written_and_read(site, editor, client, add):
    document = PortalDocument(title="Texte signé")
    document.file.save("texte.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    document.get_file_size()
    data = form(
        starts_on="2021",
        partners_since="1993",
        audience="Des volontaires.",
        eligibility="Une date de sortie connue.",
        priorities=streamfield([("point", {"title": "Le CléA", "text": "Pour tous."})]),
        commitments=streamfield([("point", {"title": "Relier dedans et dehors", "text": ""})]),
        actions=streamfield([("action", ACTION)]),
        legal_basis=streamfield([("text", {"title": "Loi du 23 mars 2019", "text": "", "address": ""})]),
        advisers="15",
        full_time_equivalents="5.15",
        means_scope="Occitanie, 2021",
        results="Tout a servi.",
        earlier_results="La précédente a ouvert l’accès.",
        contact="Correspondante justice",
        names_note="Pôle emploi est devenu France Travail.",
        finding="Une personne sur onze",
        figures=inline_formset([FIGURE, FIGURE | {"amount": "10600", "scope": "France", "source": "Ministère"}]),
        documents=inline_formset([{"document": str(document.pk), "label": "Texte de la convention"}]),
    )  # fmt: skip
    send(editor, add, data)
    page = ConventionPage.objects.get()
    shown = " ".join(html.unescape(client.get(page.url).content.decode()).replace("\u00a0", " ").split())
    for words in (
        "Des volontaires.", "Une date de sortie connue.", "Le CléA", "Relier dedans et dehors", "Un restaurant",
        "Marseille, 2019", "Avec une école", "Loi du 23 mars 2019", "15 conseillers, soit 5,15 équivalents temps plein",
        "Occitanie, 2021", "Tout a servi.", "La précédente a ouvert l’accès.", "Correspondante justice",
        "Pôle emploi est devenu France Travail.", "Une personne sur onze", "France, 2019", "Ministère",
        "Texte de la convention", "(PDF, 1 ko", "Début du partenariat", "Niveau régional", "Rennes",
    ):  # fmt: skip
        assert words in shown, words
    assert shown.count('class="p-bar"') == 2, "the two figures count the same thing"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"starts_on": "2021", "ends_on": "2020"}, {"ends_on": ["L’échéance vient avant le début."]}),
        (
            {"signed_on": "9/11/2021", "starts_on": "", "ends_on": "10/2021"},
            {"ends_on": ["L’échéance vient avant la signature."]},
        ),
        ({"advisers": "15"}, {"means_scope": ["Un chiffre a toujours son année et son périmètre."]}),
        (
            {"slug": "csv"},
            {"slug": [REFUSAL]},
        ),
    ],
    ids=["start", "signature", "means", "slug"],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(editor, add, changes, errors):
    assert refused(editor, add, form(**changes)) == errors


@pytest.mark.parametrize(
    ("start", "end"), [("2021", "2021"), ("11/2021", "2021"), ("22/10", "2020"), ("2021", "22/10")]
)
def test_dates_that_may_follow_each_other_are_accepted(editor, add, start, end):
    send(editor, add, form(signed_on="", starts_on=start, ends_on=end))


def test_a_figure_without_year_or_value_is_refused(editor, add):
    for changes, message in (
        ({"year": ""}, "Un chiffre a toujours son année."),
        ({"amount": ""}, "Donnez une valeur"),
        ({"wording": "une dizaine"}, "Le nombre suffit"),
    ):
        response = editor.post(add, form(figures=inline_formset([FIGURE | changes])))
        assert response.status_code == 200
        assert message in html.unescape(response.content.decode())


@pytest.fixture
def chain(site) -> list[ConventionPage]:
    """Three conventions of which each renews the one before."""
    first = ConventionPageFactory(parent=site["conventions"], title="Première", starts_on=PartialDate(2012))
    second = ConventionPageFactory(
        parent=site["conventions"], title="Deuxième", starts_on=PartialDate(2015), replaces=first
    )
    third = ConventionPageFactory(
        parent=site["conventions"], title="Troisième", starts_on=PartialDate(2018), replaces=second
    )
    return [first, second, third]


def renewing(page: ConventionPage, **changes) -> dict:
    dates = {"signed_on": "", "starts_on": "2020", "ends_on": ""}
    return form(**dates | {"slug": "suite", "replaces": str(page.pk)} | changes)


def test_a_convention_renews_the_last_of_a_chain(editor, client, add, chain):
    send(editor, add, renewing(chain[2]))
    page = ConventionPage.objects.get(slug="suite")
    assert {each.chain_key for each in ConventionPage.objects.all()} == {chain[0].chain_key}
    assert "Première" in client.get(page.url).content.decode()


def test_what_is_renewed_already_is_refused_with_the_name_of_the_other(editor, add, chain):
    errors = refused(editor, add, renewing(chain[0]))
    assert errors == {"replaces": ["Elle est déjà renouvelée par «\u00a0Deuxième\u00a0»."]}


def test_a_convention_that_starts_later_is_no_predecessor(editor, add, chain):
    errors = refused(editor, add, renewing(chain[2], starts_on="2010"))
    assert errors == {"replaces": ["La convention choisie commence après celle-ci."]}


def test_a_chain_makes_no_loop(editor, chain):
    errors = refused(editor, edit(chain[0]), renewing(chain[2], slug=chain[0].slug))
    assert errors["replaces"][0].startswith("La chaîne ferait une boucle")
    errors = refused(editor, edit(chain[0]), renewing(chain[0], slug=chain[0].slug))
    assert errors == {"replaces": ["Une convention ne se renouvelle pas elle-même."]}


def test_the_rest_of_a_chain_follows_when_its_beginning_is_found(editor, chain, site):
    older = ConventionPageFactory(parent=site["conventions"], title="Aïeule", starts_on=PartialDate(2009))
    send(editor, edit(chain[0]), renewing(older, slug=chain[0].slug, starts_on="2012"))
    assert {each.chain_key for each in ConventionPage.objects.all()} == {older.chain_key}
