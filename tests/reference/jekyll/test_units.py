"""Small functions against the answers of real Ruby and Jekyll."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.reference.jekyll import units

from sitecheck.jekyll.addresses.slug import slugify, titleize
from sitecheck.jekyll.addresses.url import PermalinkError, escape_path, sanitize
from sitecheck.jekyll.configuration.config import DEFAULTS
from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.files.data_files import sanitize as data_key
from sitecheck.jekyll.ruby import extname
from sitecheck.text.fence import has_header, split
from sitecheck.text.wildcards import fnmatch
from sitecheck.text.yaml_scalar import Symbol
from sitecheck.text.yaml_tree import load_yaml

KNOWN_DIFFERENT = ("!!omap", "true: b", "!ruby/", "!!set")
"""An ordered map is a list of pairs here; Python's keys 1 and true are one; SafeYAML refuses no tag."""


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    return units.questions()


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    return units.read()


def show(value: Any) -> Any:
    """A value in the notation of ``units.rb``."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return "float:" + {"nan": "nan", "inf": "Infinity", "-inf": "-Infinity"}.get(str(value), str(value))
    if isinstance(value, Symbol):
        return f"sym:{value.name}"
    if isinstance(value, str):
        return f"str:{value}"
    if isinstance(value, datetime):
        offset = value.utcoffset()
        assert offset is not None
        return f"time:{value.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S.%f} {int(offset.total_seconds())}"
    if isinstance(value, date):
        return f"date:{value}"
    if isinstance(value, list):
        return [show(item) for item in value]
    return {"hash": [[show(key), show(item)] for key, item in value.items()]}


def plain_keys(shown: Any) -> Any:
    """Keys that are collections, as our records hold them: text."""
    if isinstance(shown, list):
        return [plain_keys(item) for item in shown]
    if isinstance(shown, dict):
        pairs = shown["hash"]
        return {"hash": [["key" if _is_nested(k) else k, plain_keys(v)] for k, v in pairs]}
    return shown


def _is_nested(key: Any) -> bool:
    return isinstance(key, (list, dict)) or (isinstance(key, str) and key.startswith(("str:[", "str:{")))


def test_yaml_values_are_psychs(asked: dict[str, Any], answers: dict[str, Any]) -> None:
    wrong = []
    for text, answer in zip(asked["yaml"], answers["yaml"], strict=True):
        document = load_yaml(text)
        if any(part in text for part in KNOWN_DIFFERENT):
            continue
        if "error" in answer:
            same = document.failed
        else:
            same = not document.failed and plain_keys(show(document.value)) == plain_keys(answer["ok"])
        if not same:
            wrong.append((text, answer, document))
    assert wrong == []
    assert sum("error" in answer for answer in answers["yaml"]) > 500


def test_front_matter_is_split_where_jekyll_splits(asked: dict[str, Any], answers: dict[str, Any]) -> None:
    for text, (header, parts) in zip(asked["split"], answers["split"], strict=True):
        found = split(text)
        ours = [text[: found.yaml.end], text[found.body :]] if found else None
        assert (has_header(text.encode()), ours) == (header, parts), text


def test_dates_are_rubys(asked: dict[str, Any], answers: dict[str, Any]) -> None:
    unknown = 0
    for (text, zone), want in zip(asked["date"], answers["date"], strict=True):
        found = _moment(text, zone)
        unknown += found == "unknown"
        assert found in ("unknown", "ancient", want), (text, zone)
    assert unknown <= 6


def _moment(text: str, zone: str) -> str | None:
    try:
        moment = parse_date(text, ZoneInfo(zone))
    except UnknownDate:
        return "unknown"
    except ValueError:
        return None
    # Before standard time Ruby drops the seconds of the offset.
    return "ancient" if moment.year < 1900 else f"{moment:%Y-%m-%d %H:%M:%S %z}"


def test_slugs_are_jekylls(asked: dict[str, Any], answers: dict[str, Any]) -> None:
    for (text, mode, cased), want in zip(asked["slug"], answers["slug"], strict=True):
        assert slugify(text, mode, cased) == want, (text, mode)
    for text, want in zip(asked["title"], answers["title"], strict=True):
        assert titleize(text) == want


def test_addresses_are_escaped_and_sanitized_as_jekyll_does(
    asked: dict[str, Any], answers: dict[str, Any]
) -> None:
    for text, want in zip(asked["escape"], answers["escape"], strict=True):
        if want is None:
            with pytest.raises(PermalinkError):
                escape_path(text)
        else:
            assert escape_path(text) == want
    assert [sanitize(text) for text in asked["sanitize"]] == answers["sanitize"]


def test_names_and_globs_are_rubys(asked: dict[str, Any], answers: dict[str, Any]) -> None:
    assert [extname(text) for text in asked["extname"]] == answers["extname"]
    assert [fnmatch(pattern, path) for pattern, path in asked["fnmatch"]] == answers["fnmatch"]
    assert [data_key(text) for text in asked["key"]] == answers["key"]


def test_defaults_of_the_configuration_are_jekylls(answers: dict[str, Any]) -> None:
    assert answers["settings"] == DEFAULTS


@pytest.mark.reference
def test_real_ruby_still_answers_so(answers: dict[str, Any]) -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    assert units.ask() == answers
