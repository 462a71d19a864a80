"""One file: read it, gather its facts, run the file rules. All that a worker does."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

from sitecheck.document import Document, Input, SiteReader, content_frame, look_into
from sitecheck.engine.findings.foreign_directives import first_foreign
from sitecheck.engine.findings.suppress import Suppression, read_suppressions
from sitecheck.errors import MachineError
from sitecheck.files import said_by
from sitecheck.jekyll.intake.unread_text import stops_without_liquid
from sitecheck.model.facts import COPIED, PageFacts, Read
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import Crash, ForeignDirective
from sitecheck.model.span import Place, Span, Stretches
from sitecheck.model.unknown import ReasonKind, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.base import FileRule
from sitecheck.text.source import TextProblem

FileRules = Sequence["FileRule[Any]"]
PARTLY_CHECKED = "partly-checked"
"""The rule that tells what was left out."""
_TOO_MUCH = because(ReasonKind.LIMIT, "what its layout makes of its text takes too much work")
_UNREAD = because(ReasonKind.UNDECIDED, "the file cannot be read as text")


class FileReport(NamedTuple):
    """What is known of one file after reading it; crosses processes and lies in the cache."""

    facts: PageFacts
    reads: tuple[Read, ...] = ()
    """All that was read to know this."""
    findings: tuple[Finding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    foreign: ForeignDirective | None = None
    crashes: tuple[Crash, ...] = ()
    exhausted: bool = False
    """Whether the file needs more work than its share."""
    heavy: bool = False
    """Whether it needed more than its first share."""


def analyze(input_: Input, reader: SiteReader, rules: FileRules) -> FileReport:
    """Reads one file and runs ``rules`` on it; a rule that raises is a crash record, never an exception.

    On the further pages of a paginated list no rule runs: what they would tell of the template they have
    told on the first. Links are judged with the site, on every page.
    """
    with reader.log.noting() as reads:
        reader.url(input_.path)  # what Jekyll makes of the file always counts
        report = _analyze(input_, reader, () if input_.later_url else rules)
    return report._replace(reads=tuple(sorted(reads)))


def _analyze(input_: Input, reader: SiteReader, rules: FileRules) -> FileReport:
    nothing = PageFacts(input_.path, input_.kind, open_ids=_UNREAD)
    try:
        source = reader.source(input_.path)
    except OSError as error:
        return FileReport(nothing, findings=(_unreadable(input_.path, error),))
    if isinstance(source, TextProblem):
        if input_.kind == "include" and input_.path.lower().endswith(_NO_TEXT):
            return FileReport(nothing)  # a page that includes it is told
        return FileReport(nothing, findings=_undecodable(source, input_, reader))
    document = reader.document(source, input_.kind, input_.later_url)
    try:
        return _report(document, reader, rules)
    finally:
        document.let_go()


def _report(document: Document, reader: SiteReader, rules: FileRules) -> FileReport:
    try:
        facts = _facts(document)
    except MachineError:
        raise
    except Exception as error:
        nothing = PageFacts(document.path, document.kind, open_ids=_UNREAD)
        return FileReport(nothing, crashes=(crash_of("sitecheck", document.path, error),))
    if facts.is_generated:
        rules = ()  # it is not the author's work: nothing of it is told
    findings, crashes = _run(rules, document)
    findings = _once(findings)
    reader.log.add_work(document.budget)
    if document.kind == "include":
        findings = [finding._replace(pages=0) for finding in findings]  # by itself it is on no page
    if document.limits:
        absent = {rule.id for rule in rules if rule.needs_whole}
        findings = [*(each for each in findings if each.rule not in absent), *_limits(document)]
    return FileReport(
        facts,
        findings=tuple(findings),
        suppressions=_suppressions(document),
        foreign=first_foreign(document.path, document.text),
        crashes=tuple(crashes),
        exhausted=document.budget.exhausted,
    )


def _facts(document: Document) -> PageFacts:
    record = document.record
    look = look_into(record, document.context) if record is not None and document.is_shown else None
    if look is not None and document.hidden_by not in ("", look.layout.path):
        look = None
    document.is_looked_into = look is not None
    facts = document.facts
    if look is None:
        return facts
    framed = content_frame(document, look)
    if framed is not None and framed.cut:
        facts = facts._replace(open_ids=joined(facts.open_ids, _TOO_MUCH))
    return facts._replace(framed=framed)


def _run(rules: FileRules, document: Document) -> tuple[list[Finding], list[Crash]]:
    findings: list[Finding] = []
    crashes: list[Crash] = []
    kind, is_seen = document.kind, document.is_seen  # the same for all rules
    for rule in rules:
        if kind in rule.kinds and (is_seen or not rule.needs_page):
            try:
                findings += rule.check(document)
            except MachineError:
                raise
            except (Exception, SystemExit) as error:
                crashes.append(crash_of(rule.id, document.path, error))
    return findings, crashes


def _once(findings: list[Finding]) -> list[Finding]:
    """The findings of one page without repetitions: what a loop shows many times is on one page."""
    found: dict[tuple[str, Place, str], Finding] = {}
    for finding in sorted(findings, key=lambda each: -each.severity):
        found.setdefault((finding.rule, finding.place, finding.message), finding)
    return list(found.values())


def _limits(document: Document) -> Iterator[Finding]:
    for place, message in document.limits.items():
        help_ = "a shorter page, or one whose templates do less, is checked whole"
        yield Finding(rule=PARTLY_CHECKED, severity=Severity.INFO, message=message, place=place, help=help_)


def _suppressions(document: Document) -> tuple[Suppression, ...]:
    text = document.text
    yaml_until = len(text) if document.kind in ("config", "data") else document.front_matter.span.end
    found = read_suppressions(text, yaml_until)
    if not found:
        return found
    code, copied = Stretches(_code(document)), Stretches(_copied(document))
    starts = ((each, each.span.start) for each in found)
    return tuple(each for each, at in starts if at not in (copied if text.startswith("{%", at) else code))


def _code(document: Document) -> Iterator[Span]:
    """Where what looks like a comment of HTML is shown to readers."""
    for code in document.markdown.code if document.markdown is not None else ():
        place = document.place(*code.span)
        if place.path == document.path:
            yield place.span


def _copied(document: Document) -> Iterator[Span]:
    """Where what looks like Liquid is none, as in ``{% raw %}``."""
    pieces = document.rendered.pieces if document.has_liquid else ()
    return (
        Span(each.start, each.end) for each in pieces if each.path == document.path and each.kind == "copied"
    )


def crash_of(rule: str, path: str, error: BaseException) -> Crash:
    """The record of a rule that raised."""
    return Crash(rule, path, f"{type(error).__name__}: {error}", traceback.format_exc())


def _unreadable(path: str, error: OSError) -> Finding:
    reason = said_by(error)
    if error.errno == errno.EFBIG:
        return Finding(
            PARTLY_CHECKED,
            Severity.INFO,
            f"the file is not checked: it is {reason}",
            Place(path, WHOLE_FILE),
        )
    return Finding(
        "unreadable-file", Severity.ERROR, f"the file cannot be read: {reason}", Place(path, WHOLE_FILE)
    )


_NO_TEXT = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".bmp", ".pdf", ".zip", ".gz", ".ds_store"),
    *(".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm", ".ogg", ".wav", ".mov"),
    *(".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".jar", ".tif", ".tiff", ".heic", ".psd", ".swp"),
    *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".pyc", ".sqlite"),
)
"""Files that are no text, which lie among includes by chance."""


def _of_no_text(problem: TextProblem, input_: Input, reader: SiteReader) -> tuple[Severity, str]:
    """How bad it is that a file of Jekyll's is no text, and what Jekyll does with it."""
    if problem.kind == "nul":
        return Severity.WARNING, "Jekyll publishes it with that byte"
    is_layout = input_.kind == "layout"
    if input_.kind == "include" or (is_layout and reader.layout_is_used(input_.path) is not True):
        return Severity.WARNING, "Jekyll's build stops if this is rendered"
    if problem.kind == "utf-16":  # by its first bytes Ruby knows the encoding, in which Liquid sees no braces
        return Severity.ERROR, "Jekyll reads no Liquid in it"
    if is_layout or problem.has_liquid or stops_without_liquid(input_.path, reader.site.config):
        return Severity.ERROR, "Jekyll's build stops here"
    return Severity.ERROR, "Jekyll publishes it with its front matter as text, and heeds none of that"


def _undecodable(problem: TextProblem, input_: Input, reader: SiteReader) -> tuple[Finding, ...]:
    place = Place(problem.path, WHOLE_FILE)
    message = f"line {problem.line}: {problem.message}"
    if input_.kind not in COPIED:
        severity, consequence = _of_no_text(problem, input_, reader)
        return (
            Finding(
                rule="undecodable-file",
                severity=severity,
                message=message,
                place=place,
                help=consequence if problem.kind == "nul" else f"save it as UTF-8. {consequence}",
            ),
        )
    if problem.kind == "utf-16":
        help_ = "Jekyll sees no front matter in it and copies the file as it is; save it as UTF-8"
        return (
            Finding(
                rule="undecodable-file", severity=Severity.WARNING, message=message, place=place, help=help_
            ),
        )
    return ()
