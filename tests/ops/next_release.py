"""The release after this one, made in a copy of the checkout: a column, a mapping of the search, a style, a text."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

SIGN = "Version suivante du portail"
COLUMN = '    next_release = models.CharField("de la version suivante", max_length=20, blank=True, {default})\n'
MODEL = "directory/contact/models/request.py"


def copy_of_checkout(folder: Path) -> Path:
    """What git has of it, as it stands now, with the same virtual environment."""
    copy_of_files(folder)
    (folder / ".venv").symlink_to((settings.BASE_DIR / ".venv").resolve())
    (folder / ".venv" / ".portal-installed").touch()
    return folder


def copy_of_files(folder: Path) -> None:
    """What git has of the checkout, as it stands now."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (file := settings.BASE_DIR / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, folder / name)


def replace(file: Path, old: str, new: str) -> None:
    """Once, and it must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file}: {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def make_it(root: Path) -> None:
    """Change the code, as `git pull` would."""
    fields = 'for name in ("log", "made_by"'
    replace(root / "search/engines/elastic/documents.py", fields, f'{fields}, "next_release"')
    table = "CREATE TABLE next_release (id INTEGER PRIMARY KEY);"
    replace(root / "search/engines/embedded/schema.py", 'SCHEMA = f"""', f'SCHEMA = f"""{table}')
    replace(root / "templates/components/footer.html", "Une commune, une personne, une réponse.", f"{SIGN}.")
    with (root / "portal/styles/layout.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\n.next-release { margin: 0; }\n")
    add_column(root, "default='', db_default=''", "with_a_default")


def add_column(root: Path, default: str, name: str) -> None:
    """A real migration, of the table that senders write to."""
    replace(root / MODEL, "    class Meta:", f"{COLUMN.format(default=default)}\n    class Meta:")
    made = [sys.executable, "manage.py", "makemigrations", "contact", "--name", name]
    subprocess.run(made, cwd=root, check=True, capture_output=True)
