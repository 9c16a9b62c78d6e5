"""Persons and truth: real bodies say only what a source says, persons are fictional, and texts keep our rules."""

from __future__ import annotations

import json
import re

import phonenumbers
from wagtail.models import Page

from directory.contact.models import ContactRequest, RequestEvent
from directory.models import Actor, Disp, Mission, Referent
from news.models import ConventionPage, ConventionParty, EventPage, NewsPage
from portal.models import MenuLink, PortalImage, User
from tests.home.demo.demonstration import OfTheDemonstration

# Family names of the real persons whom the sources name.
REAL_PERSONS = ("Gely", "Lemerle", "Alves", "Migaud", "Barnier")
# https://www.arcep.fr, decision 2018-0881: numbers kept for audiovisual works, never given to anybody.
FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649)\d{4}")
OPENLY_FICTIONAL = {
    "Brouillon", "Canevas", "Discret", "Échantillon", "Ébauche", "Exemple", "Fictif", "Fictive", "Gabarit",
    "Hypothèse", "Imaginaire", "Maquette", "Modèle", "Prototype", "Spécimen", "Témoin",
}  # fmt: skip
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")


def strings(value) -> list[str]:
    """All texts within JSON data, but identifiers and addresses."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for content in value.values() for text in strings(content)]
    if isinstance(value, list):
        return [text for content in value for text in strings(content)]
    return []


def texts_of(page: Page) -> str:
    """Everything an editor or a reader can read of a page, joined by line ends."""
    data = json.loads(page.to_json())
    for name, content in data.items():
        if isinstance(content, str) and content.startswith(("[", "{")):
            data[name] = json.loads(content)
    return "\n".join(strings(data))


def prose_of(page: Page) -> str:
    """The same without what is no prose: tags, slugs, identifiers, addresses, dates."""
    text = re.sub(r"<[^>]*>", "\n", texts_of(page))
    return "\n".join(line for line in text.splitlines() if " " in line or "\u00a0" in line)


class TestTheTruth(OfTheDemonstration):
    def pages(self) -> list[Page]:
        return list(Page.objects.filter(depth__gt=1).specific())

    def everything(self) -> str:
        """All texts of the site."""
        others = [
            *Referent.objects.values("office", "first_name", "last_name", "hours", "email"),
            *Actor.objects.values("name", "tagline", "role_inside", "role_outside"),
            *Mission.objects.values("title", "text", "subject"),
            *PortalImage.objects.values("title", "description", "credit"),
            *MenuLink.objects.values("label"),
            *User.objects.values("first_name", "last_name", "email"),
            *Disp.objects.values("mailbox"),
            *ContactRequest.objects.values("message", "organisation", "contact_name", "job", "email", "sites"),
            *RequestEvent.objects.values("text"),
        ]
        return "\n".join([*(texts_of(page) for page in self.pages()), *strings(others)])

    def test_no_person_of_the_sources_is_named(self):
        assert not re.search("|".join(REAL_PERSONS), self.everything(), re.IGNORECASE)

    def test_signatories_are_offices(self):
        assert ConventionParty.objects.count() == 14
        assert not ConventionParty.objects.exclude(person="").exists()

    def test_what_has_no_source_is_flagged_and_what_has_one_names_it(self):
        news, conventions = NewsPage.objects.all(), ConventionPage.objects.all()
        assert sum(page.is_example for page in news) == 3
        assert {page.slug for page in conventions if page.is_example} == {"exemple-bretagne", "exemple-grand-est"}
        for page in (*news, *conventions):
            assert ("D’après " in texts_of(page)) != page.is_example, page

    def test_examples_say_so_in_lists_too(self):
        page = self.client.get("/actualites/").content.decode()
        assert page.count("Contenu d’exemple") == 7, "three news items, the two events to come, two issues"

    def test_every_event_is_an_example_at_an_invented_venue(self):
        events = list(EventPage.objects.all())
        assert len(events) == 3
        for event in events:
            assert event.is_example
            assert re.search("Fictive|Gabarit", event.venue), event
            assert not re.search("Pôle emploi|France Travail|Atigip|DREETS", texts_of(event)), event

    def test_examples_name_no_real_body_and_no_region(self):
        for page in NewsPage.objects.filter(is_example=True):
            assert not page.regions.exists()
            assert not re.search("Pôle emploi|France Travail|Atigip|DREETS|Marseille", texts_of(page)), page

    def test_invented_conventions_name_no_real_body_and_say_what_they_are(self):
        for page in ConventionPage.objects.filter(is_example=True):
            assert "exemple" in page.title
            assert "inventée pour cette démonstration" in page.lead
            assert all(re.search("Fictif|Fictive|Imaginaire", party.organisation) for party in page.parties.all())
            assert not re.search("Pôle emploi|France Travail|Atigip|DREETS", texts_of(page))
            assert not page.source_label

    def test_the_landing_page_says_what_is_an_example(self):
        landing = Page.objects.get(slug="travailler-avec-la-prison").specific
        assert "Contenu d’exemple" in texts_of(landing)

    def test_a_date_that_no_source_gives_is_not_invented(self):
        normandy = ConventionPage.objects.get(slug="normandie")
        assert str(normandy.signed_on) == "XXXX-10-22"
        assert ConventionPage.objects.get(slug="hauts-de-france").ends_on is None

    def test_figures_are_those_of_the_sources(self):
        known = {"960", "10 600", "15", "6 mois", "11", "4 347", "2,4 %", "6 239", "1 114"}
        known |= {"Une dizaine", "Près de la moitié", "Plus de 1 sur 10"}
        sourced = ConventionPage.objects.filter(is_example=False)
        shown = {figure.value for page in sourced for figure in page.figures.all()}
        assert {re.sub("[\u00a0\u202f]", " ", value) for value in shown} == known

    def test_the_name_of_the_time_comes_with_todays(self):
        for page in self.pages():
            text = texts_of(page)
            if "Pôle emploi" in text:
                assert "Pôle emploi est devenu France Travail le 1er janvier 2024" in text, page

    def test_referents_are_openly_fictional(self):
        for referent in Referent.objects.exclude(last_name=""):
            assert referent.last_name in OPENLY_FICTIONAL

    def test_employers_are_openly_fictional_and_say_so(self):
        for request in ContactRequest.objects.all():
            assert OPENLY_FICTIONAL & set(request.contact_name.split()), request.contact_name
            assert OPENLY_FICTIONAL & set(request.organisation.split()), request.organisation
            assert "Contenu d’exemple" in request.message

    def test_every_mailbox_is_one_that_cannot_exist(self):
        addresses = EMAIL.findall(self.everything())
        assert len(addresses) > 30
        assert {address.rpartition(".")[2] for address in addresses} == {"example"}

    def test_every_telephone_is_kept_for_fiction_and_passes_the_form(self):
        holders = [*Referent.objects.all(), *ContactRequest.objects.all()]
        numbers = [holder.telephone for holder in holders if holder.telephone]
        assert len({number.as_e164 for number in numbers}) == len(numbers) >= 15
        for number in numbers:
            assert FICTION.fullmatch(number.as_e164), number
            assert phonenumbers.is_valid_number(number)
        for page in self.pages():
            assert not phonenumbers.PhoneNumberMatcher(texts_of(page), "FR").has_next(), page

    def test_people_are_people(self):
        """« personnes détenues », never the participle alone; none of the phrases that say nothing."""
        text = self.everything()
        assert not re.search(r"\b(détenus?|taulards?|prisonniers?)\b", text, re.IGNORECASE)
        assert not re.search(r"(?<!personnes )(?<!personne )\bdétenues?\b", text, re.IGNORECASE)
        assert not re.search("n’hésitez pas|cliquez ici|en savoir plus", text, re.IGNORECASE)

    def test_typography_is_french(self):
        sheets = [*Actor.objects.values_list("role_inside", flat=True), *Mission.objects.values_list("text", flat=True)]
        written = RequestEvent.objects.values_list("text", flat=True)  # employers type ordinary spaces
        for text in (*(prose_of(page) for page in self.pages()), *sheets, *written):
            assert "'" not in text
            assert not re.search(r".{20} [:;?!»%]|« .{20}", text), text
            assert not re.search(r"\w[;?!»]", text), text
