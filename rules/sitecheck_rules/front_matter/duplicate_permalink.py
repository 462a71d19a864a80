from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitecheck.api import WHOLE_FILE, Finding, Invalid, Place, Related, Severity, SiteFacts, SiteRule, Valid


class DuplicatePermalink(SiteRule):
    """Two files are published at one address.

    ## What it does

    Reports sources that Jekyll writes to the same file, at the ones that lose, and, as a warning, pages whose
    files differ in upper and lower case only.

    ## Why is this bad?

    Only one of them is on the site; which one depends on the order in which Jekyll writes, and Jekyll 3
    says nothing. Names that differ in case only collide on macOS and Windows, and the site differs between
    the author's machine and the server.

    An empty `permalink` is the address of the home page. Where the defaults give it to posts that are to have
    no page (some portfolio themes do), and their layout shows nothing of them, the home page looks as ever:
    a warning.

    ## References

    - <https://jekyllrb.com/docs/permalinks/>
    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\npermalink: /a/\n---\n", files={"b.md": "---\npermalink: /b/\n---\n"}),
        Valid(
            "---\npermalink: /a/\n---\n",
            files={
                "b.md": "---\nredirect_from: /a/\n---\n",
                "_config.yml": "plugins: [jekyll-redirect-from]\n",
            },
            why="conflicting-redirect tells of it",
        ),
        Valid(
            "x\n",
            path="a..txt",
            files={"a.txt": "y\n", "_config.yml": ""},
            why="Jekyll 3, with which GitHub Pages may build the site, copies it to its own name",
        ),
        Valid(
            "x\n",
            path="_notes/a.md",
            files={
                "_notes/b.md": "y\n",
                "_config.yml": "collections: {notes: {output: true, permalink: '/notes/:slug/'}}\n",
                "_plugins/front_matter.rb": (
                    "Jekyll::Hooks.register :site, :after_init do |site|\n"
                    "  Dir.glob('_notes/*.md').each do |name|\n"
                    '    File.write(name, "---\\n---\\n" + File.read(name))\n'
                    "  end\n"
                    "end\n"
                ),
            },
            why="a plugin of the site's own gives them front matter, and so addresses of their own",
        ),
    )
    invalid = (
        Invalid(
            "---\npermalink: /a/\n---\n",
            path="a.md",
            at="/a/",
            message="b.md",
            files={"b.md": "---\npermalink: /a/\n---\n"},
            related=("/a/",),
        ),
        Invalid(
            "x\n",
            path="a..txt",
            files={"a.txt": "y\n", "_config.yml": "", "Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"},
            message="a.txt is published at the same address, a.txt",
            help="rename one of them",
            related=("",),
            why="Jekyll 4 takes dots from the end of a name",
        ),
        Invalid(
            "---\n---\n",
            path="index.html",
            message="_posts/2024-01-01-a.md is published at the same address, index.html",
            help="an empty permalink is the address of the home page",
            related=("",),
            files={
                "_posts/2024-01-01-a.md": "---\n---\n",
                "_config.yml": "defaults: [{scope: {path: '', type: posts}, values: {permalink: ''}}]\n",
            },
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\npermalink: /About/\n---\n",
            path="team.md",
            at="/About/",
            message="About/index.html is one file with about/index.html, that of about.md",
            help="give one of them a permalink of its own",
            related=("/about/",),
            files={"about.md": "---\npermalink: /about/\n---\n"},
            severity=Severity.WARNING,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        yield from self._of_one_output(site)
        yield from self._of_one_case(site)

    def _of_one_output(self, site: SiteFacts) -> Iterator[Finding]:
        redirected = {each.output for each in site.redirects if each.moved}
        rewritten = frozenset(_rewritten(site))
        for collision in site.site.collisions:
            sources: tuple[str | None, ...] = collision.sources
            if collision.output in redirected:
                sources = tuple(each for each in sources if each is not None)
            sources = tuple(each for each in sources if each not in rewritten)
            winner = sources[-1] if sources else None
            for source in sources[:-1]:
                if source is not None and source != winner and not _may_keep_dots(site, source):
                    by = winner or "a page that a plugin makes"
                    is_open = winner is not None and site.site.has_no_order(source, winner)
                    hint = "the other one" if is_open else "the one that wins"
                    yield self.finding(
                        f"{by} is published at the same address, {collision.output}, and "
                        + ("which of the two wins is chance" if is_open else "wins"),
                        _place(site, source),
                        help=_advice(site, source, winner),
                        related=[Related(_place(site, winner), hint)] if winner else [],
                        severity=Severity.WARNING if _is_empty(site, winner) else None,
                    )

    def _of_one_case(self, site: SiteFacts) -> Iterator[Finding]:
        """Pages whose files are one where case makes no difference; of files that are copied the author's own
        file system tells."""
        pages = ((route.output, route.source) for route in site.site.routes if route.kind != "static")
        first: dict[str, tuple[str, str]] = {}
        for output, source in pages:
            if source is None:
                continue
            other, of_other = first.setdefault(output.lower(), (output, source))
            if other != output:
                yield self.finding(
                    f"{output} is one file with {other}, that of {of_other}, on macOS and Windows",
                    _place(site, source),
                    help="give one of them a permalink of its own",
                    related=[Related(_place(site, of_other), "the other one")],
                    severity=Severity.WARNING,
                )


def _rewritten(site: SiteFacts) -> Iterator[str]:
    """The files of collections that are copied, for want of front matter, and which Ruby of the site's own
    may write to before Jekyll reads them: with front matter they are documents, and have other addresses."""
    names = [name for name, _ in site.site.own_ruby.makes]
    for file in site.site.static if names else ():
        if file.collection and any(name.covers(file.path) for name in names):
            yield file.path


def _advice(site: SiteFacts, source: str, winner: str | None) -> str:
    if _is_empty(site, winner):
        return "an empty permalink is the address of the home page: leave it out, or give each its own"
    return "give one of them a permalink of its own" if source in site.files else "rename one of them"


def _is_empty(site: SiteFacts, path: str | None) -> bool:
    """Whether a file has an empty permalink, of the defaults or its own."""
    record = site.records.get(path or "")
    return record is not None and record.data.get("permalink") == ""


def _may_keep_dots(site: SiteFacts, source: str) -> bool:
    """Whether a file that is copied has an address of its own for Jekyll 3: only Jekyll 4 takes the dots
    before its extension away (``StaticFile#cleaned_relative_path``)."""
    release = site.site.gems.get("jekyll", "")
    is_old = release.startswith(("2.", "3.")) if release else site.site.may_be_built_by_github_pages
    return is_old and source not in site.files and posixpath.splitext(source)[0].endswith(".")


def _place(site: SiteFacts, path: str) -> Place:
    facts = site.files.get(path)
    key = facts.key("permalink") if facts is not None else None
    return Place(path, key.value if key is not None else WHOLE_FILE)
