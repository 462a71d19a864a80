"""Quick patterns find what the plain ones find that they stand for."""

from __future__ import annotations

import re
import tracemalloc
from random import Random

from sitecheck.kramdown import grammar
from sitecheck.kramdown.facts import leaf_traps
from sitecheck.kramdown.span import leaf, parser

_FULL = re.compile(r"[*_`<\[\\&]|\$\$|\{:|~~|!\[|[^\\]?[\"']|--|\.\.\.| ?(?:<<|>>)|  (?=\n)", re.DOTALL)
_FACTS = re.compile(r"[*_`<\[\\]|\$\$|\{:|~~|!\[")
_LEAF = re.compile(r"[\[<`]|\$\$|\{:")
_CHANGE = re.compile(r"[*_`<\[\\&\"']|\$\$|\{:|~~|!\[|--|\.\.\.|<<|>>")
_SUSPECT = re.compile(
    r"\*\*|\[\^|\](?:[ \t]*\n)?[ \t]*\([\w#/.]|\)\[|\{[:#.]|``"
    r"|^ {0,3}(?:#|\[[^\]\n]+\]:|\d+\)|[•▪‣◦●]|[+*-][ \t]|\d+\.[ \t])|^---[ \t]*$",
    re.MULTILINE,
)
_SIGNS = "ab1 \n*_`<>[]()\\&\"'$~!-.{}:#^+•"


def _texts() -> list[str]:
    random = Random(7)
    return ["".join(random.choices(_SIGNS, k=random.randint(0, 12))) for _ in range(20_000)]


def test_marks_are_found_where_they_stand() -> None:
    quick = parser._TRIGGERS[True, False]
    for text in _texts():
        plain, found = _FULL.search(text), quick.search(text)
        assert (plain is None) is (found is None)
        if plain is not None and found is not None:
            is_second = text[found.start()] in "\"'" and found.start() > 0
            assert found.start() - is_second == plain.start()


def test_what_may_hold_facts_is_told_alike() -> None:
    random = Random(8)
    for text in _texts():
        assert bool(_FACTS.search(text)) is bool(parser._TRIGGERS[False, False].search(text))
        assert bool(_LEAF.search(text)) is bool(leaf._FACT.search(text))
        assert bool(_CHANGE.search(text)) is bool(leaf._CHANGE.search(text))
        start, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        assert bool(_SUSPECT.search(text, start, end)) is leaf_traps._is_suspect(text, start, end)


def test_a_rule_is_one_for_kramdown_and_takes_no_memory() -> None:
    written = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n")  # kramdown 2.4, HR_START
    random = Random(7)
    texts = [
        "".join(random.choices("*_- \t", [1, 1, 3, 5, 2], k=random.randint(0, 9))) + "\n"
        for _ in range(20_000)
    ]
    ends = [(grammar.RULE.match(text), written.match(text)) for text in texts]
    assert all((a and a.end()) == (b and b.end()) for a, b in ends)
    assert sum(a is not None for a, _ in ends) > 100
    tracemalloc.start()
    try:
        grammar.RULE.match("- " * 200_000 + "a\n")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
