"""Check the script catalogue, and make the file that rules read from the files that people edit.

python tools/check_scripts_catalogue.py            # what is wrong with it, and whether the JSON is up to date
python tools/check_scripts_catalogue.py --write    # make the JSON
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "linter"), str(ROOT / "rules")]

from sitecheck_rules.scripts import _catalogue  # noqa: E402 - the path is set above
from sitecheck_rules.scripts._inline import match_text  # noqa: E402
from sitecheck_rules.scripts._versions import parse_version  # noqa: E402

DATA = ROOT / "rules" / "sitecheck_rules" / "scripts" / "data"
TARGET = DATA / "catalogue.json"
HEALTHY = ROOT / "tests" / "rules" / "healthy_addresses.txt"
TABLES = ("https", "integrity")
ONLY_IN_SOURCE = ("sources", "confidence", "tests", "misses")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WRITTEN_ID = re.compile(r"^- id: (\S+)", re.MULTILINE)
_NESTED = re.compile(r"\((?:\?:)?(?![-./_?])[^()]*[+*]\)(?:[+*]|\{\d*,)")
"""A repetition of what ends with a repetition, unless each round begins with a sign of its own."""
_SOURCE = re.compile(
    r"[./]|(?:CVE|GHSA)-|^npm package |README|notice|reports|standard|milestone|changelog| docs "
)
_INTEGRITY = re.compile(r"sha384-[A-Za-z0-9+/]{64}")
_REQUIRED = ("id", "category", "why", "effect", "advice", "sources", "confidence", "tests")
_MATCHERS = ("hosts", "packages", "files", "text", "markup")


def read_source() -> tuple[list[dict[str, Any]], list[str], dict[str, str]]:
    """The entries, the https hosts and the integrity values as they are written."""
    tables = {name: yaml.safe_load((DATA / f"{name}.yml").read_text("utf-8")) for name in TABLES}
    entries: list[dict[str, Any]] = []
    for path in sorted(DATA.glob("*.yml")):
        if path.stem not in TABLES:
            entries += yaml.safe_load(path.read_text("utf-8"))
    return entries, tables["https"], tables["integrity"]


def render() -> str:
    """The text of the JSON file."""
    entries, https, integrity = read_source()
    kept = [{key: e[key] for key in sorted(e) if key not in ONLY_IN_SOURCE} for e in entries]
    lines = ",\n".join(json.dumps(e, ensure_ascii=False, sort_keys=True) for e in kept)
    tables = json.dumps({"https": https, "integrity": integrity}, ensure_ascii=False, indent=1)
    return f'{{"entries": [\n{lines}\n],\n{tables.removeprefix("{").lstrip()}\n'


def problems() -> Iterator[str]:
    """One line for each thing that is wrong with the sources."""
    entries, https, integrity = read_source()
    yield from _order_problems()
    ids = [entry.get("id", "?") for entry in entries]
    yield from (f"{id_}: the id is used twice" for id_ in {i for i in ids if ids.count(i) > 1})
    yield from (line for entry in entries for line in form_problems(entry))
    yield from overlap_problems(entries)
    yield from (f"{key}: not a SHA-384 value" for key, v in integrity.items() if not _INTEGRITY.fullmatch(v))
    catalogue = _catalogue.Catalogue(map(read_record, entries), https, integrity)
    yield from (line for entry in entries for line in example_problems(entry, catalogue))
    yield from healthy_problems(catalogue)


def _order_problems() -> Iterator[str]:
    for path in sorted(DATA.glob("*.yml")):
        ids = _WRITTEN_ID.findall(path.read_text("utf-8"))
        yield from (f"{path.name}: {b} comes after {a}" for a, b in itertools.pairwise(ids) if a > b)


def overlap_problems(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The hosts that two entries claim for the same use, each without a path."""
    claims: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.get("paths") or entry.get("unless"):
            continue
        for claim in itertools.product(entry.get("hosts", ()), entry.get("loads", _catalogue.LOADS)):
            other = claims.setdefault(claim, entry["id"])
            if other != entry["id"]:
                yield f"{entry['id']}: {other} has the host {claim[0]}, too"
                break


def read_record(record: Mapping[str, Any]) -> _catalogue.Entry:
    """The entry of a record as it is written."""
    return _catalogue.read_entry({k: v for k, v in record.items() if k not in ONLY_IN_SOURCE})


