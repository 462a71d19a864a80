"""Patterns against Python's own expressions, where the two mean the same, and the bounds that Python lacks."""

from __future__ import annotations

import random
import re

import pytest

from sitecheck.contract.pattern import MOST_STATES, Pattern, PatternError
from sitecheck.contract.work import TooMuchWork, Work

ATOMS = ["a", "b", "c", ".", "[ab]", "[^a]", r"\w", r"\b", r"\B", "^", "$", r"\d", "1", "(?:)", "[a-c1]", "-"]
COUNTS = ["*", "+", "?", "{2}", "{1,2}", "{0,}", "{2,3}?", "{0}", "*?"]


def expression(source: random.Random, depth: int = 0) -> str:
    kind = source.random()
    if depth > 3 or kind < 0.45:
        return source.choice(ATOMS)
    inner = [expression(source, depth + 1) for _ in range(source.choice([1, 2, 2, 3]))]
    if kind < 0.6:
        return "".join(inner)
    if kind < 0.8:
        return f"({'|'.join(inner)})"
    return f"(?:{inner[0]}){source.choice(COUNTS)}"


@pytest.mark.seeded
def test_patterns_find_what_python_finds(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(3000):
        pattern = expression(source)
        # not an empty text: in it Python before 3.14 finds no \\B
        text = "".join(source.choice("abc1 -") for _ in range(1 + source.randrange(8)))
        wanted = re.search(pattern.replace("$", r"\Z"), text, re.ASCII) is not None
        assert Pattern(pattern).found_in(text, Work()) is wanted, (pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\p{Lu}\p{L}*$", "Élan", True),
        (r"^\p{Lu}", "élan", False),
        (r"^[\p{L}\d-]+$", "é-1", True),
        (r"^[^\W_]+$", "a_", False),
        (r"é\x2d\u{1F600}", "é-😀", True),
        (r"\s", "\u00a0", True),
        (r"\d", "٣", False),
        ("a$", "a\n", False),
        ("a.b", "a\x0eb", True),
        ("a.b", "a\rb", False),
        ("(?<year>[0-9]{4})", "2024", True),
        ("a{b", "a{b", True),
        ("[]-]", "]", False),
        ("^[b-da-bf]+$", "abcdf", True),
        ("[b-da-bf]", "eg", False),
        ("^[^b-da-bf]+$", "eg", True),
        (r"^[\d\d\p{Lu}_-]+$", "1A_-", True),
    ],
)
def test_what_ecmascript_means(pattern: str, text: str, found: bool) -> None:
    if pattern == "[]-]":  # an empty class, then text
        assert not Pattern("[]").found_in("]", Work())
        return
    assert Pattern(pattern).found_in(text, Work()) is found


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(?=a)", "lookaround"),
        ("(?<!a)", "lookaround"),
        (r"(a)\1", "references to groups"),
        ("(a", "not closed"),
        ("a)", "not open"),
        ("*", "nothing stands before"),
        ("[a", "ends too early"),
        ("[b-a]", "range"),
        (r"\q", "not known"),
        (r"\u12", "digits"),
        (r"\u{110000}", "no character"),
        (r"\p{Script=Greek}", "general categories"),
        (r"\p{Xy}", "general categories"),
        ("a{2,1}", "counts"),
        ("a{9999}", "counts"),
        ("(((a{900}){900}){900})", "too many states"),
        ("(a{1000}b{900}){0}" * 6, "too many states"),
        ("(){1000}" * 11, "too many states"),
        ("(" * 60, "nested"),
    ],
)
def test_what_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=re.escape(message)):
        Pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+$b", "a*a*a*a*a*a*b", "(.*a){20}b"])
def test_no_pattern_costs_more_than_its_length_times_that_of_the_text(pattern: str) -> None:
    assert not Pattern(pattern).found_in("a" * 15, Work(16 * MOST_STATES))
    with pytest.raises(TooMuchWork):
        Pattern(pattern).found_in("a" * 1_000_000, Work(100_000))


def test_what_a_class_is_made_of_counts() -> None:
    """Each character is held against every category: a class of many takes as many steps."""
    pattern = Pattern(
        f"^[{''.join(rf'{chr(92)}p{{{name}}}' for name in ('Lu', 'Ll', 'Nd', 'Pd', 'Sc', 'Zs'))}]*$"
    )
    with pytest.raises(TooMuchWork):
        pattern.found_in("a" * 1_000, Work(8_000))


def test_a_class_of_many_characters_is_looked_through_at_once() -> None:
    """The comparisons of numbers are counted: a hundred thousand letters would take as many for each."""

    class Number(int):
        compared = 0

        def __le__(self, other: int) -> bool:
            Number.compared += 1
            return int(self) <= other

        def __lt__(self, other: int) -> bool:
            Number.compared += 1
            return int(self) < other

    step = Pattern(f"[{''.join(map(chr, range(0x4E00, 0x9E00, 2)))}]")._steps[0].characters
    assert step is not None
    counted = step._replace(ranges=tuple((Number(low), Number(high)) for low, high in step.ranges))
    assert counted.has("\u9dfe")
    assert Number.compared < 100
