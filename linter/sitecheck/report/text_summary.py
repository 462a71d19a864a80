"""The end of the text report: counts, what silence about links is worth, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sitecheck.model.finding import Severity
from sitecheck.model.fix import Safety
from sitecheck.model.report import LinkSummary, RunReport, Since
from sitecheck.output.safe import log_path, one_line, wrapped
from sitecheck.report.base import ReportOptions, counted, severity_counts
from sitecheck.report.foreign import foreign_directives
from sitecheck.report.terminal import Painter

_MAX_REASONS = 3
_MANY = 20
"""Findings: more than these are counted by rule."""


def summary_lines(report: RunReport, painter: Painter, options: ReportOptions) -> list[str]:
    """The summary, one fact a line; a line longer than ``options.width`` goes on below, indented."""
    width = options.width
    lines = [_crash(crash.rule, crash.path, crash.error, painter) for crash in report.crashes]
    lines.append(_verdict(report, painter))
    lines += _wrapped(_not_shown(report), width)
    lines += _wrapped(links_line(report), width)
    if report.caution:
        told = _wrapped(f"{report.caution[0].upper()}{report.caution[1:]}.", width)
        lines += [painter.severity(Severity.WARNING, line) for line in told]
    if report.skipped_rules:
        names = ", ".join(report.skipped_rules)
        lines += _wrapped(f"Not run without --external: {names}.", width)
    if options.statistics:
        lines += _statistics(report)
    elif len(report.findings) > _MANY:
        lines += _wrapped(f"By rule: {_by_rule(report)}.", width)
    directives = foreign_directives(report)
    if directives:
        lines += _wrapped(f"{directives}.", width)
    lines += _next_steps(report)
    return lines


def _not_shown(report: RunReport) -> str:
    """What is left out as mild, by rule: "Not shown: 2 unpublished-post (…).", "" for nothing."""
    told = _by_rule(report._replace(findings=report.hidden))
    return f"Not shown: {told} (--min-severity info tells all)." if told else ""


def _wrapped(text: str, width: int) -> list[str]:
    if not text:
        return []
    first, *rest = wrapped(text, max(30, width - 2))
    return [first, *(f"  {line}" for line in rest)]


def _crash(rule: str, path: str, error: str, painter: Painter) -> str:
    label = painter.severity(Severity.ERROR, "internal error:")
    return f"{label} rule {rule} failed on {log_path(path)}: {one_line(error)}"


def _verdict(report: RunReport, painter: Painter) -> str:
    """ "2 errors, 1 warning in 12 files (10 pages)", in the colour of the worst."""
    counts = severity_counts(report)
    counts = counts[0].upper() + counts[1:]
    worst = report.worst()
    told = painter.paint("good", counts) if worst is None else painter.severity(worst, counts)
    suppressed = f"; {counted(report.suppressed, 'finding')} suppressed" if report.suppressed else ""
    return f"{told} in {_files(report)}{suppressed}{accepted(report)}."


def _files(report: RunReport) -> str:
    """ "12 files (10 pages)", "1 of 12 files" where findings of one are told."""
    files = counted(report.files, "file")
    if report.asked is not None:
        return f"{report.asked:,} of {files}"
    return f"{files} ({counted(report.pages, 'page')})" if report.pages else files


def accepted(report: RunReport) -> str:
    """What is held back, worst first: "; 2 errors accepted by the baseline; 3 infos not shown"."""
    held = ((report.baselined, "accepted by the baseline"), (report.hidden, "not shown"))
    counts = ((severity_counts(report._replace(findings=found)), why) for found, why in held if found)
    return "".join(f"; {count} {why}" for count, why in counts) + _since(report.since)


def _since(since: Since | None) -> str:
    """What a change left and what it mended: "; 12 findings were there at main, 3 others are mended"."""
    if since is None:
        return ""
    were = "was" if len(since.old) == 1 else "were"
    mended = f", {since.mended:,} mended" if since.mended else ""
    return f"; {counted(len(since.old), 'finding')} {were} there at {one_line(since.revision)}{mended}"


def _by_rule(report: RunReport) -> str:
    """How many findings each rule has, the most first: "12 broken-link, 3 image-alt"."""
    rules = Counter(finding.rule for finding in report.findings)
    return ", ".join(f"{number:,} {rule}" for rule, number in _commonest(rules))


def _statistics(report: RunReport) -> list[str]:
    """Findings of each rule and dynamic links for each reason, commonest first; seconds of each phase."""
    rules = Counter(finding.rule for finding in report.findings)
    seconds = [f"{took:>7.2f}  {name}" for name, took in report.phases]
    return [
        *_table("Findings by rule:", rules),
        *_table("Dynamic links by reason:", report.links.reasons),
        *(["Seconds by phase:", *seconds] if seconds else []),
    ]


def _table(title: str, counts: Mapping[str, int]) -> list[str]:
    rows = [f"{number:>7,}  {one_line(name)}" for name, number in _commonest(counts)]
    return [title, *rows] if rows else []


def _commonest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def links_line(report: RunReport) -> str:
    """ "Links: 12 proven good, 1 broken.", "" where there is none. They are those of all files, also where
    findings of some are asked for."""
    whose = "" if report.asked is None else " of the whole site"
    return f"Links{whose}: {_link_facts(report.links)}." if any(report.links[:5]) else ""


def _link_facts(links: LinkSummary) -> str:
    """What is known of the links: "12 proven good, 1 broken, 3 dynamic (…), 4 external, not looked up"."""
    parts = [f"{links.proven:,} proven good"]
    if links.broken:
        parts.append(f"{links.broken:,} broken")
    if links.dynamic:
        parts.append(f"{links.dynamic:,} dynamic, not judged{_reasons(links)}")
    if links.external:
        looked_up = f"{links.checked:,} looked up" if links.checked else "not looked up"
        parts.append(f"{links.external:,} external ({looked_up})")
    return "; ".join(parts)


def _reasons(links: LinkSummary) -> str:
    """The commonest reasons why links are dynamic."""
    common = _commonest(links.reasons)
    told = [f"{reason}: {number:,}" for reason, number in common[:_MAX_REASONS]]
    if len(common) > _MAX_REASONS:
        told.append("…")
    return f" ({', '.join(told)})" if told else ""


def _next_steps(report: RunReport) -> list[str]:
    """The commands that help with these findings."""
    levels = [finding.fix.safety for finding in report.findings if finding.fix is not None]
    safe, unsafe = levels.count(Safety.SAFE), levels.count(Safety.UNSAFE)
    steps: list[tuple[str, str]] = []
    if safe:
        steps.append(("sitecheck fix", f"repairs {counted(safe, 'finding')}"))
    if unsafe:
        noun = "more finding" if safe else "finding"
        steps.append(("sitecheck fix --unsafe", f"repairs {counted(unsafe, noun)}"))
    if report.findings:
        worst = max(report.findings, key=lambda finding: finding.severity)
        steps.append((f"sitecheck explain {worst.rule}", "says why, and what to do"))
    width = max((len(command) for command, _ in steps), default=0)
    return [f"  {command:<{width}}  {effect}" for command, effect in steps]
