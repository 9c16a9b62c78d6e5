"""The vocabulary of schema.org, as types that Google publishes (schema-dts): the compiler checks descriptions."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent / "schema_org"
OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext")
IMPORT = 'import type * as all from "schema-dts"; import type {WithContext} from "schema-dts";'


def told(source: str) -> list[dict[str, Any]]:
    """The descriptions that a page carries."""
    scripts = BeautifulSoup(source, "html.parser").find_all("script", type="application/ld+json")
    return [json.loads(each.string) for each in scripts]


def mistakes(descriptions: Mapping[str, dict[str, Any]]) -> list[str]:
    """Properties and values that schema.org does not know of their type, as lines that begin with the name.

    One start of the compiler for all: reading the vocabulary takes longer than checking a description.
    """
    home = npm.installed(HERE, "typescript", "node")
    names, lines = list(descriptions), [IMPORT]
    for number, description in enumerate(descriptions.values()):
        kind, text = description["@type"], json.dumps(_without_annotations(description))
        lines.append(f"export const d{number}: WithContext<all.{kind}> = {text};")
    (home / "told.ts").write_text("\n".join(lines), encoding="utf-8")
    command = ["node", "node_modules/typescript/bin/tsc", *OPTIONS, "--moduleResolution", "bundler", "told.ts"]
    answer = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    found = [re.match(r"told\.ts\((\d+),\d+\): error (.+)", line) for line in answer.stdout.splitlines()]
    return [f"{names[int(each[1]) - 2]}: {each[2]}" for each in found if each]


def _without_annotations(value: Any) -> Any:
    """Without what schema.org allows besides the properties of an action: « query-input »."""
    if isinstance(value, dict):
        return {name: _without_annotations(each) for name, each in value.items() if not name.endswith("-input")}
    return [_without_annotations(each) for each in value] if isinstance(value, list) else value
