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


@pytest.mark.parametrize(
    "coding", ["encoding: utf-8", "-*- coding:  UTF-8 -*-", "coding ways", "!/x\n# coding: utf8"]
)
def test_letters_may_be_said_to_be_those_of_utf_8(coding: str) -> None:
    assert names(read_script(f"# {coding}\na '\u00e9'")) == ["a"]


def test_code_in_strings_is_code() -> None:
    assert sorted(names(read_script('"x #{a} #{"#{b}"} #@c"'))) == ["@c", "a", "b"]
    assert names(read_script("<<~X\n  #{a}\nX\nb")) == ["b", "a"]


@pytest.mark.parametrize("text", ['"#$1"', '"#$&x"', '"#@a"', '"#@@a"', '"#$-w"', '"#$a"'])
def test_a_variable_may_stand_in_a_text_without_braces(text: str) -> None:
    assert len(names(read_script(text))) == 1


@pytest.mark.parametrize("text", ['"#$ "', '"#@1"', '"#$-"', '"#$)"'])
def test_other_marks_of_variables_are_text(text: str) -> None:
    assert names(read_script(text)) == []


def test_of_two_heredocs_in_a_line_the_second_begins_behind_the_first() -> None:
    (tokens,) = read_script("a(<<~X, <<Y)\n  b\n  X\nc\nY\n").code
    assert [token.literal for token in tokens if token.kind is Kind.STRING] == ["  b\n", "c\n"]


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
    [
        'a "b',
        "a <<~X\nb",
        "=begin\nb",
        "a %w(b",
        "a \0",
        '"#{' * 50 + '"',
        "a 'b' \x01",
        "#!/x\n# -*- coding: latin1 -*-\n'\u00e9'",
        "# encoding: latin1\n'\u00e9'",
        '"#{<<~X}"\nX\n',
    ],
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
