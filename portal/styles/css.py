"""CSS as rules and tokens: read with tinycss2, written again without comments and blanks that nobody needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import tinycss2
from tinycss2.ast import Declaration, ParseError, WhitespaceToken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tinycss2.ast import Node

OF_RULES = frozenset({"media", "supports", "keyframes"})  # at-rules that hold rules; the others hold declarations
_BLOCKS = {"function": "arguments", "() block": "content", "[] block": "content", "{} block": "content"}


@dataclass
class Rule:
    """A style rule, or an at-rule whose name is `at`; without a body it is a statement such as `@import`."""

    at: str
    prelude: list[Node]
    body: list[Part] | None

    @property
    def selectors(self) -> list[str]:
        """The selectors of a style rule."""
        return [written(each) for each in split_at_commas(self.prelude)]


Part: TypeAlias = Rule | Declaration | str
"""A str is a comment that wants to stay, as those that name a licence do."""


def read(css: str) -> list[Part]:
    """The rules of a style sheet; raise ValueError where it breaks the grammar."""
    return list(_parts(tinycss2.parse_stylesheet(css, skip_whitespace=True)))


def write(parts: Iterable[Part]) -> str:
    """The text of rules and declarations; rules that say nothing are left out."""
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, Declaration):
            important = "!important" if part.important else ""
            pieces.append(f"{part.name}:{written(part.value)}{important};")
        elif isinstance(part, str):
            pieces.append(part)
        elif part.body is None:
            pieces.append(f"@{part.at} {written(part.prelude)};")
        elif body := write(part.body):
            start = f"@{part.at} " if part.at else ""
            pieces.append(f"{f'{start}{written(part.prelude)}'.strip()}{{{body.removesuffix(';')}}}")
    return "".join(pieces)


def written(tokens: Iterable[Node]) -> str:
    """The text of some tokens."""
    return str(tinycss2.serialize(list(tokens))).strip()


def declarations(parts: Iterable[Part]) -> Iterator[Declaration]:
    """Every declaration at any depth."""
    for part in parts:
        if isinstance(part, Declaration):
            yield part
        elif isinstance(part, Rule):
            yield from declarations(part.body or ())


def without(parts: Iterable[Part], is_unwanted: Callable[[Rule | Declaration], bool]) -> list[Part]:
    """The parts but those that are unwanted, at any depth."""
    kept = [part for part in parts if isinstance(part, str) or not is_unwanted(part)]
    for part in kept:
        if isinstance(part, Rule) and part.body:
            part.body = without(part.body, is_unwanted)
    return kept


def tokens_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every token at any depth."""
    for node in nodes:
        yield node
        if inner := _BLOCKS.get(node.type):
            yield from tokens_of(getattr(node, inner))


def replaced(nodes: Iterable[Node], change: Callable[[Node], Node | None]) -> list[Node]:
    """The tokens as `change` gives them, at any depth; it drops one by None."""
    found = [new for node in nodes if (new := change(node)) is not None]
    for node in found:
        if inner := _BLOCKS.get(node.type):
            setattr(node, inner, replaced(getattr(node, inner), change))
    return found


def split_at_commas(tokens: Iterable[Node]) -> list[list[Node]]:
    """The parts of a list such as those of selectors or sources."""
    found: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _parts(nodes: Iterable[Node]) -> Iterator[Part]:
    for node in nodes:
        if isinstance(node, ParseError):
            raise ValueError(f"line {node.source_line}: {node.message}")  # noqa: TRY004 - the text is wrong, not its type
        if node.type == "comment":
            if node.value.startswith("!"):
                yield f"/*{node.value}*/"
        elif node.type == "declaration":
            node.value = _tidy(node.value)
            yield node
        elif node.type == "qualified-rule":
            yield Rule("", _tidy(node.prelude), list(_parts(tinycss2.parse_blocks_contents(node.content, False, True))))
        elif node.type == "at-rule":
            yield Rule(node.at_keyword, _tidy(node.prelude), _body(node))


def _body(node: Node) -> list[Part] | None:
    if node.content is None:
        return None
    holds_rules = node.lower_at_keyword.removeprefix("-webkit-") in OF_RULES
    parse = tinycss2.parse_rule_list if holds_rules else tinycss2.parse_blocks_contents
    return list(_parts(parse(node.content, skip_whitespace=True)))


def _tidy(tokens: list[Node]) -> list[Node]:
    def tidy(token: Node) -> Node | None:
        if token.type == "whitespace":
            return WhitespaceToken(token.source_line, token.source_column, " ")
        return None if token.type == "comment" else token

    return replaced(tokens, tidy)
