"""ops/Dockerfile and ops/compose.yaml, as far as reading goes: the tests run no containers."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from fnmatch import fnmatch

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from packaging.requirements import Requirement

from portal.settings import env
from tests.harness.production.configuration import procfile

ROOT = settings.BASE_DIR
OPS = ROOT / "ops"
COMPOSE = yaml.safe_load((OPS / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {"release", *procfile()}
# What the Compose specification knows and we use: another word is a slip, which engines do not all refuse.
TOP = {"name", "services", "secrets", "volumes"}
SERVICE = {
    "build", "image", "pull_policy", "init", "env_file", "environment", "volumes", "restart", "read_only", "tmpfs",
    "cap_drop", "security_opt", "stop_grace_period", "command", "depends_on", "ports", "healthcheck", "secrets",
}  # fmt: skip
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def instructions():
    """Those of the Dockerfile: (word, rest), lines that go on put together."""
    lines = re.sub(r"\\\n", " ", (OPS / "Dockerfile").read_text(encoding="utf-8")).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


def ignored():
    """The patterns of .dockerignore."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def tracked():
    """All files of the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name]


def is_ignored(path):
    """Whether it stays out of the image: a pattern names it, or a folder that it lies in."""
    parts = path.split("/")
    names = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return any(fnmatch(name, each.removeprefix("**/")) for each in ignored() for name in names)


def test_containers_run_what_the_procfile_runs():
    for name, command in procfile().items():
        run = SERVICES[name]["command"].replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - read, not bound
        assert run.removeprefix("sh -c ").strip('"') == command.strip()
    released = re.findall(r"ops/portail ([a-z_]+)", (OPS / "release").read_text())
    assert re.findall(r"manage\.py ([a-z_]+)", SERVICES["release"]["command"]) == released
    last = dict(instructions())["CMD"]
    assert yaml.safe_load(last) == shlex.split(SERVICES["web"]["command"])


def test_words_of_the_compose_file_are_those_of_the_specification():
    assert {each for each in COMPOSE if not each.startswith("x-")} == TOP
    for name, service in SERVICES.items():
        assert set(service) <= SERVICE, name
        assert {"image", "restart"} <= set(service)
        for other, how in service.get("depends_on", {}).items():
            assert other in SERVICES
            assert how["condition"] in CONDITIONS
            if how["condition"] == "service_healthy":
                assert SERVICES[other]["healthcheck"]["test"][0] == "CMD"
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert {each.split(":")[0] for each in service.get("volumes", [])} <= set(COMPOSE["volumes"])


def test_one_service_builds_the_image_that_all_of_ours_run():
    assert [name for name, each in SERVICES.items() if "build" in each] == ["release"]
    built = SERVICES["release"]["build"]
    assert (OPS / built["context"] / built["dockerfile"]).resolve() == OPS / "Dockerfile"
    assert set(built["args"]) == {rest.split("=")[0] for word, rest in instructions() if word == "ARG"}
    assert {name for name, each in SERVICES.items() if each["image"] == SERVICES["release"]["image"]} == OURS


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_container_may_do_little_and_ends_when_told(name):
    """A shell as the first process of a container does not hear that it is to stop: `init` comes first."""
    service = SERVICES[name]
    assert service["read_only"] is service["init"] is True
    assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert (service["pull_policy"], service["tmpfs"]) == ("never", ["/tmp"])  # noqa: S108 - of the container
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:")
    assert [rest for word, rest in instructions() if word == "USER"] == ["portail"]


def test_the_database_is_asked_where_the_portal_will_ask_it():
    """While the image of PostgreSQL sets the database up, its socket answers already, its port does not."""
    assert "--host=127.0.0.1" in SERVICES["postgres"]["healthcheck"]["test"]


def test_variables_are_those_that_the_portal_or_its_programs_read():
    """Those of `compose.env` are those of ops/portail.env, which test_documents.py compares with the settings."""
    written = (OPS / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{?([A-Za-z_]+)", written)) == {"EXTRAS"}
    assert {SERVICES[name]["env_file"] for name in OURS} == {"compose.env"}
    assert not any("environment" in SERVICES[name] for name in OURS)
    assert set(SERVICES["postgres"]["environment"]) == {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE"}
    file = SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"]
    assert file.removeprefix("/run/secrets/") in SERVICES["postgres"]["secrets"]
    for word, rest in instructions():
        if word == "ENV":
            set_here = set(re.findall(r"(\w+)=", rest)) - {"PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}
            assert set_here <= set(env.VARIABLES)


def test_commands_and_extras_of_the_image_are_there():
    written = (OPS / "compose.yaml").read_text(encoding="utf-8") + (OPS / "Dockerfile").read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", written)) - {"backup"}
    assert {"migrate", "run_due", "drain_outbox", "build_styles"} <= commands <= set(get_commands())
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    made = re.search(r"make (\S+) \$EXTRAS", written)
    assert made is not None
    assert re.search(rf"^{re.escape(made[1])}:", rules, re.MULTILINE)
    extras = re.search(r"# Of (.*) those that are wanted", written)
    assert extras is not None
    for extra in re.findall(r"`(\w+)`", extras[1]):
        assert re.search(rf"^{extra}: ", rules, re.MULTILINE)
        assert (ROOT / "requirements" / f"{extra}.txt").is_file()


def test_what_is_copied_is_there_and_let_in():
    copied = [rest.split()[0] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]
    assert copied == ["Makefile", "requirements", "."]
    for each in copied[:-1]:
        assert (ROOT / each).exists()
        assert not is_ignored(each)
    out = {path.split("/")[0] for path in tracked() if is_ignored(path)}
    assert out == {".ci", "bench", "tests"}  # docs/ is in: editors read their guide from there
    assert is_ignored("var/portal.sqlite3")
    assert is_ignored(".git/config")
    for secret in (SERVICES["web"]["env_file"], COMPOSE["secrets"]["database"]["file"]):
        assert is_ignored(f"ops/{secret}")
        assert f"ops/{secret}" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("extra", ["portal", "sens", "s3", "sentry"])
def test_the_locked_packages_meet_what_the_project_asks_for(extra):
    """By name: each that pyproject.toml asks for is locked, with digests, in the file that the image is made of."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] if extra == "portal" else project["optional-dependencies"][extra]
    locked = (ROOT / "requirements" / f"{extra}.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", locked, re.MULTILINE))
    assert locked.count("--hash=sha256:") >= len(pinned) > 0
    for each in map(Requirement, asked):
        assert each.specifier.contains(pinned[each.name.lower()]), each
