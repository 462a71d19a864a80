from __future__ import annotations

import re
from random import Random

import pytest

from sitecheck.kramdown.braces import ENDS_ANYWHERE, ENDS_LINE, Braces, Extension, Listing
from sitecheck.kramdown.grammar import ANY, S

LIST = re.compile(r"\{:")
NAME = re.compile(r"\{::([A-Za-z0-9_]+)")
TAILS = {ENDS_LINE: rf"{S}*?\n", ENDS_ANYWHERE: ""}
"""What follows a brace, as kramdown's patterns for blocks and for spans have it."""
PARTS = ("{:", "{::", "{::a", "}", "\\", "\\}", "/", "/}", " ", "\n", "a", "}\n", "\t\n", "x")


def texts(count: int, seed: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choices(PARTS, k=random.randint(1, 14))) for _ in range(count)]


@pytest.mark.parametrize("tail", TAILS, ids=("blocks", "spans"))
@pytest.mark.seeded
def test_lists_end_where_those_of_kramdown_do(tail: re.Pattern[str], seed: int) -> None:
    """``ALD_ANY_CHARS``, ``IAL_BLOCK_START`` and ``EXT_START_STR`` of kramdown 2.4, and ``IAL_SPAN_START``."""
    whole = re.compile(rf"\{{:({ANY}+)\}}{TAILS[tail]}")
    named = re.compile(rf"\{{::([A-Za-z0-9_]+)(?:{S}({ANY}*?)|)(/)?\}}{TAILS[tail]}")
    for text in texts(4000, seed):
        braces = Braces(text, tail)
        for pos in range(len(text)):
            match = whole.match(text, pos)
            wanted = match and Listing(*match.span(1), after=match.end())
            assert braces.listing(LIST.match(text, pos)) == wanted, (text, pos)
            found = braces.extension(NAME.match(text, pos))
            match = named.match(text, pos)
            assert (found is None) == (match is None), (text, pos)
            if found is not None and match is not None:
                inside = text[slice(*found.attributes)]
                same = match[1], match.span(), match[2] or "", match[3] is not None
                assert (found.name, found.span, inside, found.closed) == same, (text, pos)


def test_an_extension_knows_where_it_ends() -> None:
    found = Braces("{::a b /}c", ENDS_ANYWHERE).extension(NAME.match("{::a b /}c"))
    assert found == Extension("a", (0, 9), (5, 7), closed=True)
    assert found.end == 9
