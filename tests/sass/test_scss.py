"""What is sure of Sass without compiling it. What the compilers say themselves is in
``tests/reference/jekyll/sass_sites.py``; here is what stands where, and what holds for every text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.jekyll.sass_sites import PAGES
from tests.sampled import examples

from sitecheck.sass import Sheet, read_indented, read_scss
from sitecheck.sass.scss import _IN_URL

PARTS = (
    *("{", "}", "(", ")", "[", "]", "#{", ";", ":", ",", '"', "'", "\\", "/*", "*/", "//", "\n", " ", "url("),
    *(
        "@import ",
        "@use ",
        "@mixin ",
        "@include ",
        "@extend ",
        "@media ",
        "@if ",
        "--",
        "$a",
        "%b",
        "a",
        "&",
        "!default",
        "@else ",
        "@each $a ",
        "@extend .",
        " 1px + 1s",
        "a.b(",
        "mix(1, ",
    ),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)
WHOLE = st.recursive(
    st.sampled_from(
        ("b: c;", "$d: (e: 1, f: [2]);", "--g: { h }; ", "/* } */", "// ' {\n", 'i: "}\'#{"j"}";', "k: url(l//m);", ";")
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"n:o, [p='}}'] {{ {' '.join(parts)} }}\n"),
    max_leaves=12,
)  # fmt: skip
"""Statements that every Sass takes."""


def told(sheet: Sheet, text: str) -> str:
    assert sheet.fault is not None
    start, end = sheet.fault.span
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a { b: c", "{", "this { is not closed"),
        ("a { b: c; } d { e: f", "{", "this { is not closed"),
        ("a { b: (c; }", "(", "this ( is not closed"),
        ("a { b: url(c; }", "(", "this ( is not closed"),
        ("a { b: c]; }", "]", "nothing is open that this ] closes"),
        ("a { b: 'c }", "'", "this string is not closed"),
        ("a { b: 'c; }\nd { e: 'f'; }\n", "'", "this string is not closed on its line"),
        ("a { b: c\n  d: e }", "c", "a semicolon is missing here"),
        ("$a: 1\n.b { c: d }", "1", "a semicolon is missing here"),
        ("@import 'a'\n@import 'b';", "'", "a semicolon is missing here"),
        ("@import 'a'\nb { c: d }", "'", "a semicolon is missing here"),
        ("$a: 1px\n$b_2: 2px;", "x", "a semicolon is missing here"),
        ("a { /* x */ b c }", "b c", "this is no declaration: it has no colon"),
        ("a { : c }", ": c", "this is no declaration: it has no name"),
        ("@each $a { }", "@each", "@each needs `$name in` a list"),
        ("@if (a) { } b: c; @else { }", "@else", "no @if stands in front of this @else"),
        ("@function c() { @return d; } a { @return b; }", "@return", "@return stands in no @function"),
        ("@media b { @error 'c'; }", "@error", "the build stops at this @error"),
        ("@function a() { $b: c; d: e; }", "d", "a @function takes no declarations"),
        ("a { b: c, 1px  + 2.5em; }", "1px  + 2.5em", "px and em cannot be added"),
        ("@use 'a/_b.scss'; c { d: b.e() f.$g; }", "f", "no @use of this file gives the name f to a module"),
        ("a { b: c.d(); e: f", "c", "no @use of this file gives the name c to a module"),
    ],
)
def test_where_a_fault_is(text: str, at: str, message: str) -> None:
    sheet = read_scss(text)
    assert sheet.fault is not None
    assert (told(sheet, text), sheet.fault.message) == (at, message)


def test_what_a_file_loads() -> None:
    text = (
        "@import 'a', \"b/c\", 'd' screen, url(e), 'f.css';\n@use 'g' as h; @use 'sass:math';\n@forward 'i';"
    )
    loads = read_scss(text).loads
    assert [(load.rule, load.name) for load in loads] == [
        *(("import", "a"), ("import", "b/c")),
        *(("use", "g"), ("forward", "i")),
    ]
    assert [text[load.span.start : load.span.end] for load in loads] == [load.name for load in loads]
    assert [load.maybe for load in read_scss("@mixin a { @import 'b'; } @import 'c';").loads] == [True, False]


def test_css_that_a_mixin_of_sass_loads() -> None:
    text = '@use "sass:meta"; @include meta.load-css("a", $with: (b: c)); d { @include meta.load-css($url: "e"); }'
    loads = read_scss(f"{text} @include meta.load-css($f); @if $g {{ @include meta.load-css('h') }}").loads
    assert [(load.rule, load.name, load.maybe) for load in loads] == [
        *(("use", "a", False), ("use", "e", False), ("use", "", True), ("use", "h", True)),
    ]


def test_a_name_that_is_not_known_is_empty() -> None:
    assert [load.name for load in read_scss("@import 'a#{b}', '\\\\c', 'pkg:d';").loads] == ["", "", ""]


def test_what_is_needed_for_certain() -> None:
    text = "a { b: $c; @include d($e); @extend %f; g: if($h, 1, 2); @if $i { j: $k } }"
    assert [use.name for use in read_scss(text).uses] == ["$c", "@d", "$e", "%f", "$i"]


def test_a_selector_in_a_mixin_is_not_read_before_that_is_included() -> None:
    assert read_scss("@mixin a { . { b: c } }").fault is None
    assert read_scss("a { . { b: c } }").fault is not None


def test_classes_that_are_extended() -> None:
    text = "a { @extend .b, .c:hover, .d !optional; } a { @extend .e,\n .f ; @extend g .h; @extend .i#{j}; }"
    uses = read_scss(text).uses
    assert [(use.name, text[use.span.start : use.span.end]) for use in uses] == [(".e", ".e"), (".f", ".f")]
    assert read_scss(".a b:not(.c_d), %e { } .f-#{g} { }").defines == {".a", ".c-d", "%e", ".f-"}
    assert read_scss(".a#{b} { }").defines == {".", "%"}


def test_what_only_dart_sass_takes() -> None:
    sheet = read_scss("@use 'sass:math';\n@mixin a { b: calc(math.div(1, 2)); c: math.div(3, 4) }")
    assert (sheet.fault, sheet.old_fault and sheet.old_fault.span) == (None, (57, 61))
    assert read_scss("a { b: expression(c.d()); e: 'f.g()#{h}'; filter: progid:i.j(k=1) }").old_fault is None


def test_calls_that_sass_refuses() -> None:
    calls = read_scss(
        "a { b: darken(1, 2) mix(red) rgb(1, 2, 3) lighten($c, 5%) d.mix(1) fade_out(1, 2); }"
    ).calls
    assert [(call.name, call.message) for call in calls] == [
        ("darken()", "darken() wants a color, not 1"),
        ("mix()", "mix() is given too little"),
    ]
    assert read_scss("@function a-b() { }").defines == {"a-b()"}


def test_what_a_file_defines() -> None:
    text = "$a_b: 1; @mixin c($d) { } @each $e, $f in $g { } %h { } @include i($j: 1) using ($k) { }"
    assert read_scss(text).defines == {"$a-b", "@c", "$d", "$e", "$f", "$g", "%h", "$j", "$k"}


def test_a_text_of_which_parts_are_not_known_only_loads() -> None:
    sheet = read_scss("a { ; b: ; c; } } @import 'd'; $e: ;", whole=False)
    assert (sheet.fault, sheet.uses, [load.name for load in sheet.loads]) == (None, (), ["d"])


def test_the_indented_syntax() -> None:
    text = "@import a, 'b/c'\n// @import d\n  @import e\n@import url(f), g.css\n=h($i)\n  @extend %j\n$k: 1\n"
    sheet = read_indented(text)
    assert [load.name for load in sheet.loads] == ["a", "b/c"]
    assert [text[load.span.start : load.span.end] for load in sheet.loads] == ["a", "b/c"]
    assert sheet.defines == {"@h", "$i", "%j", "$k", "."}
    assert [load.name for load in read_indented("@import 'a#{b}'\n").loads] == [""]


@given(TEXTS)
@examples(150)
def test_any_text_is_read(text: str) -> None:
    for sheet in (read_scss(text), read_scss(text, whole=False), read_indented(text)):
        spans = [each.span for each in (*sheet.loads, *sheet.uses, *sheet.calls)]
        spans += [sheet.fault.span] if sheet.fault is not None else []
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        assert all(text[load.span.start : load.span.end] == load.name for load in sheet.loads if load.name)


@given(WHOLE)
@examples(100)
def test_what_is_whole_has_no_fault(text: str) -> None:
    assert read_scss(f"q {{ {text} }}").fault is None


@given(WHOLE, st.sampled_from("{}()[]"))
@examples(100)
def test_one_bracket_too_many_is_a_fault(text: str, bracket: str) -> None:
    assert read_scss(f"q {{ {text} r: s{bracket}; }}").fault is not None


@pytest.mark.parametrize(
    "unit",
    [
        *PARTS,
        "a { ",
        "#{'",
        "'#{",
        "/* #{",
        "a: (",
        "url(#{",
        "b: c\n d",
        "*/ /*",
        "@import 'a',",
        " 1px + 1s",
        "@extend .a,",
    ],
)
def test_work_is_in_proportion(unit: str) -> None:
    """Each character of a text would cost as much as the text otherwise: minutes for all."""
    read_scss(unit * (30_000 // len(unit)))
    read_indented(unit * (30_000 // len(unit)))


def test_the_pages_that_compilers_were_asked_about_have_both() -> None:
    faults = [read_scss(text).fault is not None for text in PAGES.values() if "{{" not in text]
    assert 20 < sum(faults) < len(faults) - 20


def test_an_address_without_quotes_holds_what_sass_takes() -> None:
    taken = re.compile(r"[!%&*-\[\]-~\x80-\U0010ffff]")
    for code in (*range(0x300), *range(0x300, 0x110000, 997), 0x10FFFF):
        assert (re.fullmatch(_IN_URL, chr(code)) is not None) is (taken.fullmatch(chr(code)) is not None), (
            hex(code)
        )
