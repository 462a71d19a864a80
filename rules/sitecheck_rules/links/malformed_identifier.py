from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import at_causes, chosen_links
from sitecheck_rules.links._told import told


class MalformedIdentifier(SiteRule):
    """A link holds an identifier that cannot exist.

    ## What it does

    Looks at the form of identifiers in links to arXiv, doi.org, GitHub, YouTube and Open Library (ISBN) and
    reports those that nobody can have been given: an arXiv paper of month 13, a DOI without a suffix, an ISBN
    with a wrong check digit. It needs no network; whether the thing exists, `dead-link` finds out.

    ## Why is this bad?

    The link cannot work. Most often a character was lost when it was copied.

    ## References

    - <https://info.arxiv.org/help/arxiv_identifier.html>
    - <https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html>
    """

    by_page = True
    severity = Severity.ERROR
    valid = (
        Valid(
            "---\n---\n![Figure 1](https://arxiv.org/html/2303.08774v4/x1.png)\n",
            why="a picture of the paper",
        ),
        Valid(
            "---\n---\n[paper](https://arxiv.org/abs/2301.00001v2) and [another](https://arxiv.org/abs/hep-th/9901001)\n"
        ),
        Valid(
            "---\n---\n[paper](https://arxiv.org/abs/arXiv:2001.05478) "
            "[its PDF](https://arxiv.org/abs/2106.01890.pdf)\n",
            why="arXiv takes away what stands around the identifier",
        ),
        Valid("---\n---\n[data](https://doi.org/10.1000/182), [short](https://doi.org/10/abc)\n"),
        Valid("---\n---\n[video](https://youtu.be/dQw4w9WgXcQ?t=3)\n"),
        Valid(
            "---\n---\n[video](https://www.youtube.com/watch?v=dQw4w9WgXcQ-the-clip)\n",
            why="YouTube drops what follows the eleventh character",
        ),
        Valid("---\n---\n[code](https://github.com/openscad//openscad)\n", why="read as one slash"),
        Valid(
            '---\n---\n<a href="https://github.com/openscad/openscad\n">code</a>\n',
            why="as a browser reads it",
        ),
        Valid(
            f"---\n---\n[news](https://github.com/blog/{'2373-what-is-new-' * 8})\n",
            why="a page of GitHub's own",
        ),
        Valid(
            "---\n---\n[elsewhere](https://example.org/abs/2513.1)\n",
            why="only hosts whose identifiers are known",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[paper](https://arxiv.org/abs/2513.12345)\n",
            at="https://arxiv.org/abs/2513.12345",
            message="cannot be an arXiv identifier",
        ),
        Invalid(
            "---\n---\n[paper](https://arxiv.org/html/2313.08774v4/x1.png)\n", message="cannot be an arXiv"
        ),
        Invalid(
            "---\n---\n[data](https://doi.org/10.123)\n",
            at="https://doi.org/10.123",
            message="cannot be a DOI",
        ),
        Invalid(
            "---\n---\n[video](https://www.youtube.com/watch?v=dQw4w9WgXc)\n",
            message="cannot be a YouTube video",
        ),
        Invalid(
            "---\n---\n[book](https://openlibrary.org/isbn/9780140328722)\n",
            at="https://openlibrary.org/isbn/9780140328722",
            message="wrong ISBN check digit",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        def is_faulty(resolved: ResolvedLink) -> bool:
            return resolved.verdict.status == "external" and site.form_problem(resolved.link) != ""

        for resolved in at_causes(site, chosen_links(site, self.id, is_faulty)):
            yield told(
                self,
                resolved,
                site.form_problem(resolved.link),
                help="copy the identifier again, whole",
            )
