"""What the team pastes into notes and answers is stored and mailed clean."""

from __future__ import annotations

from directory.contact.models import RequestEvent
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.test_answering import send
from tests.directory.contact.desk.test_detail import act
from tests.harness.pasted import PASTED, is_clean


def test_a_note(referent, request_):
    act(referent, "note", request_, text=f"Rappeler\x0bdemain\0{PASTED}")
    [note] = RequestEvent.objects.filter(text__startswith="Rappeler\ndemain")
    assert is_clean(note.text)


def test_an_answer(referent, request_):
    send(referent, request_, f"Bonjour,\x0boui\0{PASTED}")
    [answer] = RequestEvent.objects.filter(text__startswith="Bonjour,\noui")
    assert is_clean(answer.text)
    sent = OutboxMessage.objects.latest("pk")
    assert "Bonjour,\noui" in sent.text
    assert is_clean(sent.text)
