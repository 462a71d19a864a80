"""What a tag costs that somebody wrote to cost much, and what is not told of one."""

from __future__ import annotations

import pytest

from sitecheck.jekyll.plugins.scripts.plugin_file import PluginFile
from sitecheck.jekyll.plugins.scripts.written_tags import written_tags
from sitecheck.model.tag_text import Shown
from sitecheck.ruby import NotReadError, Outside, TagClass, TagOutcome, print_tag, read_script
from sitecheck.ruby.evaluate import MAX_STEPS

LONG = "a" * 900_000


def refused(value: object) -> object:
    raise NotReadError


def read(body: str, first: str = "", more: str = "") -> TagClass | None:
    script = (
        f"class T < Liquid::Block\n{more}\ndef initialize(name, markup, tokens)\nsuper\n@a = markup\n{first}\nend\n"
        f"def render(context)\n{body}\nend\nend\nLiquid::Template.register_tag('t', T)\n"
    )
    return written_tags(PluginFile(read_script(script), {})).get("t")


def outcome(body: str, markup: str, first: str = "", more: str = "") -> TagOutcome:
    tag = read(body, first, more)
    assert tag is not None
    return print_tag(tag, "t", markup, Outside(refused, refused))


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("x = @a + 'b'\n" + "x << x\n" * 60 + "x", "ab"),
        ("x = super\n" + "x << x << 'a'\n" * 60 + "x", ""),
        ("x = ''\n@a.split(',').each { |i| x << @a }\nx", "a," * 20_000),
        ("x = []\n@a.split(',').each { |i| y = i + ''\ny << 'b' }\n'c'", "a," * 20_000),
        ("x = @a + 'b'\n" + "x.upcase!\nx.downcase!\n" * 40 + "x", LONG),
    ],
)
def test_what_costs_much_is_not_worked_out_to_its_end(body: str, markup: str) -> None:
    told = outcome(body, markup)
    assert told.parts is None
    assert MAX_STEPS // 2 < told.steps <= 2 * MAX_STEPS + 1


def test_lists_that_hold_each_other_twice_are_not_compared_to_their_ends() -> None:
    twice = "".join(f"{name} = [1]\n" + f"{name} = [{name}, {name}]\n" * 40 for name in "xy")
    assert outcome(f"{twice}x << 1\n'a'", "").parts == ("a",)
    assert outcome(f"{twice}x << 1\ny.size.to_s", "").parts is None  # it may be the list that was changed
    assert outcome("x = [1]\ny = [2]\nx << 1\ny.size.to_s", "").parts == ("1",)


@pytest.mark.parametrize("more", ["A = B\nB = A", "A = [A]", "A = helper()\ndef helper\nA\nend"])
def test_constants_that_name_each_other_are_not_told(more: str) -> None:
    assert outcome("A", "", more=more).parts is None


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ('"#{super}#{super}"', ""),
        ("super == 'a' ? 'b' : 'c'", ""),
        ("case super\nwhen 'a' then 'b'\nelse 'c'\nend", ""),
        ("[super].include?('a') ? 'b' : 'c'", ""),
        ("super.upcase", ""),
        ('x = super\n"#{x}#{x}"', ""),
        ("@n ||= 'a'\n@n", ""),
        ("x = @a\nx << 'b'\nx", ""),
        ("raise 'no'\n'a'", ""),
        ("puts 'a'\n'a'", ""),
        ("@a.to_i", ""),
        ("nil", ""),
        ("'a'", "@body = 'x'"),
        ("'a'", "super"),
        ("context == 'a' ? 'b' : 'c'", ""),
        ("markdownify(super)", ""),
    ],
)
def test_what_is_not_certain_is_not_told(body: str, first: str) -> None:
    assert outcome(body, "x", first).parts is None


def test_a_condition_may_stand_behind_what_is_not_followed() -> None:
    told = outcome("raise 'no' unless @a == 'x'\nputs @a.map { |i| i } if @a == 'y'\n'a' + super", "x")
    assert told.parts == ("a", Shown())
    assert told.is_body_rendered


@pytest.mark.parametrize("mark", ["A", "'A'"])
def test_a_first_line_of_blanks_makes_the_margin_uncertain(mark: str) -> None:
    assert read(f"<<~{mark}\n    \n   b\n  A\n") is None
    assert read(f"<<~{mark}\n\n   b\n  A\n") is not None


@pytest.mark.parametrize("line", ["    ", "\tb", "  #{@a}\\n"])
def test_a_text_whose_margin_or_marks_are_not_certain_is_not_read(line: str) -> None:
    assert read("<<~A\n  a\n   b\n  A\n") is not None
    assert read(f"<<~A\n  a\n{line}\n   b\n  A\n") is None
    assert read(f"<<~A\n{line}\n   b\n  A\n") is None
