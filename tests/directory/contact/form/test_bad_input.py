"""Whatever is posted, the answer is a page in French and never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.contact.form import tokens
from directory.contact.form.forms import DetailsForm, ProjectForm
from directory.contact.form.pages import TRAP
from directory.contact.models import ContactRequest
from tests.directory.contact.visitor import DETAILS, PROJECT

NAMES = [*ProjectForm.base_fields, *DetailsForm.base_fields, "go", "token", "draft", TRAP]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "\x00",
            "\ud800".encode("utf-8", "replace").decode(),
            "x" * 5000,
            "76600",
            "Saint-Denis",
            "send",
            "review",
            "-1",
            "on",
            "🙂",
        ]
    ),
)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(st.sampled_from(NAMES), st.lists(TEXTS, max_size=3), max_size=6),
    go=st.sampled_from(["project", "details", "review", "send"]),
)
def test_any_answers_get_a_page_in_french(home_page, camille, patient, unlimited, changes, go):
    data = PROJECT | DETAILS | {"go": go, "token": tokens.mint().signed()} | changes
    before = ContactRequest.objects.count()
    client = Client(enforce_csrf_checks=True)
    response = client.post("/contact/", data)
    assert response["Cache-Control"] == "no-store"
    is_sent = response.status_code == 302 and response["Location"].startswith("/contact/envoye/")
    assert ContactRequest.objects.count() - before == is_sent
    if not is_sent:
        if response.status_code == 302:  # to the draft
            response = client.get(response["Location"])
        assert response.status_code in {200, 400}
        assert response["Cache-Control"] == "no-store"
        assert "Décrire votre projet" in response.content.decode()


@pytest.mark.parametrize("words", ["0" + " " * 100_000 + "x", "e" + "\u0301\u0323" * 50_000], ids=["blanks", "marks"])
@pytest.mark.django_db
def test_a_novel_in_any_field_is_no_work_without_end(home_page, camille, patient, unlimited, client, words):
    """What takes the square of its length takes minutes here."""
    for name in NAMES:
        data = PROJECT | DETAILS | {"go": "review", "token": tokens.mint().signed()} | {name: words}
        assert client.post("/contact/", data, follow=True).status_code in {200, 400}, name


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe=%zz&go=send&place=%ff"),
        ("multipart/form-data; boundary=a", b"--a\r\nnonsense"),
        ("multipart/form-data", b"x"),
        ("application/json", b"[1"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"go=send"),
    ],
)
def test_a_body_no_browser_sends_gets_a_clear_answer(home_page, camille, content_type, body):
    client = Client(raise_request_exception=False)
    response = client.post("/contact/", body, content_type=content_type, follow=True)
    assert response.status_code in {200, 400}
    assert 'lang="fr"' in response.content.decode()


def test_a_body_beyond_all_bounds_is_refused_in_french(home_page, camille, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    response = Client(raise_request_exception=False).post("/contact/", {"message": "x" * 30_000})
    assert response.status_code == 400
    response = Client(raise_request_exception=False).post(
        "/contact/", "message=" + "x" * 30_000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400


@pytest.mark.parametrize("query", ["page=abc", "referent[]=1&lieu=%00", "lieu=%ff%fe", "lieu=" + "é" * 3000, "go=send"])
def test_any_address_of_the_form_shows_it(client, home_page, camille, query):
    response = client.get(f"/contact/?{query}")
    assert response.status_code == 200
    assert "Décrire votre projet" in response.content.decode()
