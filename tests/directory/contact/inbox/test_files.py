"""Files that come by mail: kept with their request, told to who answers, given to who may see it, gone with it."""

from __future__ import annotations

import pytest

from directory.contact.files import keeping
from directory.contact.files.accepted import MOST_BYTES, checked_type
from directory.contact.inbox import mailboxes
from directory.contact.models import ReceivedMail, RequestEvent, RequestFile
from directory.contact.retention import personal, purging
from portal.files.refusal import RefusedFile
from tests.directory.contact.inbox.incoming import from_employer, from_referent, mail, sent_to
from tests.directory.contact.visitor import spaced
from tests.portal.files.crafted_files import docx

Kind = RequestEvent.Kind
PDF = b"%PDF-1.7\nplan"
PNG = b"\x89PNG\r\n\x1a\nplan"


def with_files(mail, *files):
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_files_of_the_employer_are_kept_and_told_to_who_answers(request_sent, maildir, read, client):
    files = (("Devis été.pdf", PDF), ("plan.PNG", PNG), ("besoin.docx", docx()))
    maildir.receive(with_files(from_employer(request_sent, "Voici le devis."), *files))
    assert read() == "1 attached"
    event = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE)
    assert event.text == "Voici le devis."
    kept = list(event.files.all())
    assert [each.name for each in kept] == ["Devis été.pdf", "plan.png", "besoin.docx"]
    assert [each.content_type for each in kept[:2]] == ["application/pdf", "image/png"]
    told = sent_to(request_sent.recipient_mailbox)
    links = [line.rpartition(" ")[2] for line in told.text.splitlines() if "/fichier/" in line]
    assert len(links) == 3
    assert "Devis été.pdf (1 ko)" in spaced(told.text)
    answer = client.get(links[0].removeprefix("http://testserver"))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Devis%20%C3%A9t%C3%A9.pdf"
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    assert not answer.cookies


def test_a_link_opens_no_file_of_another_request(request_sent, maildir, read, client):
    maildir.receive(with_files(from_employer(request_sent), ("a.pdf", PDF)))
    read()
    told = sent_to(request_sent.recipient_mailbox)
    path = next(word for word in told.text.split() if "/fichier/" in word).removeprefix("http://testserver")
    file = RequestFile.objects.get()
    assert client.get(path.replace(f"/{file.pk}/", f"/{file.pk + 1}/")).status_code == 404
    assert client.get(path.replace("/repondre/", "/repondre/x")).status_code == 404
    RequestFile.objects.all().delete()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facture.exe", b"MZ"),
        ("page.html", b"<html><script>alert(1)</script>"),
        ("faux.pdf", b"<html>"),
        ("macros.docx", docx(**{"word/vbaProject.bin": b"x"})),
        ("dessin.svg", b"<svg/>"),
        ("lourd.pdf", PDF + b"x" * MOST_BYTES),
        ("vide.pdf", b""),
        ("winmail.dat", b"x"),
    ],
)
def test_a_file_that_cannot_be_kept_is_named_with_the_reason(request_sent, maildir, read, name, content):
    maildir.receive(with_files(from_employer(request_sent), (name, content), ("bon.pdf", PDF)))
    assert read() == "1 attached"
    event = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE)
    assert [each.name for each in event.files.all()] == ["bon.pdf"]
    assert f"- {name} (" in event.text
    assert maildir.count(mailboxes.READ) == 1  # where the whole mail is found for a month


def test_all_files_of_a_request_have_one_bound(request_sent, maildir, read, monkeypatch):
    """A bound that a test can reach."""
    monkeypatch.setattr(keeping, "MOST_OF_REQUEST", 2 * len(PDF))
    maildir.receive(*(with_files(from_referent(request_sent), (f"{n}.pdf", PDF)) for n in range(3)))
    assert read() == "3 attached"
    assert RequestFile.objects.filter(request=request_sent).count() == 2
    assert "2.pdf (la demande a déjà reçu trop de fichiers)" in request_sent.events.order_by("pk").last().text


