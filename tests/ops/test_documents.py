"""docs/operating.md and its pages name what there is; files of ops/ that they have people start from work."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from portal.settings import env
from tests.harness.migrated_database import template
from tests.harness.skipping import need
from tests.ops.written_commands import PAGES, blocks

OPS = settings.BASE_DIR / "ops"
GUIDE = "\n".join(page.read_text(encoding="utf-8") for page in PAGES.values())
COMMANDS = sorted(set(re.findall(r"(?:manage\.py|ops/portail) ([a-z_]+[^\n`#|…]*)", GUIDE)))


def test_the_guide_names_commands():
    assert len(COMMANDS) > 20


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_is_understood(command):
    name, *arguments = shlex.split(re.sub(r"\s{2,}.*|[;),.].?$|\[.*?\]", "", command.strip()))
    assert name in get_commands()
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    flags = [each for each in arguments if each.startswith("-")]
    known = {option for action in parser._actions for option in action.option_strings}
    known |= {
        option for action in parser._actions for sub in _parsers_of(action) for option in sub._option_string_actions
    }
    assert set(flags) <= known


def _parsers_of(action):
    return action.choices.values() if hasattr(action, "_name_parser_map") else ()


@pytest.mark.parametrize("page", PAGES)
def test_a_shell_can_read_the_blocks_of_a_page(page):
    """Run they are by test_path.py, in `make test-full`."""
    for block in blocks(page):
        read = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, ""), block


def test_pages_have_blocks_and_sentences_that_fit_what_they_name():
    assert {page: len(blocks(page)) for page in ("first hour", "releases", "backups", "nodes")} == {
        "first hour": 10, "releases": 2, "backups": 5, "nodes": 2,
    }  # fmt: skip
    written = "".join(block for page in PAGES for block in blocks(page))
    units = {each.removesuffix(".service") for each in re.findall(r"portail-[a-z]+(?:\.[a-z]+)?(?=@|\b)", written)}
    units -= {"portail-backup.env", "portail-backup.key"}
    there = {each.name.replace("@", "").removesuffix(".service") for each in (OPS / "systemd").iterdir()}
    assert units <= there
    named = set(re.findall(r"^([A-Z_]+)=|\^([A-Z_]+)=", written, re.MULTILINE))
    variables = {second for _, second in named if second}
    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "OPERATOR_MAILBOX"} <= variables <= set(env.VARIABLES)


@pytest.mark.parametrize(
    "page", [*PAGES.values(), *(settings.BASE_DIR / "docs").glob("*.md")], ids=lambda page: page.name
)
def test_links_of_a_page_lead_somewhere(page):
    told = re.findall(r"\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8"))
    assert [path for path, _ in told if path and not (page.parent / path).exists()] == []
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
    assert {anchor for path, anchor in told if not path} <= anchors


def test_the_index_names_every_page():
    index = PAGES["first hour"].read_text(encoding="utf-8")
    assert [name for name in PAGES if name != "first hour" and f"(operating/{name}.md)" not in index] == []


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_a_page_is_read_at_one_sitting(page):
    assert len(page.read_text(encoding="utf-8").split()) < 3000


def test_the_paths_of_the_guide_are_there():
    named = set(re.findall(r"(?:tests/|\b)ops/[\w/.-]*\w", GUIDE))
    assert {"ops/portail", "ops/release"} <= named
    assert [each for each in sorted(named) if not (settings.BASE_DIR / each).exists()] == []


def test_a_shell_and_systemd_read_the_same_variables():
    shell = subprocess.run(
        ["sh", "-c", f"set -a; . {OPS}/portail.env; env -0"], env={}, capture_output=True, text=True, check=True
    )
    by_shell = dict(line.split("=", 1) for line in shell.stdout.split("\0") if line)
    lines = [line for line in (OPS / "portail.env").read_text().splitlines() if line and line[0] != "#"]
    by_systemd = {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}
    assert {name: by_shell[name] for name in by_systemd} == by_systemd
    assert set(by_systemd) <= set(env.VARIABLES) | {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("unit", sorted((OPS / "systemd").glob("*.service")), ids=lambda unit: unit.stem)
def test_a_unit_is_exposed_to_little(unit):
    need("systemd")
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit], capture_output=True, text=True, check=False
    ).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert exposure is not None
    assert float(exposure.group(1)) <= 2


@pytest.mark.full
def test_a_release_and_the_first_account(tmp_path):
    """Slow for the compressing of the admin's files. The packages are installed already."""
    data = tmp_path / "var"
    data.mkdir()
    shutil.copy(template(), data / "portal.sqlite3")
    variables = (OPS / "portail.env").read_text()
    for ours, theirs in {
        "SECRET_KEY=CHANGE-ME": "SECRET_KEY=nothing-to-protect-here-but-long-enough-to-please-the-checks-0123",
        "DATA_DIR=/srv/portail/var": f"DATA_DIR={data}",
        "DATABASE_URL=postgres://portail:CHANGE-ME@127.0.0.1/portail": "DATABASE_URL=",
        "CACHE_URL=redis://127.0.0.1:6379/0": "CACHE_URL=\nWEB_CONCURRENCY=1",
    }.items():
        assert ours in variables
        variables = variables.replace(ours, theirs)
    file = tmp_path / "portail.env"
    file.write_text(variables)
    environment = {"PORTAIL_ENV": str(file), "PATH": "/usr/bin:/bin"}
    (settings.BASE_DIR / ".venv" / ".portal-installed").touch()
    subprocess.run([OPS / "release"], env=environment, check=True, capture_output=True)
    account = environment | {"DJANGO_SUPERUSER_PASSWORD": "une phrase de passe assez longue"}
    made = ["createsuperuser", "--no-input", "--username=lou", "--email=lou@portail.example"]
    assert (
        "created"
        in subprocess.run([OPS / "portail", *made], env=account, check=True, capture_output=True, text=True).stdout
    )
    assert (Path(data) / "static" / "staticfiles.json").exists()
