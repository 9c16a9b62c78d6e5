"""Files joined to the form: they wait with the draft, bounded, and leave with the request; without script or cookie."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from directory.contact.files import waiting
from directory.contact.files.accepted import MOST_BYTES
from directory.contact.form import drafts
from directory.contact.models import ContactRequest, FormDraft, RequestFile, WaitingFile
from portal.files.refusal import RefusedFile
from portal.mail.models import OutboxMessage
from tests.directory.contact.test_abuse import notice
from tests.directory.contact.visitor import DETAILS, PROJECT, text_of

PDF = b"%PDF-1.7\nplan"


def pdf(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def listed(visitor) -> list[str]:
    return [text_of(each) for each in visitor.soup.find_all("label") if text_of(each).startswith("Retirer")]


def test_files_wait_over_all_steps_and_leave_with_the_request(visitor):
    visitor.open().to_details(files=[pdf(), pdf("devis été.pdf")])
    assert visitor.step.startswith("Vos coordonnées")
    visitor.to_review()
    assert "plan.pdf (1 ko)" in visitor.text
    visitor.press("Envoyer")
    assert visitor.heading.startswith("C’est envoyé")
    request = ContactRequest.objects.get()
    assert [each.name for each in request.files.all()] == ["plan.pdf", "devis été.pdf"]
    assert bytes(RequestFile.objects.defer(None).first().content) == PDF
    assert not WaitingFile.objects.exists()
    to_referent = OutboxMessage.objects.order_by("pk")[0]
    assert "devis été.pdf" in to_referent.text
    assert to_referent.text.count("/fichier/") == 2
    assert not visitor.client.cookies


def test_a_file_is_taken_away_by_ticking_it(visitor):
    visitor.open().to_details(files=[pdf(), pdf("deux.pdf")]).to_review().press("Modifier votre projet")
    assert listed(visitor) == ["Retirer plan.pdf (1 ko)", "Retirer deux.pdf (1 ko)"]
    visitor.press("Continuer", retirer=str(WaitingFile.objects.get(name="plan.pdf").pk))
    assert [each.name for each in WaitingFile.objects.all()] == ["deux.pdf"]


def test_a_mistake_elsewhere_loses_no_file(visitor):
    visitor.open().to_details(files=[pdf()], message="")
    assert list(visitor.mistakes) == ["message"]
    assert listed(visitor) == ["Retirer plan.pdf (1 ko)"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([pdf("virus.exe", b"MZ")], "« .exe » ne sont pas acceptés"),
        ([pdf("faux.pdf", b"<html>")], "son contenu n’est pas celui d’un .pdf"),
        ([pdf("lourd.pdf", PDF + b"x" * MOST_BYTES)], "dépassent 10 Mo ensemble"),
        ([pdf(f"{n}.pdf") for n in range(4)], "3 fichiers au plus"),
    ],
    ids=["kind", "content", "size", "number"],
)
def test_a_file_that_cannot_be_joined_is_told_and_the_rest_is_kept(visitor, files, said):
    visitor.open().to_details(files=files)
    assert visitor.step.startswith("Votre projet")
    assert said in notice(visitor)
    assert visitor.control("message").get_text().strip() == PROJECT["message"]
    assert len(listed(visitor)) == len(files) - 1


def test_the_same_page_sent_twice_joins_a_file_once(visitor):
    visitor.open()
    first = visitor.filled("Continuer", **(PROJECT | {"files": [pdf()]}))
    visitor.post(first).post(first | {"files": [pdf()]})
    assert WaitingFile.objects.count() == 1


def test_nobody_sees_or_takes_away_the_files_of_another_draft(visitor, client):
    visitor.open().to_details(files=[pdf()])
    file = WaitingFile.objects.get()
    client.post("/contact/", PROJECT | {"draft": drafts.new_key(), "retirer": str(file.pk), "go": "details"})
    assert WaitingFile.objects.filter(pk=file.pk).exists()
    assert len(file.draft_key) == 43
    assert file.name not in visitor.path


def test_files_are_erased_with_their_draft_after_two_hours(visitor, capsys):
    visitor.open().to_details(files=[pdf()])
    call_command("run_due", "contact.files")
    assert WaitingFile.objects.count() == 1
    long_ago = timezone.now() - datetime.timedelta(hours=2, minutes=1)
    WaitingFile.objects.update(added_at=long_ago)
    call_command("run_due", "contact.files")
    assert WaitingFile.objects.count() == 1  # its draft is still being written
    FormDraft.objects.update(changed_at=long_ago)
    call_command("run_due", "contact.files")
    assert "contact.files: 1 erased" in capsys.readouterr().out
    assert not WaitingFile.objects.exists()


def test_all_that_waits_has_a_bound(db, monkeypatch):
    """Bounds that a test can reach."""
    monkeypatch.setattr(waiting, "MOST_WAITING", 1)
    waiting.add(drafts.new_key(), "a.pdf", PDF)
    with pytest.raises(RefusedFile, match="en répondant à notre accusé de réception"):
        waiting.add(drafts.new_key(), "b.pdf", PDF)
    monkeypatch.setattr(waiting, "MOST_WAITING", 100)
    monkeypatch.setattr(waiting, "MOST_WAITING_BYTES", 2 * len(PDF) - 1)
    with pytest.raises(RefusedFile):
        waiting.add(drafts.new_key(), "b.pdf", PDF)


def test_files_of_a_draft_are_handed_out_and_erased_with_it(visitor):
    visitor.open().to_details(files=[pdf()]).to_review()
    [draft] = drafts.export(DETAILS["email"])
    assert draft["fichiers"][0]["nom"] == "plan.pdf"
    drafts.erase(DETAILS["email"])
    assert not WaitingFile.objects.exists()


def test_a_slip_in_the_address_is_asked_about_and_hinders_nothing(visitor):
    visitor.open().to_details().to_review(email="lou@gmial.com", job="")
    assert visitor.step.startswith("Relire")
    assert "Vouliez-vous dire lou@gmail.com ?" in visitor.text
    corrected = visitor.press("Corriger")
    assert corrected.control("email")["value"] == "lou@gmail.com"
    corrected.press("Relire ma demande").press("Envoyer")
    assert (ContactRequest.objects.get().email, ContactRequest.objects.get().job) == ("lou@gmail.com", "")


def test_what_people_write_is_kept_as_they_wrote_it(visitor):
    visitor.open().to_details(positions="10-12", surface="environ 300")
    visitor.to_review(telephone="02 61 91 00 12 poste 4 / 06 12 34 56 78")
    for said in ("10-12", "environ 300 m²", "02 61 91 00 12, poste 4 / 06 12 34 56 78"):
        assert said in visitor.text
    visitor.press("Envoyer")
    request = ContactRequest.objects.get()
    assert (request.positions, request.positions_label) == (12, "10-12")
    assert request.telephone.as_e164 == "+33261910012"
    assert "poste 4" in request.telephone_label
    mail = OutboxMessage.objects.order_by("pk")[0].text
    assert "Postes : 10-12" in mail.replace("\u00a0", " ")
    assert "poste 4" in mail
