"""The published HTML validator (the Nu Html Checker, validator.w3.org/nu), on many pages at once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent / "vnu"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")  # it runs for seconds; its schemas nest deep


def mistakes(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What the validator calls an error in these pages (sources by name), as lines; `folder` is written to.

    One start of the validator for all: that takes longer than a page.
    """
    program = npm.installed(HERE, "vnu-jar", "java") / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    names = {}
    for number, (name, source) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(source, encoding="utf-8")
        names[file.name] = name
    command = ["java", *QUICK, "-jar", str(program), "--format", "json", "--exit-zero-always", "--errors-only"]
    answer = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    return [
        f"{names[Path(each['url']).name]}: {each['message']} {each.get('extract', '')!r}"
        for each in json.loads(answer.stderr)["messages"]
    ]
