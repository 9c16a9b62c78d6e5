"""Links to other sites: asked when the operator wants it, of public machines alone; what stays broken is a remark."""

from __future__ import annotations

import datetime
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from home.models import Question
from news.models import NewsPage
from portal.cms.quality import asking, keeping, outside
from portal.models import OutsideLink
from tests.editing.test_content_check import shown
from tests.harness.on_postgres import free_port

AGENT = "Portail (+https://portail.example)"
WHERE_TO = {"/ailleurs": "/bien", "/rond": "/rond", "/dedans": "http://10.0.0.1/"}
STATUSES = {"/perdu": 404, "/parti": 410, "/panne": 503, "/robots": 403, "/sans-head": 405, "/vide": 200, "/bien": 200}


class Other(BaseHTTPRequestHandler):
    """Another site: what was asked of it stands in `asked`."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        path = self.path.partition("?")[0]
        self.asked.append((self.command, self.path))
        if path in WHERE_TO:
            self.send_response(302)
            self.send_header("Location", WHERE_TO[path])
        else:
            self.send_response(200 if (path, self.command) == ("/sans-head", "GET") else STATUSES.get(path, 200))
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_site():
    """A real server on this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(other_site) -> list[tuple[str, str]]:
    """What was asked of it since, as methods and paths."""
    Other.asked.clear()
    return Other.asked


def of_tests(ip: str) -> bool:
    """The only machine that answers in tests is this one, which the rule itself forbids."""
    return ip == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/bien", ""),
        ("/ailleurs", ""),
        ("/robots", ""),
        ("/sans-head", ""),
        ("/accentué?q=é à", ""),
        ("/perdu", "mène à une page qui n’existe plus"),
        ("/parti", "mène à une page qui n’existe plus"),
        ("/panne", "mène à un site en panne (503)"),
        ("/rond", "mène d’adresse en adresse, sans fin"),
        ("/dedans", "mène à un réseau intérieur"),
    ],
)
def test_an_address_is_followed_to_its_end(other_site, asked, path, fault):
    assert asking.ask(other_site + path, AGENT, may_call=of_tests).fault == fault
    assert asked[0][0] == "HEAD"


def test_a_machine_that_is_silent_may_speak_tomorrow():
    answer = asking.ask(f"http://127.0.0.1:{free_port()}/", AGENT, may_call=of_tests)
    assert (answer.fault, answer.is_sure, answer.was_heard) == ("ne répond pas", False, False)


def test_a_certificate_is_asked_for(other_site, asked):
    answer = asking.ask(other_site.replace("http:", "https:"), AGENT, may_call=of_tests)
    assert answer.fault == "ne répond pas", "it speaks no TLS"
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
    ],
)
def test_what_is_behind_our_own_wall_is_never_called(monkeypatch, address):
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("it was called"))
    assert asking.ask(address, AGENT).fault == "mène à un réseau intérieur"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://exemple.fr/", "http:///rien", "http://exemple.fr:port/"]
)
def test_only_the_web_is_asked(monkeypatch, address):
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("it was called"))
    assert asking.ask(address, AGENT).fault


@pytest.mark.parametrize("ip", ["8.8.8.8", "2001:4860:4860::8888"])
def test_the_public_internet_is(ip):
    assert asking.is_public(ip)


@pytest.fixture
def nights(site, settings, monkeypatch):
    """Give a function that lets so many nights pass; links of the texts that every site has rest meanwhile."""
    settings.CHECK_OUTSIDE_LINKS = True
    with monkeypatch.context() as patch:
        patch.setattr(outside, "MOST", 0)
        keeping.ask_outside(timezone.now())
    OutsideLink.objects.update(asked_at=timezone.now() + datetime.timedelta(days=365))
    monkeypatch.setattr(outside, "PAUSE", 0)
    monkeypatch.setattr(outside, "ask", lambda *given: asking.ask(*given, may_call=of_tests))  # this machine, as above
    passed = [timezone.now()]

    def pass_by(count: int = 1) -> str:
        for _ in range(count):
            said = keeping.ask_outside(passed[0])
            passed[0] += datetime.timedelta(days=1)
        return said

    return pass_by


def leading_to(site, *addresses: str) -> NewsPage:
    page = NewsPage(title="Des liens", slug="des-liens")
    site["news"].add_child(instance=page)
    links = "".join(f'<p>Lire <a href="{each}">le texte {number}</a></p>' for number, each in enumerate(addresses))
    page.body = [("text", links)]
    page.save_revision().publish()
    return page


def broken(client) -> str:
    return shown(client, f"{reverse('content_quality')}?regle=broken-link")


def test_what_is_gone_is_told_the_next_morning_and_no_more_once_it_is_mended(site, editor, other_site, asked, nights):
    page = leading_to(site, f"{other_site}/perdu#ancre", f"{other_site}/bien", "/contact/", "mailto:a@exemple.fr")
    assert nights() == "2 links asked, 1 changes"
    said = broken(editor)
    assert "Des liens" in said
    assert "le lien «\u00a0le texte 0\u00a0» mène à une page qui n’existe plus." in said
    assert "le texte 1" not in said
    assert shown(editor, reverse("content_remarks", args=[page.pk])).count("n’existe plus") == 1
    assert nights() == "1 links asked, 0 changes", "what was well rests for a week"
    page.body = [("text", f'<p>Lire <a href="{other_site}/bien">le texte</a></p>')]
    page.save_revision().publish()
    keeping.keep_page(page.pk)  # as after each draft that is stored
    nights()
    assert "n’existe plus" not in broken(editor)
    assert not OutsideLink.objects.filter(address__contains="perdu").exists()
    assert nights(5) == "0 links asked, 0 changes", "until a week is over"
    assert nights() == "1 links asked, 0 changes"


def test_a_site_in_repair_is_told_after_three_nights(site, editor, other_site, asked, nights):
    leading_to(site, f"{other_site}/panne")
    nights(2)
    assert "en panne" not in broken(editor)
    nights()
    assert "mène à un site en panne (503)." in broken(editor)


def test_when_nobody_answers_at_all_it_is_we_who_are_cut_off(site, editor, other_site, asked, nights):
    silent = f"http://127.0.0.1:{free_port()}/"
    leading_to(site, silent)
    nights(4)
    assert not OutsideLink.objects.get(address=silent).is_broken
    OutsideLink.objects.filter(address=silent).delete()
    page = NewsPage.objects.get(title="Des liens")
    page.body = [("text", f'<p><a href="{silent}">Muet</a> <a href="{other_site}/panne">Bavard</a></p>')]
    page.save_revision().publish()
    nights(3)
    assert "«\u00a0Muet\u00a0» ne répond pas." in broken(editor)


def test_the_source_of_a_question_is_asked_too(site, editor, other_site, asked, nights):
    Question.objects.create(
        question="Qui paie ?", answer="<p>Vous.</p>", source="Un texte", source_url=f"{other_site}/perdu"
    )
    nights()
    assert "mène à une page qui n’existe plus." in broken(editor)


def test_nobody_is_asked_unless_the_operator_wants_it(site, editor, other_site, asked):
    leading_to(site, f"{other_site}/perdu")
    assert keeping.ask_outside(timezone.now()) == "not asked for"
    assert asked == []
    assert "CHECK_OUTSIDE_LINKS" in broken(editor)
