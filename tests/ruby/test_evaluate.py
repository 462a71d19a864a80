"""What a method costs that somebody wrote to cost much, and what it may not raise."""

from __future__ import annotations

import pytest

from sitecheck.ruby import Function, NotReadError, Outcome, call, read_function, read_script
from sitecheck.ruby.evaluate import MAX_STEPS

MANY = "a," * 20_000
LONG = "a" * 900_000
DIGITS = "9" * 900


def function(body: str) -> Function:
    tokens = read_script(f"def f(x, y)\n{body}\nend\n").code[0]
    return read_function(tokens[: max(at for at, each in enumerate(tokens) if each.text == "end")])


def outcome(body: str, x: str, y: str = "") -> Outcome:
    def admit(value: object) -> object:
        raise NotReadError

    return call("f", {"f": function(body)}, [x, y], admit)


@pytest.mark.parametrize(
    ("body", "x", "y"),
    [
        ("x.gsub('a', y)", "a" * 50_000, "b" * 99_999),
        ("x.gsub(/a/) { |i| y }", "a" * 50_000, "b" * 99_999),
        ("x.gsub(/a/, '" + r"\\1" * 200 + "')", "a" * 50_000, ""),
        ("x.split(',').join(y)", MANY, "b" * 99_999),
        ("z = x.split(',')\nz.map { |i| z }.flatten", MANY, ""),
        ("z = x.split(',')\nz.flat_map { |i| z }", MANY, ""),
        ("z = x.split(',')\nz.select { |i| z.include?(i) }", MANY, ""),
        ("x.split(',').select { |i| y.include?('b') }", MANY, LONG),
        ("z = y + ''\nx.split(',').select { |i| y == z }", MANY, LONG),
        ("x.split(',').map { |i| y }.map(&:upcase)", MANY, LONG),
        ("x.split(',').map { |i| y }.sort", MANY, LONG),
        ("x.split(',').sort_by { |i| y }", MANY, LONG),
        ("x.split(',').map { |i| y =~ /a*b/ }", MANY, "a" * 3_000),
        ('"' + "#{x}" * 150 + '"', LONG, ""),
        ("y = y + y\n" * 60, "", "a"),
        ("x = [x]\n" + "x = [x, x]\n" * 60 + "x", "a", ""),
        ("x = {'a' => x}\n" + "x = {'a' => x, 'b' => x}\n" * 60 + "x", "a", ""),
        ("x.split(',').map { |i| y }", "a," * 500, LONG[:99_999]),
    ],
)
def test_what_costs_much_is_not_worked_out_to_its_end(body: str, x: str, y: str) -> None:
    told = outcome(body, x, y)
    assert (told.value, told.is_told) == (None, False)
    assert MAX_STEPS // 2 < told.steps <= 2 * MAX_STEPS + 1  # paid for all the same


@pytest.mark.parametrize(
    ("body", "x", "y"),
    [
        (f"x =~ /{'a?' * 12}b/", "a" * 100_000, ""),
        (f"x =~ /{'(a|a)' * 11}b/", "a" * 100_000, ""),
        ("x =~ /a*a*a*a*b/", "a" * 3_000, ""),
        (r"x.gsub(/\s+\z/, '')", " " * 30_000 + "a", ""),
        ("x.sub(/a*$/, '')", "a" * 30_000 + "b", ""),
    ],
)
def test_a_search_that_may_take_long_is_not_begun(body: str, x: str, y: str) -> None:
    told = outcome(body, x, y)
    assert (told.is_told, told.steps < MAX_STEPS // 4) == (False, True)


@pytest.mark.parametrize(
    "body",
    [
        "y.to_i * 1.5", "y.to_i / 1.5", "y.to_i + 1.5", "'' * y.to_i", "y.to_i * y.to_i * y.to_i", "9" * 5_000,
        "1 / 0", "1 % 0", "[1, 'a'].sort", "'a' + 1", "nil + 1", "x.first", "{'a' => 1}.dig('a', 'b')",
    ],
)  # fmt: skip
def test_what_ruby_would_raise_is_not_told(body: str) -> None:
    assert not outcome(body, "x", DIGITS).is_told


def test_a_replacement_that_grows_without_bound_is_broken_off() -> None:
    # five thousand million letters, of which no step was paid before they were there
    assert not outcome(r"x.sub(/a+/, '\0' * 49_000)", "a" * 99_999).is_told
    assert outcome(r"x.sub(/a+/, '\0-\0')", "aa").value == "aa-aa"


def test_lists_that_are_deep_are_not_told() -> None:
    assert not outcome("x.split(',').each { |i| y = [y] }\ny", "a," * 21).is_told
    assert outcome("x.split(',').each { |i| y = [y] }\ny", "a," * 3).value == [[[""]]]


def test_what_a_case_is_of_stands_once_in_the_tree() -> None:
    # of cases in cases, each as often as the one before has branches, the tree had no end
    body = "x"
    for _ in range(22):
        body = f"case {body}\n" + "when 'b'\n" * 9 + "else 'a'\nend"
    with pytest.raises(NotReadError):  # for its depth, at once
        function(body)
    assert outcome("case x.gsub('a', y)\nwhen 'a', 'b'\n1\nwhen 'c'\n2\nend", "a", "c").value == 2
    nested = "case x\nwhen \"#{case y\nwhen 'c' then 'd'\nend}\", 'a' then 2\nend"
    assert outcome(nested, "a", "c").value == 2


def test_what_is_simple_costs_little() -> None:
    told = outcome("x.downcase.strip.gsub(/[^a-z0-9]+/, '-')", "  A Title of a Page ")
    assert told.value == "a-title-of-a-page"
    assert told.steps < 30


def test_what_ends_lines_otherwise_is_no_part_of_a_text() -> None:
    # parse.y (nextc0) takes \r\n for \n, in texts and patterns, too
    assert outcome("y = 'a\nb'\n'c'", "").value == "c"
    with pytest.raises(NotReadError):
        function("'a\r\nb'")
    with pytest.raises(NotReadError):
        function("x =~ /a\r\nb/")


def test_a_default_that_is_nested_too_deep_is_not_read() -> None:
    with pytest.raises(NotReadError):
        read_function(read_script(f"def f(x, y = x{'.to_s' * 200})\nx\nend\n").code[0][:-2])


@pytest.mark.parametrize("opening", ["{", "[", "(", "!", "x[", "f(", '"#{', "if x\n", "x.map { "])
def test_code_that_is_nested_without_end_is_not_read(opening: str) -> None:
    with pytest.raises((NotReadError, ValueError)):  # no ``end`` is left for what no token is read of
        function(opening * 300)


def test_a_default_that_returns_raises_nothing() -> None:
    told = call("f", {"f": read_function(read_script("def f(x = (return 5))\n1\nend").code[0][:-1])}, [], str)
    assert told.value == 5  # no method of Ruby: a void value
