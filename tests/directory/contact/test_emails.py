"""The two mails of a request, and that nothing typed can change more than their text."""

from __future__ import annotations

import datetime
import email.policy
import re
from email import message_from_bytes
from inspect import getmembers, isfunction

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.contact import emails, turn_mails
from directory.contact.follow_up.forms import MessageForm
from directory.contact.form.forms import DetailsForm, ProjectForm
from directory.contact.form.placing import place_request
from directory.contact.models import ContactRequest, RequestEvent
from portal.forms.fields import EmailField
from portal.mail import delivery
from portal.mail.models import OutboxMessage
from portal.mail.outbox import stored_form
from tests.directory.contact.factories import enquiry, submit
from tests.directory.contact.visitor import spaced
from tests.directory.factories import ReferentFactory

SIZE = {"positions": 1200, "surface": 300, "sector": "31", "workforce": "10-49"}


def mails() -> tuple[OutboxMessage, OutboxMessage]:
    to_referent, to_employer = OutboxMessage.objects.order_by("pk")
    return to_referent, to_employer


def test_the_referent_gets_what_the_employer_wrote_and_answers_by_replying(camille):
    request = submit(
        siret="73282932000074",
        telephone="+590590123456",
        timing="soon",
        positions=1200,
        surface=300,
        sector="31",
        workforce="10-49",
    )
    mail, _ = mails()
    assert mail.to == ["normandie@r2ip.example"]
    assert mail.reply_to == "lou.modele@atelier-exemple.example"
    expected = f"Demande {request.grouped_reference} – Atelier Exemple, Le Havre, Seine-Maritime (76600)"
    assert spaced(mail.subject) == expected
    for said in (
        request.grouped_reference,
        f"Réponse attendue au plus tard le {request.due_label}.",
        "Pourquoi vous : Le Havre dépend de la direction interrégionale de Rennes.",
        "- Confier une production",
        "Où : Le Havre, Seine-Maritime (76600) (saisi : 76600)",
        "Pour quand : Dans les trois mois",
        "Postes : 1 200",
        "Surface : 300 m²",
        "Secteur : Meubles",
        "Effectif : 10 à 49 salariés",
        "400 coffrets à monter chaque semaine.\nDès mars.",
        "Lou Modèle, Responsable de production",
        "Atelier Exemple (SIRET 73282932000074)",
        "0590 12 34 56",
    ):
        assert said in spaced(mail.text)


def test_the_employer_gets_the_reference_who_answers_and_by_when(camille):
    request = submit()
    _, mail = mails()
    assert mail.to == ["lou.modele@atelier-exemple.example"]
    assert mail.reply_to == ""
    assert spaced(mail.subject) == f"Votre demande {request.grouped_reference} est enregistrée"
    for said in (
        f"sous le numéro {request.grouped_reference}",
        "Elle est adressée à Camille Exemple.",
        f"Elle vous répond au plus tard le {request.due_label}.",
        "Plus simple de vive voix ? 02 61 91 00 12",
        "travail-prison@justice.example",
    ):
        assert said in spaced(mail.text)


def test_an_address_that_nobody_confirmed_gets_no_word_of_whoever_typed_it(camille):
    """Or we would carry anybody's words and links to anybody, under our name."""
    typed = {"message": "message", "contact_name": "name", "job": "job", "organisation": "firm", "place_typed": "place"}
    strange = {field: f"http://hameconnage.example/{word}" for field, word in typed.items()}
    said = strange | {"siret": "73282932000074", "telephone": "+33235000000", "sites": strange["message"]}
    request = submit(**said, place=strange["place_typed"], is_national=True, commune_id=None)
    to_team, acknowledgement = mails()
    assert "hameconnage" in to_team.text
    to_employer = [acknowledgement, *map(stored_form, (
        emails.confirmation(request),
        emails.new_link(request),
        emails.reassigned(request, thread={}),
        turn_mails.taken(request),
        turn_mails.late(request),
        turn_mails.answered_elsewhere(request),
        turn_mails.closed(request),
        turn_mails.withdrawal(request),
        turn_mails.outcome_question(request),
    ))]  # fmt: skip
    for mail in to_employer:
        written = f"{mail.subject} {mail.text} {mail.html} {mail.headers}"
        assert mail.to == [request.email]
        assert [word for word in ("hameconnage", "73282932", "35000000", "35 00 00") if word in written] == []
        addresses = set(re.findall(r"https?://[^/\s\"]+", written))
        assert addresses == {"http://testserver"}, mail.subject


def test_a_mail_has_a_twin_in_html_that_escapes_what_was_typed(camille):
    submit(organisation="<b>Atelier</b> & fils", message='<img src=x onerror="alert(1)">')
    mail, acknowledgement = mails()
    assert "&lt;b&gt;Atelier&lt;/b&gt; &amp; fils" in mail.html
    assert "<img" not in mail.html
    assert "<b>Atelier</b> & fils" in mail.text  # text is not escaped
    for each in (mail, acknowledgement):
        assert each.html.lstrip().startswith("<!doctype html>")
        assert "&amp;" not in each.text


