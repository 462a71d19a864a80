"""What methods return against Ruby itself: never anything else, and mostly at all."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from tests.reference.ruby import methods_golden as golden

from sitecheck.ruby import Function, Kind, NotReadError, call, read_function, read_script

REFUSED = "!"


def functions(script: str) -> dict[str, Function]:
    """The methods of a script, which are not in modules."""
    tokens = read_script(script).code[0]
    begins = [at for at, each in enumerate(tokens) if each.kind is Kind.NAME and each.text == "def"]
    found = {}
    for begin, end in zip(begins, [*begins[1:], len(tokens)], strict=True):
        body = tokens[begin:end]
        last = max(at for at, each in enumerate(body) if each.text == "end")
        function = read_function(body[:last])
        found[function.name] = function
    return found


def admit(value: object) -> object:
    """There are no other values."""
    raise NotReadError


def answers(script: str) -> list[object]:
    """What is worked out for each call."""
    asked = golden.calls(script)
    try:
        methods = functions(script)
    except NotReadError:
        return [REFUSED] * len(asked)
    return [_answer(methods, arguments) for arguments in asked]


def _answer(methods: dict[str, Function], arguments: list[Any]) -> object:
    outcome = call("f", methods, arguments, admit)
    return [outcome.value] if outcome.is_told else REFUSED


def test_methods_return_what_ruby_returns() -> None:
    told = asked = 0
    wrong = []
    for script, expected in zip(golden.methods(), golden.read(), strict=True):
        for arguments, ours, theirs in zip(golden.calls(script), answers(script), expected, strict=True):
            told += ours != REFUSED
            asked += theirs != REFUSED
            if ours != REFUSED and json.dumps(ours, sort_keys=True) != json.dumps(theirs, sort_keys=True):
                wrong.append((script, arguments, ours, theirs))
    assert not wrong, "\n".join(map(str, wrong[:10]))
    assert told > 0.75 * asked > 6_000


@pytest.mark.reference
def test_golden_results_are_what_ruby_says_now() -> None:
    if shutil.which("ruby") is None:
        pytest.skip("ruby is not installed")
    scripts = golden.methods()[::7]
    assert golden.ask(scripts) == golden.read()[::7]
