"""Ruby as text: what stands in strings and comments is no code, and hostile text costs no more than other text."""

from __future__ import annotations

import time

import pytest
from tests.fuzz.limits import slowness

from sitecheck.ruby import Kind, Script, read_script


def names(script: Script) -> list[str]:
    return [token.text for tokens in script.code for token in tokens if token.kind is Kind.NAME]


@pytest.mark.parametrize(
    "text",
    [
        "a # b\n",
        "a\n=begin\nb\n=end\n",
        "a 'b'\n",
        'a "b \\#{c}"\n',
        "a <<~X\n  b\nX\n",
        "a %w[b c]\n",
        "a /b/\n",
        "a :b\n",
        "a\n__END__\nb\n",
        "a <<-'X'\n #{b}\n X\n",
    ],
)
def test_only_code_has_names(text: str) -> None:
    assert names(read_script(text)) == ["a"]


def test_code_in_strings_is_code() -> None:
    assert sorted(names(read_script('"x #{a} #{"#{b}"} #@c"'))) == ["@c", "a", "b"]
    assert names(read_script("<<~X\n  #{a}\nX\nb")) == ["b", "a"]


def test_literal_texts() -> None:
    (tokens,) = read_script("x 'a\\'b', \"c\\\"\\t\", %q(d(e)f), \"g\" 'h'").code
    assert [token.literal for token in tokens if token.kind is Kind.STRING] == [
        "a'b",
        'c"\t',
        "d(e)f",
        "g",
        "h",
    ]


@pytest.mark.parametrize(
    "text",
    ['a "b', "a <<~X\nb", "=begin\nb", "a %w(b", "a \0", '"#{' * 50 + '"', "a 'b' \x01", '"#{<<~X}"\nX\n'],
)
def test_what_is_not_understood_is_odd(text: str) -> None:
    assert read_script(text).odd


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "a=(",
        "<<~X\n",
        '"#{',
        "%w(",
        "a['",
        "def a(",
        "x /",
        "a.b <<",
        ":a?",
        "=begin\n",
        "File.",
        "|a",
        "a = a + ",
    ],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    start = time.process_time()
    read_script(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 5 * slowness()
