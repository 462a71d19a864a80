from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import Document, FileRule, Finding, Invalid, Place, Severity, Valid, option
from sitecheck_rules.scripts._catalogue import HOSTILE, Entry, Match, catalogue, ignored_entries
from sitecheck_rules.scripts._repair import Styles, inline_findings, message, repair, subject_of, with_styles
from sitecheck_rules.scripts._resources import KINDS, Resource, resources

_SEVERITIES = {
    "dead-host": Severity.ERROR,
    "vulnerable": Severity.WARNING,
    "removed-feature": Severity.WARNING,
    "deprecated-service": Severity.WARNING,
    "superseded-major": Severity.INFO,
    "obsolete-api": Severity.INFO,
}
_PASSIVE = frozenset({"image", "media"})


@dataclass(frozen=True)
class Options:
    optional: bool = option(
        False, "also report what works and is no longer developed, such as MathJax 2 or Font Awesome 4"
    )
    ignore: tuple[str, ...] = ignored_entries()


class DeprecatedScript(FileRule[Options]):
    """A page loads something whose host is dead or whose version has been left behind.

    ## What it does

    Compares every script, style sheet, font, picture and frame that a page loads from elsewhere with a
    catalogue of hosts and versions: hosts that no longer answer (`cdn.mathjax.org`, `cdn.rawgit.com`),
    versions with published security holes (jQuery before 3.5), features that browsers removed (Flash),
    services that ended (Universal Analytics). Each entry has its date and its sources. Inline scripts are
    searched for the same addresses. Addresses that Liquid builds from unknown values are left alone.

    A dead host is an error (a warning for a picture), a security hole, a removed feature and an ended
    service a warning, an old major version or an address without a version an information.

    ## Why is this bad?

    Such a page still builds, and looks fine to who wrote it years ago. Its visitors see raw formulas, empty
    boxes and broken pictures, wait for servers that never answer, or run a library whose holes are public.

    ## Fix safety

    Safe where the same version moves to a host that is alive, where the last release of the same line takes
    the place of an older one, or where a tag goes that has no effect. Style sheets of the same package in the
    file go along with its script. Moves to another major version are unsafe. A tag with an `integrity` value
    is only changed when the new file's value is known.

    ## References

    - <https://www.mathjax.org/cdn-shutting-down/>
    - <https://github.com/RetireJS/retire.js> (affected versions)
    - <https://endoflife.date>
    """

    kinds = KINDS
    Options = Options
    valid = (
        Valid('<script src="https://cdn.jsdelivr.net/npm/mathjax@4.1.3/tex-mml-chtml.js"></script>\n'),
        Valid("See [the old address](https://cdn.mathjax.org/).\n", why="a link loads nothing"),
        Valid('<script src="/assets/js/site.js"></script>\n'),
        Valid(
            '<script src="https://cdn.jsdelivr.net/npm/jquery@{{ site.time }}/jquery.js"></script>\n',
            why="the version is not known before the build",
        ),
    )
    invalid = (
        Invalid(
            '<script src="https://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML"></script>\n',
            at="https://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML",
            message="since 2017-04-30",
            severity=Severity.ERROR,
            fixed='<script src="https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js?config=TeX-MML-AM_CHTML">'
            "</script>\n",
        ),
        Invalid(
            '<script src="https://cdn.mathjax.org/mathjax/latest/MathJax.js"></script>\n',
            path="copied.html",
            message="since 2017-04-30",
            severity=Severity.ERROR,
            fixed='<script src="https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js"></script>\n',
        ),
        Invalid(
            '<script src="//stackpath.bootstrapcdn.com/bootstrap/5.1.3/js/bootstrap.min.js"></script>\n',
            at="//stackpath.bootstrapcdn.com/bootstrap/5.1.3/js/bootstrap.min.js",
            fixed='<script src="https://cdn.jsdelivr.net/npm/bootstrap@5.1.3/dist/js/bootstrap.min.js"></script>\n',
        ),
        Invalid(
            '<script async src="https://www.googletagmanager.com/gtag/js?id=UA-1234567-1"></script>\n'
            "<script>\n  gtag('config', 'G-ABC123DEF4');\n</script>\n",
            at="https://www.googletagmanager.com/gtag/js?id=UA-1234567-1",
            why="no fix takes the script away that the other id needs",
        ),
        Invalid(
            "![a kitten](https://placekitten.com/200/300)\n",
            at="https://placekitten.com/200/300",
            fixed="![a kitten](https://placecats.com/200/300)\n",
        ),
        Invalid(
            "<script>\n  ga('create', 'UA-1234567-1', 'auto');\n</script>\n",
            at="'UA-1234567-1'",
            message="no longer counts",
        ),
        Invalid(
            '<script src="https://code.jquery.com/jquery-3.4.1.slim.min.js" integrity="sha384-abc"'
            ' crossorigin="anonymous"></script>\n',
            fixed='<script src="https://code.jquery.com/jquery-3.7.1.slim.min.js" integrity="sha384-'
            '5AkRS45j4ukf+JbWAfHL8P4onPA9p0KwwP7pUdjSQA3ss9edbJUJc/XcYAiheSSz" crossorigin="anonymous">'
            "</script>\n",
            why="code.jquery.com serves the files of npm",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        told: set[Place] = set()
        found = list(resources(doc))
        styles = Styles(found)
        for resource in found:
            if match := self._match(doc, resource):
                if resource.element is not None:
                    told.add(resource.element.place)
                yield self.finding(
                    message(match.entry, subject_of(resource.address, match.package)),
                    resource.place,
                    help=_help(match.entry),
                    fix=with_styles(doc, repair(doc, resource, match), match, styles),
                    severity=_severity(match.entry, resource.load),
                )
        yield from self._inline(doc)
        yield from self._markup(doc, told)

    def _match(self, doc: Document, resource: Resource) -> Match | None:
        """The worst entry, unless a hostile one fits: that is told by `hostile-script`."""
        for match in catalogue().matches(resource.address, resource.load, self.options.optional):
            if match.entry.category == HOSTILE and match.entry.holds(doc):
                return None
            if self._wanted(match.entry, doc):
                return match
        return None

    def _inline(self, doc: Document) -> Iterator[Finding]:
        for entry, subject, place, fix in inline_findings(doc, lambda entry: entry.holds(doc)):
            if self._wanted(entry, doc):
                yield self.finding(
                    message(entry, subject),
                    place,
                    help=_help(entry),
                    fix=fix,
                    severity=_severity(entry, "script"),
                )

    def _markup(self, doc: Document, told: set[Place]) -> Iterator[Finding]:
        for element in doc.elements:
            if element.place.path != doc.path or element.place in told:
                continue
            type_ = element.keyword("type")
            entries = catalogue().match_markup(element.name, element.value("class").split(), type_)
            entry = next((entry for entry in entries if self._wanted(entry, doc)), None)
            if entry is not None:
                severity = _severity(entry, "frame")
                subject = f"<{element.name}>"
                yield self.finding(
                    message(entry, subject), element.place, help=_help(entry), severity=severity
                )

    def _wanted(self, entry: Entry, doc: Document) -> bool:
        return entry.category != HOSTILE and entry.id not in self.options.ignore and entry.holds(doc)


def _help(entry: Entry) -> str:
    return f"{entry.advice} (entry {entry.id})"


def _severity(entry: Entry, load: str) -> Severity:
    if entry.severity:
        return Severity.parse(entry.severity)
    severity = _SEVERITIES[entry.category]
    return min(severity, Severity.WARNING) if load in _PASSIVE else severity
