"""A node behind TLS by an authority of our own, which wants a key: nginx does what Elastic sells as security."""

from __future__ import annotations

import subprocess
import time
from urllib.parse import urlsplit

import pytest

from search.engines.elastic.engine import ElasticEngine
from search.glossary.query_plan import parse
from search.index import indexing
from search.index.protocol import SearchUnavailable
from search.query.plan import SearchQuery
from tests.harness.on_postgres import free_port
from tests.harness.skipping import need
from tests.harness.system_packages import program
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = [pytest.mark.elastic, pytest.mark.servers]

PATIENCE = 60  # seconds: nothing is said here about time
KEY = "cG9ydGFpbDp1bmUtY2zDqS1kJ2V4ZW1wbGU="


def sign(folder) -> None:
    """An authority (ca.pem), and a certificate for 127.0.0.1 that it signed."""
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1")
    key = ["-newkey", "rsa:2048", "-nodes"]
    for command in (
        ["req", "-x509", *key, "-days", "2", "-subj", "/CN=Autorite", "-keyout", "ca.key", "-out", "ca.pem"],
        ["req", *key, "-subj", "/CN=127.0.0.1", "-keyout", "node.key", "-out", "node.csr"],
        ["x509", "-req", "-in", "node.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
         "-extfile", "names", "-out", "node.pem"],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def secured(elastic_url, tmp_path, settings, db):
    """The address of the same node behind nginx; the settings know its authority and its key."""
    need("nginx", "openssl")
    sign(tmp_path)
    node, port = urlsplit(elastic_url), free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; events {{}} http {{ access_log off; client_max_body_size 100m; {folders}\n"
        f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {tmp_path}/node.pem;\n"
        f"ssl_certificate_key {tmp_path}/node.key;\n"
        f'if ($http_authorization != "ApiKey {KEY}") {{ return 401; }}\n'
        f"location / {{ proxy_pass http://{node.netloc}; }} }} }}"
    )
    nginx = subprocess.Popen([program("nginx"), "-e", "stderr", "-c", tmp_path / "nginx.conf"])
    settings.ELASTICSEARCH_URL = f"https://127.0.0.1:{port}{node.path}"
    settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA = KEY, str(tmp_path / "ca.pem")
    deadline = time.monotonic() + 20
    while not ElasticEngine(settings.ELASTICSEARCH_URL).client.ping():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield settings.ELASTICSEARCH_URL
    nginx.terminate()
    nginx.wait()


def test_a_node_that_knows_us_is_filled_and_answers(secured, home_page):
    NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), title="Une boulangerie")
    engine = ElasticEngine(secured, PATIENCE)
    indexing.rebuild(engine)
    assert [hit.title for hit in engine.search(SearchQuery(parse("boulangerie"))).hits] == ["Une boulangerie"]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("ELASTICSEARCH_API_KEY", "", "it answers 401"),
        ("ELASTICSEARCH_API_KEY", "dW5lLWF1dHJl", "it answers 401"),
        ("ELASTICSEARCH_CA", "", "TlsError"),
    ],
)
def test_without_its_key_or_its_authority_it_counts_as_lost(secured, settings, name, value, reason):
    setattr(settings, name, value)
    with pytest.raises(SearchUnavailable, match=reason):
        ElasticEngine(secured, PATIENCE).position()
