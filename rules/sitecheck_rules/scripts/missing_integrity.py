from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Document,
    Edit,
    Element,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Place,
    Severity,
    Span,
    Valid,
)
from sitecheck_rules.scripts._address import parse
from sitecheck_rules.scripts._networks import PackageFile, package_files
from sitecheck_rules.scripts._repair import known_integrity
from sitecheck_rules.scripts._resources import KINDS, Resource, resources
from sitecheck_rules.scripts._versions import parse_version

_UNSTABLE = frozenset({"esm", "file-name", "github"})
"""Networks that build what they send, or are none."""


class MissingIntegrity(FileRule):
    """A script or style from another host could be changed there unseen.

    ## What it does

    Reports scripts and style sheets from a delivery network, with an exact version in their address, that
    carry no `integrity` value, and those that carry one without `crossorigin`. Addresses that stand for a
    changing file (no version, a range, a branch) cannot have an `integrity` value and are left alone.

    ## Why is this bad?

    With `integrity` the browser refuses a file that is not the one you chose, so an attack on the network
    does not become an attack on your visitors. Without `crossorigin` the browser may not look into a file
    from another host, and refuses it.

    ## Fix safety

    Safe: a value is added only for files whose value is known, and `crossorigin` where there is one.

    ## References

    - <https://developer.mozilla.org/en-US/docs/Web/Security/Subresource_Integrity>
    - <https://www.w3.org/TR/SRI/>
    """

    severity = Severity.INFO
    preset = "strict"
    kinds = KINDS
    valid = (
        Valid(
            '<script src="https://cdn.jsdelivr.net/npm/d3@7.9.2/dist/d3.min.js" integrity="sha384-abc"'
            ' crossorigin="anonymous"></script>\n'
        ),
        Valid('<script src="https://cdn.jsdelivr.net/npm/d3@7"></script>\n', why="the file changes"),
        Valid('<script src="/assets/js/site.js"></script>\n'),
        Valid(
            '<script type="module" src="https://unpkg.com/d3@7.9.2/dist/d3.min.js" integrity="sha384-abc">'
            "</script>\n",
            why="modules are asked for with CORS",
        ),
        Valid(
            '<script src="https://example.org/a.js" integrity="sha384-abc"></script>\n',
            files={"_config.yml": "url: https://example.org\n"},
            why="the site's own host",
        ),
    )
    invalid = (
        Invalid(
            '<script src="https://cdn.jsdelivr.net/npm/requirejs@2.3.8/require.js"></script>\n',
            at="https://cdn.jsdelivr.net/npm/requirejs@2.3.8/require.js",
            message="no integrity",
            fixed='<script src="https://cdn.jsdelivr.net/npm/requirejs@2.3.8/require.js" integrity="sha384-'
            'gzoQyNpzaOK+Aes9TTuBq/ZgYdleZUDN3sFwxyLRbRytLEWofprkKj2F7z3a6nTu" crossorigin="anonymous">'
            "</script>\n",
        ),
        Invalid(
            '<link rel="stylesheet" href="https://unpkg.com/aos@2.3.1/dist/aos.css">\n',
            at="https://unpkg.com/aos@2.3.1/dist/aos.css",
        ),
        Invalid(
            '<script src="https://unpkg.com/d3@7.9.2/dist/d3.min.js" integrity="sha384-abc"></script>\n',
            at="https://unpkg.com/d3@7.9.2/dist/d3.min.js",
            message="crossorigin",
            severity=Severity.WARNING,
            fixed='<script src="https://unpkg.com/d3@7.9.2/dist/d3.min.js" integrity="sha384-abc"'
            ' crossorigin="anonymous"></script>\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for resource in resources(doc):
            element = resource.element
            if element is None or not element.known or not _takes_integrity(element):
                continue
            if not doc.is_own(element.place):
                continue  # what an include writes beside an address is not for its user to say
            integrity = element.get("integrity")
            if integrity is None or not integrity.value.strip():
                yield from self._bare(doc, resource, element)
            elif element.get("crossorigin") is None and _needs_crossorigin(doc, resource, element):
                yield self.finding(
                    "integrity without crossorigin: the browser cannot compare the file and refuses it",
                    resource.place,
                    help='add crossorigin="anonymous"',
                    fix=_insert(doc, integrity.place, ' crossorigin="anonymous"'),
                    severity=Severity.WARNING,
                )

    def _bare(self, doc: Document, resource: Resource, element: Element) -> Iterator[Finding]:
        package = _exact_file(resource.address)
        if package is None:
            return
        value = known_integrity(resource.address.strip())
        cross = ' crossorigin="anonymous"' if element.get("crossorigin") is None else ""
        new = element.get("integrity") is None
        yield self.finding(
            f"no integrity value for {package.name} {package.version}: a changed file would be taken unseen",
            resource.place,
            help='add integrity="sha384-…" and crossorigin="anonymous"; networks show the value of a file',
            fix=_insert(doc, resource.place, f' integrity="{value}"{cross}') if value and new else None,
        )


def _takes_integrity(element: Element) -> bool:
    return element.name == "script" or "stylesheet" in element.keywords("rel")


def _needs_crossorigin(doc: Document, resource: Resource, element: Element) -> bool:
    """Whether the browser asks another host without CORS, so that it may not look at what comes; modules are
    always asked for with it (HTML standard, fetch a module script)."""
    parsed, own = parse(resource.address), parse(str(doc.config.get("url")))
    is_own = parsed is not None and own is not None and parsed.host == own.host
    return parsed is not None and bool(parsed.host) and not is_own and element.keyword("type") != "module"


def _exact_file(address: str) -> PackageFile | None:
    """The one file of one release that ``address`` stands for, ``None`` when it stands for something else."""
    parsed = parse(address)
    found = package_files(parsed) if parsed is not None else []
    if len(found) != 1 or found[0].network in _UNSTABLE or not found[0].file or "/+esm" in address:
        return None
    version = parse_version(found[0].version)
    return found[0] if version is not None and version.exact else None


def _insert(doc: Document, place: Place, text: str) -> Fix | None:
    """A fix that puts attributes after the one whose value stands at ``place``."""
    end = place.span.end
    if place.path != doc.path or doc.text[end : end + 1] not in ("'", '"'):
        return None
    return Fix(f"add{text}", (Edit(Span(end + 1, end + 1), text),))
