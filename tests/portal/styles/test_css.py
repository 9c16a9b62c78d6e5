from __future__ import annotations

import pytest

from portal.styles import css


@pytest.mark.parametrize(
    ("source", "lean"),
    [
        ("a {\n  color : red ;\n  margin: 0 auto !important;\n}\n", "a{color:red;margin:0 auto!important}"),
        ("/* ours */ a { color: red } /*! their licence */", "a{color:red}/*! their licence */"),
        ('a::after { content: "} /* no comment */ ;" }', 'a::after{content:"} /* no comment */ ;"}'),
        ("@media (min-width: 48em) { a:hover { color: red } }", "@media (min-width: 48em){a:hover{color:red}}"),
        ("@media print { } a { }", ""),
        ('@import "x.css" ;', '@import "x.css";'),
        ("a { margin: calc(1px\n +  2px) }", "a{margin:calc(1px + 2px)}"),
        ("a { & b { color: red } }", "a{& b{color:red}}"),
    ],
)
def test_a_sheet_is_written_without_what_nobody_needs(source, lean):
    assert css.write(css.read(source)) == lean
    assert css.write(css.read(lean)) == lean


@pytest.mark.parametrize("broken", ["a { color red }", "a { color: red } }", "a"])
def test_a_broken_sheet_is_refused(broken):
    with pytest.raises(ValueError, match="line 1: "):
        css.read(broken)


def test_commas_inside_a_selector_divide_nothing():
    (rule,) = css.read('a:is(b, c), d[title="e, f"] { color: red }')
    assert isinstance(rule, css.Rule)
    assert rule.selectors == ["a:is(b, c)", 'd[title="e, f"]']
