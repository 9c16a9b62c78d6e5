"""Each kind of mail can be read in a folder, and none is forgotten."""

from __future__ import annotations

from inspect import getmembers, isfunction
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test.signals import template_rendered

from directory.contact import emails, mail_examples, turn_mails
from home.management.commands.render_mails import kinds

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"


def test_every_kind_is_written_as_text_and_as_html(db, tmp_path):
    used = set()

    def note(template, **_: object) -> None:
        used.add(template.name)

    template_rendered.connect(note)
    try:
        call_command("render_mails", str(tmp_path / "mails"))
    finally:
        template_rendered.disconnect(note)
    subjects = {f"emails/{each.name}" for each in FOLDER.glob("*_subject.txt")}
    assert len(subjects) > 30
    assert subjects - used == set(), "a mail that nobody can read beforehand"
    written = {each.name for each in (tmp_path / "mails").iterdir()}
    assert written == {f"{name}.{kind}" for name in kinds() for kind in ("txt", "html")}
    for each in (tmp_path / "mails").iterdir():
        text = each.read_text(encoding="utf-8")
        assert "{{" not in text
        assert "{%" not in text
        assert "Bonjour" in text


def test_every_mail_of_a_request_is_among_them(db):
    words = {name for name, each in getmembers(emails, isfunction) if each.__module__ == emails.__name__}
    words |= {name for name, each in getmembers(turn_mails, isfunction) if each.__module__ == turn_mails.__name__}
    of_requests = [mail for mail in mail_examples.kinds().values() if mail.about]
    assert len(of_requests) == len(words - {"messages_for", "_to_part"})
    assert len(mail_examples.kinds()) == len(of_requests) + 3, "two of the week, one of what cannot be read"


def test_the_folder_of_the_docs_has_each_of_them():
    kept = {each.name for each in (Path(settings.BASE_DIR) / "docs" / "mails").iterdir()}
    assert kept == {f"{name}.{kind}" for name in kinds() for kind in ("txt", "html")}