@pytest.mark.ignore_template_errors  # those of Wagtail
def test_the_desk_shows_files_the_whole_mail_and_how_it_arrived(request_sent, maildir, read, admin_client, client):
    text = "D'accord.\n\nLe 23 nov. 2026 à 10:00, Portail <p@portail.example> a écrit :\n> Quand ?"
    maildir.receive(with_files(from_employer(request_sent, text), ("a.pdf", PDF)))
    read()
    event = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE)
    assert event.text == "D'accord."
    page = admin_client.get(f"/admin/demandes/{request_sent.pk}/").content.decode()
    file, source = (f"/admin/demandes/{request_sent.pk}/{end}/" for end in (
        f"fichiers/{event.files.get().pk}", f"messages/{event.pk}"
    ))  # fmt: skip
    assert file in page
    assert source in page
    assert "&gt; Quand ?" in spaced(page)
    assert admin_client.get(file).content == PDF
    raw = admin_client.get(source)
    assert raw["Content-Type"] == "text/plain; charset=utf-8"
    assert b"In-Reply-To: <" in raw.content
    for path in (file, source):
        assert client.get(path).status_code == 302
        assert admin_client.get(path.replace(f"/{request_sent.pk}/", "/999/", 1)).status_code == 404


def test_files_and_mails_are_handed_out_and_go_with_the_request(request_sent, maildir, read):
    maildir.receive(with_files(from_employer(request_sent), ("a.pdf", PDF)))
    read()
    [exported] = personal.export(request_sent.email)["demandes"]
    assert exported["fichiers"][0]["nom"] == "a.pdf"
    assert "In-Reply-To" in exported["courriels reçus"][0]["message tel que reçu"]
    purging.forget([request_sent.pk])
    assert not RequestFile.objects.exists()
    assert not ReceivedMail.objects.exists()


def test_an_address_in_a_mail_of_somebody_else_is_erased(request_sent, maildir, read):
    maildir.receive(from_employer(request_sent, Cc="tiers@b.example"))
    read()
    assert "tiers@b.example" in ReceivedMail.objects.get().source
    personal.erase("tiers@b.example")
    assert "tiers@b.example" not in ReceivedMail.objects.get().source


def test_a_forwarded_mail_is_kept_and_read(request_sent, maildir, read):
    inner = mail("Atelier <atelier@ailleurs.example>", "Le plan est prêt.\n\n> ancien", Subject="Plan du hall")
    outer = from_employer(request_sent, "Voyez ce message.")
    outer.add_attachment(inner)
    maildir.receive(outer)
    assert read() == "1 attached"
    event = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE)
    head = "[Message joint, de Atelier <atelier@ailleurs.example>\u00a0: Plan du hall]"
    assert event.text == f"Voyez ce message.\n\n{head}\nLe plan est prêt.\n\n> ancien"
    [file] = event.files.defer(None)
    assert (file.name, file.content_type) == ("Plan du hall.eml", "message/rfc822")
    assert b"Le plan est pr" in bytes(file.content)


def test_a_forwarded_mail_alone_is_no_empty_message(request_sent, maildir, read):
    outer = from_employer(request_sent, "")
    outer.add_attachment(mail("a@b.example", "Le plan.", Subject=""), filename="=?utf-8?q?=C3=A9t=C3=A9=2Eeml?=")
    maildir.receive(outer)
    read()
    event = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE)
    assert event.text.startswith("[Message joint")
    assert [each.name for each in event.files.all()] == ["été.eml"]


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "IMG_1.jpg"])
def test_a_photograph_of_an_iphone_is_asked_for_as_jpeg(request_sent, maildir, read, name):
    maildir.receive(with_files(from_employer(request_sent), (name, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"x" * 99)))
    read()
    assert "enregistrez-la en JPEG" in request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE).text


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ", b"Bonjour,\nFrom: a\n", b"Subject: x\r\nTo: y\r\n\r\n"])
def test_what_is_no_mail_is_none(content):
    with pytest.raises(RefusedFile):
        checked_type("message.eml", content)
