"""What reading the site's tree has shown to be wrong, as findings."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator

from sitecheck.jekyll import Site, WhyNot
from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.span import Place
from sitecheck.text.yaml_tree import NOT_HERE

RULES = {
    "undecodable": "undecodable-file",
    "utf-16": "undecodable-file",
    "nul": "undecodable-file",
    "unreadable": "unreadable-file",
    "not-a-file": "unreadable-file",
    "link-out-of-site": "unreadable-file",
    "link-loop": "unreadable-file",
    "broken-link": "unreadable-file",
    "missing-submodule": "partly-checked",
    "too-deep": "unreadable-file",
    "too-many-files": "unreadable-file",
    "invalid-date": "invalid-date",
    "invalid-image": "invalid-front-matter",
    "invalid-language": "invalid-front-matter",
    "invalid-permalink": "invalid-permalink",
    "invalid-categories": "invalid-front-matter",
    "invalid-excerpt": "invalid-front-matter",
    "invalid-tags": "invalid-front-matter",
    "invalid-data": "invalid-data-file",
    "no-mapping": "invalid-front-matter",
    "no-source": "invalid-config",
    "refused-setting": "invalid-config",
    "blocked-output": "invalid-permalink",
    "lost-pages": "invalid-permalink",
    "invalid-redirect": "invalid-front-matter",
}
"""The rule that a problem of ``sitecheck.jekyll`` belongs to, by the problem's kind."""

_OF_TEXT = frozenset({"undecodable", "utf-16", "nul", "no-mapping"})
"""Problems that whoever reads the file meets, too, and tells with the line."""


_NOT_HERE = frozenset({"missing-submodule"})
"""Problems of the check alone, not of the site."""


def problem_findings(site: Site, read: Container[str]) -> list[Finding]:
    """The site's problems that have a rule, but for those of text in files that are ``read`` anyway."""
    return [*_findings(site, read), *_config_findings(site), *_data_findings(site)]


def _config_findings(site: Site) -> Iterator[Finding]:
    """Configuration files that could not be read at all; what stands in the others, a rule judges."""
    read = {file.path for file in site.config.files}
    for problem in site.config.problems:
        if problem.path not in read:
            place = Place(problem.path, WHOLE_FILE)
            help_ = "Jekyll's build stops here" if problem.stops else "Jekyll takes its defaults"
            yield Finding(
                rule="invalid-config",
                severity=Severity.ERROR,
                message=problem.message,
                place=place,
                help=help_,
            )


def _data_findings(site: Site) -> Iterator[Finding]:
    for file in site.data_files:
        for problem in file.problems:
            severity = Severity.ERROR if problem.stops_jekyll else Severity.WARNING
            severity = Severity.INFO if problem.is_harmless else severity
            related = (Related(Place(file.path, problem.related), "first here"),) if problem.related else ()
            place = Place(file.path, problem.span)
            yield Finding(
                rule="invalid-data-file",
                severity=severity,
                message=problem.message,
                place=place,
                help=_advice(problem.hint, severity is Severity.ERROR),
                related=related,
            )
        if file.message:
            severity, help_ = (Severity.WARNING, NOT_HERE) if file.is_too_large else (Severity.ERROR, "")
            place = Place(file.path, WHOLE_FILE)
            yield Finding("invalid-data-file", severity, file.message, place, help=help_)


def _findings(site: Site, read: Container[str]) -> Iterator[Finding]:
    for problem in site.problems:
        rule = RULES.get(problem.kind)
        is_told = problem.kind in _OF_TEXT and (problem.path in read or _is_no_text(site, problem.path))
        if rule is not None and not is_told:
            severity = Severity.ERROR if problem.fatal else Severity.WARNING
            severity = Severity.INFO if problem.kind in _NOT_HERE else severity
            place = Place(problem.path, problem.span or WHOLE_FILE)
            help_ = _advice(problem.hint, problem.fatal)
            yield Finding(rule, severity, problem.message, place, help=help_)


def _is_no_text(site: Site, path: str) -> bool:
    """Whether a file among posts or drafts is a picture or the like, which Jekyll passes over in silence
    (``PostReader#processable?``): all that is not UTF-8 and has no extension of a text."""
    why = site.unpublished.get(path)
    extension = posixpath.splitext(path)[1].lower()
    is_text = extension in site.config.markdown_ext or extension in (".html", ".htm")
    return why is not None and why.why_not is WhyNot.NOT_UTF8 and not is_text


def _advice(hint: str, stops: bool) -> str:
    consequence = "Jekyll's build stops here" if stops else ""
    return ". ".join(part for part in (hint, consequence) if part)
