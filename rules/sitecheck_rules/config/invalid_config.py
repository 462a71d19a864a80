from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Related, Severity, Valid

_MILD = frozenset({"forbidden-tag", "unasked-value"})


class InvalidConfig(FileRule):
    """A configuration file cannot be read, or holds a value of the wrong type.

    ## What it does

    Reports YAML errors of `_config.yml` at the line where they break, and settings whose value Jekyll cannot
    use: a word where it wants a list, a number where it wants text, a time zone that does not exist. Switches
    that are written as `"false"` or `0` are told, too: for Ruby every text and every number is true, so that
    `future: "false"` publishes what lies in the future.

    ## Why is this bad?

    Jekyll's build stops here, or goes on with a setting other than the one that is written.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"config"})
    valid = (
        Valid(files={"_config.yml": "title: A site\nexclude:\n  - drafts/\n"}),
        Valid(
            files={"_config.yml": "exclude: drafts, notes\n", "Gemfile": "gem 'github-pages'\n"},
            why="Jekyll 3 splits it at its commas",
        ),
    )
    invalid = (
        Invalid('title: "A site\nurl: x\n', path="_config.yml", message="quote"),
        Invalid(
            "exclude: drafts\n",
            path="_config.yml",
            message="a list",
            files={"Gemfile": "gem 'jekyll', '~> 4.3'\n"},
        ),
        Invalid(
            "timezone: GMT+2\n",
            path="_config.yml",
            at="GMT+2",
            message="behind UTC, not ahead of it",
            help="Europe/Rome",
        ),
        Invalid(
            'future: "false"\n',
            path="_config.yml",
            at='"false"',
            message="future is on: 'false' counts as true",
            help="without quotes",
        ),
        Invalid(
            "collections:\n  docs: {output: 'no'}\n",
            path="_config.yml",
            at="'no'",
            message="collections.docs.output is on",
        ),
        Invalid(
            "collections:\n  docs: {permalink: 1}\n",
            path="_config.yml",
            at="1",
            message="the permalink of docs must be text",
            help="a page that asks for the address of a document stops the build",
            severity=Severity.WARNING,
        ),
        Invalid(
            "collections:\n  docs: {order: [a.md, 2]}\n",
            path="_config.yml",
            files={"Gemfile": "gem 'jekyll', '~> 4.3'\n"},
            at="2",
            message="an entry of the order of docs must be text",
            severity=Severity.ERROR,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.config_problems:
            if problem.kind not in ("duplicate-key", "repeated-key"):
                related = [Related(doc.at(problem.related), "see here")] if problem.related else []
                stops = "Jekyll's build stops here" if problem.stops else ""
                help_ = ". ".join(part for part in (problem.hint, stops) if part)
                severity = Severity.WARNING if problem.kind in _MILD else None
                place = doc.at(problem.span)
                yield self.finding(problem.message, place, help=help_, related=related, severity=severity)
