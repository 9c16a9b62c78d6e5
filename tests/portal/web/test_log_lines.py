from __future__ import annotations

import logging
import sys

import pytest

from directory.contact.links.employer import LINKS, Purpose
from news.subscriptions.links import END
from portal.web.log_lines import SecretlessFormatter, without_secrets


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /contact/suivi/MQ:1wAb:Zm9s/retirer/", "Not Found: /contact/suivi/..."),
        ("Not Found: /Contact/Brouillon/Zm9sbG93/lieu/", "Not Found: /Contact/Brouillon/..."),
        ("Not Found: /a/https://portail.example/contact/suivi/Zm9s", "Not Found: /a/..."),
        ("PUT: /admin/password_reset/confirm/MQ/c9-12ab/", "PUT: /admin/password_reset/confirm/..."),
        ("Bad Request: /recherche/?q=dupont", "Bad Request: /recherche/?..."),
        ("redis://:s3cret@cache:6379/0 is away", "redis://...@cache:6379/0 is away"),
        ("Not Found: /contact/ of 12:30:45", "Not Found: /contact/ of 12:30:45"),
        ("http://10.0.0.4:9200/portail", "http://10.0.0.4:9200/portail"),
        ('File "/srv/portail/news/models.py", line 3', 'File "/srv/portail/news/models.py", line 3'),
    ],
)
def test_a_line_says_what_was_asked_and_no_secret(line, kept):
    assert without_secrets(line) == kept


def test_a_traceback_that_quotes_a_link_is_written_without_it():
    follow_up, end = LINKS[Purpose.FOLLOW_UP].sign(12), END.sign(12)
    try:
        int(f"{follow_up} and ({end})")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s", (follow_up,), sys.exc_info())
    written = SecretlessFormatter().format(record)
    assert written.endswith("invalid literal for int() with base 10: '... and (...)'")
    assert follow_up not in written


@pytest.mark.parametrize("word", ["x", "%3A", "a:", "://a", "a."])
def test_a_line_of_a_megabyte_is_no_work_without_end(word):
    """What took the square of its length would take an hour."""
    line = word * (1_000_000 // len(word))
    assert without_secrets(line).startswith(word[:1])
