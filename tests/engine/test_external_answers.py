"""What is told of the answers that external links got; the network itself is not asked here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sitecheck.document import SiteFacts
from sitecheck.engine import external
from sitecheck.engine.external import ExternalOptions, check_external
from sitecheck.errors import ConfigError
from sitecheck.model.facts import ExternalStatus
from sitecheck.model.span import Place, Span
from sitecheck.net import NetSettings, UrlStatus, Verdict
from sitecheck.net.settings import TOKEN_VARIABLE

A, B = "https://a.example/", "https://b.example/"
ALIVE = ExternalStatus("alive", "")
SILENT = ExternalStatus("unverifiable", "nobody answered", silent=True)
UNSURE = ExternalStatus("unverifiable", "it answers with 403")
REFUSED = ExternalStatus("refused", "a private address")
SKIPPED = ExternalStatus("skipped", "the time was over")
CHOSEN = ExternalStatus("skipped", "excluded", chosen=True)
OFFLINE = "is this machine offline? None of 2 hosts answered, so no external link was verified"


class Facts:
    """What a site links to."""

    links = ()

    def __init__(self, *urls: str) -> None:
        self.urls = urls

    def external_urls(self) -> dict[str, set[str]]:
        return {url: {"b", "a"} for url in self.urls}


def facts(*urls: str) -> SiteFacts:
    return cast(SiteFacts, Facts(*urls))


@pytest.mark.parametrize(
    ("answers", "stopped", "caution", "notices"),
    [
        ({A: ALIVE, B: ALIVE}, "", "", []),
        ({A: SILENT, B: SILENT}, "", OFFLINE, []),
        ({A: SILENT, A + "x": SILENT}, "", "", ["2 of 2 external links could not be verified"]),
        ({A: SILENT, B: ALIVE}, "", "", ["1 of 2 external links could not be verified"]),
        ({A: SILENT, B: UNSURE}, "", "", ["2 of 2 external links could not be verified"]),
        ({A: SILENT, B: REFUSED}, "", "", ["2 of 2 external links could not be verified"]),
        ({A: SILENT, B: SILENT, "https://c.example/": REFUSED}, "", OFFLINE, []),
        ({A: SILENT, B: SILENT, "https://c.example/": CHOSEN}, "", OFFLINE, []),
        ({A: SILENT, B: ExternalStatus("malformed", "")}, "", "", ["1 of 2 external links could not be verified"]),
        ({A: SKIPPED, B: CHOSEN}, "deadline", "", ["1 of 2 external links were not asked for: the time for it was over"]),
        ({A: SKIPPED, B: SKIPPED}, "interrupted", "", ["2 of 2 external links were not asked for: interrupted"]),
        ({}, "", "", []),
    ],
)  # fmt: skip
def test_what_is_told(
    answers: dict[str, ExternalStatus], stopped: str, caution: str, notices: list[str], tmp_path: Path
) -> None:
    options = ExternalOptions(answers={**answers, "https://other.example/": ALIVE}, stopped=stopped)
    result = check_external(str(tmp_path), facts(*answers), NetSettings(), options)
    assert result.statuses == answers
    assert (result.caution, list(result.notices)) == (caution, notices)


class Network:
    """Answers in the network's place, and remembers what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **statuses: UrlStatus) -> None:
        self.statuses = {f"https://{name}.example/": status for name, status in statuses.items()}
        self.asked: dict[str, tuple[str, ...]] = {}
        self.settings = NetSettings()
        self.stopped = ""
        self.ledger_problem: str | None = None
        self.signal: int | None = None
        monkeypatch.setattr(external, "check_urls", self.check)

    def check(self, queries: Any, net: NetSettings, **_: Any) -> Network:
        self.asked = {query.url: query.fragments for query in queries}
        self.settings = net
        return self


def test_only_what_is_not_known_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "")
    network = Network(
        monkeypatch, b=UrlStatus(Verdict.MOVED, "moved", "it has moved", final_url=A, change=("other",))
    )
    options = ExternalOptions(answers={A: ALIVE})
    result = check_external(str(tmp_path), facts(A, B), NetSettings(), options)
    assert network.asked == {B: ("a", "b")}
    assert not network.settings.allow_private
    assert network.settings.github_token is None
    assert result.statuses == {A: ALIVE, B: ExternalStatus("moved", "it has moved", final_url=A)}
    assert check_external(str(tmp_path), facts(A, B), NetSettings(), options).statuses == result.statuses


@pytest.mark.parametrize(
    ("cause", "chosen", "silent"),
    [
        ("excluded", True, False),
        ("other-scheme", True, False),
        ("deadline", False, False),
        *((cause, False, True) for cause in ("lookup-failed", "host-silent", "timeout", "unreachable")),
    ],
)
def test_why_an_address_was_not_asked(
    cause: str, chosen: bool, silent: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Network(
        monkeypatch, a=UrlStatus(Verdict.SKIPPED, cause, "so it is", sure=False, missing_fragments=("x",))
    )
    status = check_external(str(tmp_path), facts(A), NetSettings(), ExternalOptions()).statuses[A]
    assert status == ExternalStatus(
        "skipped", "so it is", sure=False, missing_fragments=("x",), chosen=chosen, silent=silent
    )


def test_what_the_call_says_of_the_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "a token")
    network = Network(monkeypatch)
    network.ledger_problem = "the ledger could not be kept"
    options = ExternalOptions(allow_private=True, cache_age=2.0)
    result = check_external(str(tmp_path), facts(A), NetSettings(tries=7), options)
    assert (network.settings.allow_private, network.settings.tries) == (True, 7)
    assert network.settings.github_token == "a token"
    assert network.settings.cache_age == 2 * 24 * 60 * 60
    assert result.notices == ("the ledger could not be kept",)
    kept = NetSettings(cache_age=5.0)
    check_external(str(tmp_path), facts(B), kept, ExternalOptions())
    assert network.settings.cache_age == 5.0


def test_an_interruption_ends_the_run_only_where_nothing_may_be_half_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    network = Network(monkeypatch)
    network.stopped = "interrupted"
    options = ExternalOptions()
    assert check_external(str(tmp_path), facts(A), NetSettings(), options).notices == (
        "0 of 0 external links were not asked for: interrupted",
    )
    assert options.signal is not None
    network.asked = {}
    check_external(str(tmp_path), facts(B), NetSettings(), options)
    assert network.asked == {}, "who has interrupted once is not asked to wait again"
    with pytest.raises(KeyboardInterrupt):
        check_external(str(tmp_path), facts(A), NetSettings(), ExternalOptions(all_or_nothing=True))


def test_headers_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Network(monkeypatch)
    monkeypatch.setenv("SITECHECK_HEADERS", "nonsense")
    with pytest.raises(ConfigError, match="environment: "):
        check_external(str(tmp_path), facts(A), NetSettings(), ExternalOptions())


def test_of_files_that_changed_only_their_links_are_asked_for() -> None:
    """However the address is written; a folder that changed is a submodule with files of its own."""
    written = {"a.md": A, "b.md": "//b.example/#x", "in/c.md": "https://c.example/", "d.md": None}
    links = [
        SimpleNamespace(link=SimpleNamespace(href=href, place=Place(path, Span(0, 1))))
        for path, href in written.items()
    ]
    urls = {url: {"x"} for url in (A, B, "https://c.example/")}
    for changed, asked in (("a.md", [A]), ("b.md", [B]), ("in", ["https://c.example/"]), ("d.md", [])):
        given = cast(SiteFacts, SimpleNamespace(links=links))
        assert list(external._of_files(given, urls, frozenset({changed}))) == asked