def test_a_national_request_says_so(camille):
    submit(is_national=True, place="", place_typed="", sites="Lyon\nLille", commune_id=None)
    mail, acknowledgement = mails()
    assert mail.to == ["travail-prison@justice.example"]
    assert "Où : plusieurs sites, ou projet national\nSites :\nLyon\nLille\n" in spaced(mail.text)
    assert "L’équipe vous répond au plus tard le" in acknowledgement.text


def test_a_vacant_post_s_request_reaches_the_direction(territory):
    ReferentFactory(vacant=True)
    request = submit()
    mail, acknowledgement = mails()
    assert mail.to == [request.disp.mailbox]
    assert "adressée à l’équipe de la direction interrégionale de Rennes." in acknowledgement.text


TAGS = {"html", "head", "meta", "title", "body", "h1", "p", "br", "strong", "ul", "li", "a", "hr"}
LINES = st.text(max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<a href=https://casino.example>gain</a>",
        "</title><base href=//casino.example>",
        "a\r\nBcc: x@y.example",
        "a\nSubject: b",
        "\u2028To: x@y.example",
        "\x85x: y",
        "=?utf-8?q?a=0ABcc:_x?=",
        "{{ a }}",
        "%s",
    ]
)


def typed(field, text: str):
    """What the form makes of a text, as far as it accepts it."""
    try:
        return field.clean(text)
    except Exception:  # noqa: BLE001 - whatever the form refuses reaches no mail
        return "x" if field.required else ""


# Every text that an employer types and a mail may carry: the field of the form, and what stands for it when refused.
TYPED = {name: field for form in (ProjectForm, DetailsForm) for name, field in form.base_fields.items()}
# Every mail that the module can write; `messages_for` is two of them.
MAILS = sum(each.__module__ == emails.__name__ and name[0] != "_" for name, each in getmembers(emails, isfunction)) - 1
WORDS = ["organisation", "contact_name", "job", "siret", "sites", "message", "positions", "surface", "telephone"]


def parsed_as_sent(outgoing) -> tuple[OutboxMessage, email.message.EmailMessage]:
    """A mail as it is stored, and as a mail server would read it."""
    stored = stored_form(outgoing)
    sent = delivery.email(stored)
    return stored, message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.fixed_dictionaries(dict.fromkeys(WORDS, LINES)),
    place=LINES,
    address=LINES | st.emails(),
    added=LINES,
)
def test_nothing_typed_reaches_a_header_but_the_subject(camille, words, place, address, added):
    accepted = typed(EmailField(), address)
    said = enquiry(
        **{name: typed(TYPED[name], text) or (None if name in SIZE else "") for name, text in words.items()},
        is_national=bool(words["sites"]),
        sector="31",
        place_typed=typed(TYPED["place"], place),
        place=typed(TYPED["place"], place),
        email=accepted if "@" in accepted else "lou@atelier.example",
    )
    recipient = place_request("76600").recipient
    request = ContactRequest(
        pk=1,
        reference="K7M4PXJ",
        due_on=datetime.date(2026, 11, 27),
        reminded_at=datetime.datetime(2026, 11, 30, 8, tzinfo=datetime.UTC),
        recipient_name=recipient.name,
        recipient_mailbox=recipient.mailbox,
        flags=["disposable"],
        **said.values(),
    )
    message = typed(MessageForm.base_fields["message"], added)
    to_recipient = [
        emails.for_recipient(request),
        emails.employer_wrote(request, message),
        emails.unverified(request, RequestEvent(pk=1, text=message)),
        *emails.answer_copies(request, message, [recipient.mailbox]),
        emails.withdrawn(request),
        emails.reminder(request, recipient.mailbox),
        *emails.escalation(request, [recipient.mailbox]),
        *emails.undelivered(request, [recipient.mailbox], mailbox=recipient.mailbox, is_moved=True),
    ]
    to_employer = [
        emails.for_employer(request),
        emails.confirmation(request),
        emails.new_link(request),
        emails.team_answer(request, message, thread={}),
        emails.reassigned(request, thread={}),
    ]
    assert len(to_recipient + to_employer) == MAILS
    for outgoing in to_recipient + to_employer:
        stored, parsed = parsed_as_sent(outgoing)
        assert [each.addr_spec for each in parsed["To"].addresses] == stored.to
        if outgoing in to_recipient:
            assert stored.to == [recipient.mailbox]
        else:
            assert stored.to[0].partition("@")[0] == said.email.partition("@")[0]
        assert len(stored.to) == 1
        assert set(parsed.keys()) - {"Reply-To"} == {
            "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
            "X-Auto-Response-Suppress",
        }  # fmt: skip
        if "Reply-To" in parsed:
            assert len(parsed["Reply-To"].addresses) == 1
        assert parsed["Subject"].strip() == stored.subject  # as typed, whatever it would decode to
        assert spaced(stored.subject).isprintable()
        page = BeautifulSoup(stored.html, "html.parser")
        assert {tag.name for tag in page.find_all(True)} <= TAGS
        assert all(link["href"].startswith(("http://testserver/", "mailto:")) for link in page.find_all("a"))
