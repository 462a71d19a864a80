"""Hypothesis strategies: reports about hostile files."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.report.samples import run
from tests.sampled import examples

from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.report import Crash, RunReport
from sitecheck.model.span import Place, Span

unhurried = examples(60)

SNIPPETS = (
    "::error::x",
    "::stop-commands::t",
    "##[add-mask]",
    "##vso[task.complete]",
    "##teamcity[x]",
    "\x1b[31m",
    "\x1b]8;;x\x1b\\",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x85",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\u200d",
    "\ufe0f",
    "e\u0301",
    "日本",
    "👩‍👧",
    "|",
    "`",
    "<b>",
    "&amp;",
    "[a](1)",
    "[a](https://e.org)",
    "![",
    "%0A",
    "%",
    ":",
    ",",
    "=",
    "\\",
    "@me",
    "www.e.org",
    " ",
    "#",
    "[",
    "\udcff",
    "\ud83d",
)

chars = st.characters(codec=None, exclude_categories=())
texts = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(chars, max_size=4)), max_size=8).map("".join)
decoded = texts.map(lambda text: text.encode("utf-8", "replace").decode())
paths = texts.map(lambda text: text.strip("/.\0") or "index.md")


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span inside ``text``."""
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


@st.composite
def findings(draw: st.DrawFn, path: str, text: str) -> Finding:
    """A finding in the file, with everything a finding may have."""
    place = Place(path, draw(spans(text)))
    edit = Edit(draw(spans(text)), draw(texts))
    fix = st.builds(Fix, texts, st.just((edit,)), st.sampled_from(Safety))
    related = st.lists(st.builds(Related, st.just(Place(path, draw(spans(text)))), texts), max_size=2)
    return Finding(
        draw(st.sampled_from(("broken-link", "empty-title"))),
        draw(st.sampled_from(Severity)),
        draw(texts),
        place,
        draw(texts),
        tuple(draw(related)),
        draw(st.none() | fix),
        draw(st.integers(1, 3)),
    )


@st.composite
def reports(draw: st.DrawFn) -> RunReport:
    """A report about one hostile file."""
    path, text = draw(paths), draw(decoded)
    found = draw(st.lists(findings(path, text), max_size=4))
    crashes = draw(st.lists(st.builds(Crash, st.just("broken-link"), paths, texts), max_size=1))
    return run({path: text}, found, crashes=tuple(crashes))
