"""Rules about the tree itself."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portal.settings import env

ROOT = Path(settings.BASE_DIR)
OUR_APPS = ("portal", "home", "news", "directory", "search")
OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in OUR_APPS]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Templates that Wagtail or Django finds by convention, so that no code of ours names them.
BY_CONVENTION = {"400.html", "403.html", "404.html", "500.html", "wagtailcore/shared/block_preview.html"}


def source_text() -> str:
    """Everything that may name a template."""
    files = [*TEMPLATES, *(ROOT / "templates").rglob("*.txt")]
    for config in OURS:
        files += [each for each in Path(config.path).rglob("*.py") if "migrations" not in each.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_imports_go_down_only():
    command = [Path(sys.executable).with_name("lint-imports")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_readme_tables_every_environment_variable():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    documented = dict(rows)
    assert set(documented) == set(env.VARIABLES)
    for variable in env.VARIABLES.values():
        expected = "required" if variable.default is None else f"`{variable.default}`" if variable.default else "empty"
        assert documented[variable.name] == expected, variable.name


def test_each_decision_has_a_number_of_its_own_and_says_it():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(each.name[:4]) for each in decisions]
    assert len(numbers) > 20
    assert len(set(numbers)) == len(numbers)
    headings = [each.read_text(encoding="utf-8").split(".")[0] for each in decisions]
    assert headings == [f"# {number}" for number in numbers]


def test_every_template_is_used():
    text = source_text()
    pages = {model.template for model in apps.get_models() if hasattr(model, "template") and hasattr(model, "url_path")}
    names = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
    assert len(names) > 10
    ours = [name for name in names if not is_ours_of(name, "wagtail")]
    unused = [name for name in ours if name not in BY_CONVENTION | pages and not is_named(name, text)]
    assert unused == []


def is_ours_of(name: str, package: str) -> bool:
    """Whether a template takes the place of one that a library has, and uses, under the same name."""
    return any((templates / name).exists() for templates in template_folders(package))


@cache
def template_folders(package: str) -> list[Path]:
    """Those of a library, looked for once: it has ten thousand files."""
    return list(Path(import_module(package).__file__).parent.rglob("templates"))


def is_named(name: str, text: str) -> bool:
    """Whether code names a template: whole, or by its stem, where a folder leads to names: f"emails/{name}.html"."""
    path = Path(name)
    return f'"{name}"' in text or (f'"{path.parent}/{{' in text and f'"{path.stem}"' in text)


def test_components_say_what_they_need():
    components = sorted((ROOT / "templates" / "components").glob("*.html"))
    assert components
    silent = [each.name for each in components if not each.read_text(encoding="utf-8").startswith("{% comment %}")]
    assert silent == []


def test_templates_carry_no_inline_script_or_style():
    pattern = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(?:src=|application/ld\+json))|javascript:")
    guilty = [str(each) for each in TEMPLATES if pattern.search(each.read_text(encoding="utf-8"))]
    assert guilty == []


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_verbose_names_start_in_lower_case(config):
    labels = [
        label
        for model in config.get_models()
        for label in (model._meta.verbose_name, *(field.verbose_name for field in model._meta.local_fields))
    ]
    names = [label for label in labels if isinstance(label, str)]  # inherited ones are lazy translations, not ours
    assert names
    assert [name for name in names if name[:1].isupper() and not name[:2].isupper()] == []


def test_no_migration_holds_block_definitions():
    migrations = [each for config in OURS for each in (Path(config.path) / "migrations").glob("0*.py")]
    assert migrations
    assert [each.name for each in migrations if "block_lookup" in each.read_text(encoding="utf-8")] == []


def test_no_file_is_too_long_to_read_at_one_sitting():
    files = [each for config in OURS for each in Path(config.path).rglob("*.py") if "migrations" not in each.parts]
    lengths = {str(each.relative_to(ROOT)): len(each.read_text(encoding="utf-8").splitlines()) for each in files}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
