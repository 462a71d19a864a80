"""The names in scripts against Ruby's own lexer."""

from __future__ import annotations

import shutil

import pytest
from tests.reference.ruby import ruby_golden as golden

from sitecheck.ruby import Kind, read_script

_READ = (Kind.NAME, Kind.SYMBOL, Kind.LABEL)


def names(text: str) -> list[str] | None:
    """The names, symbols and labels of a script; ``None`` for one that is not understood."""
    script = read_script(text)
    tokens = [token for tokens in script.code for token in tokens if token.kind in _READ and not token.parts]
    words = (token.text for token in tokens)
    return None if script.odd else sorted(word for word in words if word[0].isalpha() or word[0] in "@$_")


def test_names_are_those_that_ruby_reads() -> None:
    texts, answers = golden.scripts(), golden.read()
    asked = [(text, answer) for text, answer in zip(texts, answers, strict=True) if answer is not None]
    understood = [(text, answer) for text, answer in asked if names(text) is not None]
    different = [text for text, answer in understood if names(text) != answer]
    assert not different, "\n----\n".join(different[:5])
    assert len(understood) > 0.97 * len(asked) > 500


@pytest.mark.reference
def test_golden_results_are_what_ruby_says_now() -> None:
    if shutil.which("ruby") is None:
        pytest.skip("ruby is not installed")
    texts = golden.scripts()[::7]
    assert golden.ask(texts) == golden.read()[::7]