def form_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the form of one entry."""
    name = entry.get("id", "an entry without id")
    yield from (f"{name}: {key} is missing" for key in _REQUIRED if not entry.get(key))
    if not _ID.fullmatch(name):
        yield f"{name}: not a kebab-case id"
    if entry.get("category") not in _catalogue.CATEGORIES:
        yield f"{name}: unknown category"
    if "since" in entry and not _DATE.fullmatch(str(entry["since"])):
        yield f"{name}: {entry['since']!r} is not a date"
    if entry.get("confidence") not in ("high", "medium"):
        yield f"{name}: confidence must be high or medium"
    if not any(entry.get(key) for key in _MATCHERS):
        yield f"{name}: matches nothing"
    if any("not verified" in source for source in entry.get("sources", ())):
        yield f"{name}: a source must say where the fact stands"
    if unknown := set(entry.get("loads", ())) - set(_catalogue.LOADS):
        yield f"{name}: unknown loads {sorted(unknown)}"
    sources = [str(source) for source in entry.get("sources", ())]
    if len(set(sources)) < len(sources) or any(not _SOURCE.search(source) for source in sources):
        yield f"{name}: a source names a page, a file or an advisory, and each once"
    yield from _words(name, entry)
    yield from _patterns(name, entry)


def _words(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("why", "effect", "advice"):
        text = entry.get(key, "")
        if text.endswith(".") or len(text) > 170:
            yield f"{name}: {key} is a clause of at most 170 characters without a full stop"
    if any(host != host.lower() for host in entry.get("hosts", ())):
        yield f"{name}: hosts are written in lower case"
    if any(package != package.lower() for package in entry.get("packages", ())):
        yield f"{name}: packages are written in lower case"


def _patterns(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    remedy = entry.get("remedy", {})
    templates = remedy.get("rewrite", ())
    positive = [*entry.get("paths", ()), *entry.get("text", ()), entry.get("file", "")]
    cleared = (entry.get("unless", ""), remedy.get("unless", ""))
    everything = [*positive, *cleared, *(old for old, _ in templates)]
    yield from (f"{name}: {pattern!r} is no expression" for pattern in everything if not _compiles(pattern))
    yield from (f"{name}: {each!r} may take quadratic time" for each in everything if _NESTED.search(each))
    if any("(?!" in pattern or "(?<!" in pattern for pattern in positive):
        yield f"{name}: say what clears an address in `unless`, which knows about unknown parts"
    yield from (f"{name}: {new!r} is not https" for _, new in templates if not new.startswith("https://"))
    if "bump" in remedy and not parse_version(remedy["bump"]["version"]).exact:  # type: ignore[union-attr]
        yield f"{name}: a fix leads to an exact version"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def example_problems(entry: Mapping[str, Any], catalogue: _catalogue.Catalogue) -> Iterator[str]:
    """The examples of one entry that ``catalogue`` gets wrong."""
    for example in entry.get("tests", ()):
        if entry["id"] not in _found(example, entry, catalogue):
            yield f"{entry['id']}: does not match its test {example}"
    for example in entry.get("misses", ()):
        if entry["id"] in _found(example, entry, catalogue):
            yield f"{entry['id']}: matches {example}"


def _found(example: str, entry: Mapping[str, Any], catalogue: _catalogue.Catalogue) -> list[str]:
    kind, _, rest = example.partition(":")
    if kind == "text":
        hit = match_text(catalogue, rest)
        return [hit.entry.id] if hit else []
    if kind == "markup":
        found = catalogue.match_markup(rest, [rest[1:]], rest.removeprefix("[type=").removesuffix("]"))
        return [each.id for each in found]
    loads = [*entry.get("loads", _catalogue.LOADS), _catalogue.LINK]
    return [match.entry.id for load in loads for match in catalogue.matches(example, load, optional=True)]


def healthy_problems(catalogue: _catalogue.Catalogue) -> Iterator[str]:
    """The healthy addresses that ``catalogue`` reports."""
    for line in HEALTHY.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            for load in (*_catalogue.LOADS, _catalogue.LINK):
                if hit := catalogue.match(line, load):
                    yield f"{hit.entry.id}: matches the healthy address {line} as {load}"


def main(arguments: list[str]) -> int:
    """Check, or write with ``--write``; 1 when something is wrong."""
    if "--write" in arguments:
        TARGET.write_text(render(), encoding="utf-8")
    found = list(problems())
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != render():
        found.append(f"{TARGET.relative_to(ROOT)} is out of date: run make docs")
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
