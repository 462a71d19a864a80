from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.scripts._catalogue import HOSTILE, Entry, catalogue
from sitecheck_rules.scripts._repair import inline_findings, message, repair, subject_of
from sitecheck_rules.scripts._resources import KINDS, resources


class HostileScript(FileRule):
    """A page loads a file from a host that attacked visitors or changed hands.

    ## What it does

    Reports scripts, styles, pictures and frames from hosts that were taken over or served attacks:
    `polyfill.io` and the networks of the same operators (BootCDN, BootCSS, Staticfile), and miners that run
    on visitors' processors. Inline scripts that load from them are reported too.

    ## Why is this bad?

    Who holds such a host decides what runs in your visitors' browsers, with all rights of your pages. In
    June 2024 `polyfill.io` sent phone visitors of more than a hundred thousand sites to scam pages.

    ## Fix safety

    Safe: the same file from a network that copies its addresses, or, for miners, no file at all.

    ## References

    - <https://sansec.io/research/polyfill-supply-chain-attack>
    - <https://github.com/RetireJS/retire.js> (list of taken-over hosts)
    - <https://github.com/hoshsadiq/adblock-nocoin-list> (miners)
    """

    severity = Severity.ERROR
    kinds = KINDS
    valid = (
        Valid(
            '<script src="https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js?features=es6"></script>\n'
        ),
        Valid("Do not use [polyfill.io](https://polyfill.io/).\n", why="a link loads nothing"),
    )
    invalid = (
        Invalid(
            '<script src="https://polyfill.io/v3/polyfill.min.js?features=es6"></script>\n',
            at="https://polyfill.io/v3/polyfill.min.js?features=es6",
            message="scam pages",
            fixed='<script src="https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js?features=es6"></script>\n',
        ),
        Invalid(
            '<link rel="stylesheet" href="//cdn.bootcss.com/twitter-bootstrap/3.4.1/css/bootstrap.css">\n',
            at="//cdn.bootcss.com/twitter-bootstrap/3.4.1/css/bootstrap.css",
            message="cdn.bootcss.com",
            fixed='<link rel="stylesheet" href="https://cdnjs.cloudflare.com/ajax/libs/twitter-bootstrap/3.4.1/css'
            '/bootstrap.css">\n',
        ),
        Invalid(
            '---\n---\n<p>Hello</p>\n<script src="https://coinhive.com/lib/coinhive.min.js"></script>\n',
            at="https://coinhive.com/lib/coinhive.min.js",
            path="index.html",
            fixed="---\n---\n<p>Hello</p>\n",
        ),
        Invalid(
            "<script>\n  new CoinHive.Anonymous('key').start();\n</script>\n",
            at="CoinHive.Anonymous(",
            message="processor",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for resource in resources(doc):
            match = catalogue().match(resource.address, resource.load)
            if match is not None and _is_hostile(match.entry, doc):
                yield self.finding(
                    message(match.entry, subject_of(resource.address, match.package)),
                    resource.place,
                    help=match.entry.advice,
                    fix=repair(doc, resource, match),
                )
        for entry, subject, place, fix in inline_findings(doc, lambda entry: _is_hostile(entry, doc)):
            yield self.finding(message(entry, subject), place, help=entry.advice, fix=fix)


def _is_hostile(entry: Entry, doc: Document) -> bool:
    return entry.category == HOSTILE and entry.holds(doc)
