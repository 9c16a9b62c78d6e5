"""Alert rules and dashboard: valid, they alert when they should, and ask for measures that there are."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from portal.web import measures
from tests.harness.production.configuration import OPS
from tests.harness.skipping import need

RULES = OPS / "prometheus" / "portail.rules.yml"
DASHBOARD = OPS / "grafana" / "portail.json"


@pytest.mark.parametrize(
    "command",
    [
        ["check", "rules", "portail.rules.yml"],
        ["test", "rules", "portail.rules.test.yml"],
        ["check", "config", "--syntax-only", "prometheus.yml"],
    ],
)
def test_prometheus_understands_them(command):
    need("prometheus")
    done = subprocess.run(["promtool", *command], cwd=RULES.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("file", [RULES, DASHBOARD], ids=lambda file: file.name)
def test_they_ask_for_measures_that_there_are(file, home_page):
    told = set(re.findall(r"^# TYPE (\w+)", measures.exposition().decode(), re.MULTILINE))
    asked = {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"portal_\w+", file.read_text())}
    assert len(asked) > 5
    assert asked <= told | {f"{name}_total" for name in told}


def test_the_dashboard_is_one():
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    assert [each["id"] for each in panels] == list(range(1, len(panels) + 1))
    assert all(each["targets"] for each in panels)
