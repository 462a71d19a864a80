from __future__ import annotations

import pytest
from hypothesis import given
from tests.report.samples import Texts, mark
from tests.report.strategies import decoded, unhurried

from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import LineIndex, Place
from sitecheck.report.fingerprint import line_hashes

END = "c129715d7a2bc9a3:1"

# What the function in github/codeql-action gives for these bytes; line → value.
VECTORS: list[tuple[bytes, dict[int, str]]] = [
    (b"", {1: END}),
    (b"a", {1: "53b5d4aabe50d64:1"}),
    (b"a\n", {1: "243cbaa4685aab12:1", 2: END}),
    (b"a\r", {1: "243cbaa4685aab12:1", 2: END}),
    (
        b"---\r\ntitle: x\r\n---\r\n",
        {1: "e4eab31f946fbda7:1", 2: "db863e957fe0ac3e:1", 3: "ee086fff8efa695c:1", 4: END},
    ),
    (
        b"\xef\xbb\xbf---\ntitle: x\n---\n",
        {1: "d7de0a41460d337e:1", 2: "db863e957fe0ac3e:1", 3: "ee086fff8efa695c:1", 4: END},
    ),
    ("# Café 日本\n😀 [x](/y)\n".encode(), {1: "e4e1b789c9bb157c:1", 2: "58ed8f073dfbd787:1", 3: END}),
    ("a\u00a0b\nc\u2028d\n".encode(), {1: "bd4a7a5a91c26941:1", 2: "9c448e2bc145e530:1", 3: END}),
    (b"a\x0bb\x0cc\nd\n", {1: "c55c106d67c34ea8:1", 2: "c13b9b1f9cee4e29:1", 3: END}),
    (
        b"a\n\rb\r\n\nc",
        {
            1: "c52f781a43dbc195:1",
            2: "73409ca04f7d2c2e:1",
            3: "b0367d257df6d03c:1",
            4: "1c206f60a702cfe8:1",
            5: "188ff2f224477a1e:1",
        },
    ),
    (b"a\r \nb\n", {1: "818c3a85b988abe4:1", 2: "bf4c4d48992e2ca5:1", 3: "ade70578248be16f:1", 4: END}),
    (
        bytes.fromhex("6F6B0AFFFE206261640A656E640A"),
        {1: "f0b9f2578076f23b:1", 2: "55112958fe5a2057:1", 3: "fe2be582c6296f40:1", 4: END},
    ),
    (
        (b"x" * 250 + b"\n") * 3,
        {1: "52b56201ffb58620:1", 2: "52b56201ffb58620:2", 3: "52b56201ffb58620:3", 4: END},
    ),
    (
        b"Lorem ipsum dolor sit amet.\n" * 10,
        {1: "a7f2ff13bc495cf2:1", 2: "a7f2ff13bc495cf2:2", 6: "a7f2ff13bc495cf2:6", 7: "a7f2ff1481e87703:1"},
    ),
    (
        b"---\nlayout: post\ntitle: Hello\n---\n\nSee [here](/missing/).\n\nSee [here](/missing/).\n",
        {6: "f8693cea9b80078d:1", 8: "ebcfdc8534ae7661:1"},
    ),
]


@pytest.mark.parametrize(("data", "expected"), VECTORS)
def test_line_hashes_of_github(data: bytes, expected: dict[int, str]) -> None:
    assert line_hashes(data.decode("utf-8", "replace"), expected) == expected


def test_lines_that_are_not_there_have_no_hash() -> None:
    assert list(line_hashes("a\nb", [1, 2, 3, 99])) == [1, 2]


def unrolled(text: str) -> list[str]:
    """The hashes of all lines, unit by unit as the definition says, with a window per line."""
    units: list[int] = []
    starts = [0]
    data = text.encode("utf-16-le")
    raw = [int.from_bytes(data[i : i + 2], "little") for i in range(0, len(data), 2)]
    for number, unit in enumerate(raw):
        if unit in (32, 9) or (unit == 10 and number and raw[number - 1] == 13):
            continue
        units.append(10 if unit == 13 else unit)
        if units[-1] == 10:
            starts.append(len(units))
    units += [65535] + [0] * 100
    hashes: list[str] = []
    for start in starts:
        value = 0
        for unit in units[start : start + 100]:
            value = (value * 37 + unit) % 2**64
        hashes.append(f"{value:x}")
    return [f"{value}:{hashes[: index + 1].count(value)}" for index, value in enumerate(hashes)]


@unhurried
@given(decoded)
def test_line_hashes_agree_with_the_definition(text: str) -> None:
    expected = unrolled(text)
    assert list(line_hashes(text, range(1, len(expected) + 1)).values()) == expected
    assert len(expected) == len(LineIndex(text))


def keys(text: str, *marked: str, rule: str = "broken-link") -> list[str]:
    files = {"a.md": text}
    found = [Finding(rule, Severity.ERROR, "m", mark(files, "a.md", word)) for word in marked]
    return finding_keys(found, Texts(files))


def test_finding_keys_survive_moves_and_edits_nearby() -> None:
    assert keys("[x](/gone/)", "/gone/") == keys("# New\n\nmore text [y](/gone/)\n", "/gone/")
    assert keys("a  b", "a  b") == keys("a\n b", "a\n b")


def test_finding_keys_tell_findings_apart() -> None:
    first, second = keys("/gone/ /gone/", "/gone/", "/gone/")
    other = keys("/lost/", "/lost/")
    rule = keys("/gone/", "/gone/", rule="dead-link")
    assert len({first, second, *other, *rule}) == 4


def test_whole_file_findings_have_a_key() -> None:
    finding = Finding("missing-title", Severity.ERROR, "m", Place("a.md", WHOLE_FILE))
    other = finding._replace(message="n")
    assert len(set(finding_keys([finding, finding, other], Texts({"a.md": "x"})))) == 3
