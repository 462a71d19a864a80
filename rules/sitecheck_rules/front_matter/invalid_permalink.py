from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid

_ONE_ON_A_PAGE = "plugins: [jekyll-paginate]\npaginate: 1\n"
_TWO_POSTS = {f"_posts/2024-01-0{day}-a.md": "---\n---\nA\n" for day in (1, 2)}


class InvalidPermalink(EngineRule):
    """A permalink gives no address.

    ## What it does

    Reports a `permalink` that is empty, no text, or holds a placeholder that Jekyll does not know; one that
    is a whole address (`https://…`), of which Jekyll makes folders, is a warning.

    Where jekyll-paginate divides a list of posts, a permalink on it is a warning: the plugin reads the
    further pages from the file of that name in the folder of the list's address. That is the list itself,
    so that all pages have the one address and the last is left; or there is none, and they are empty.

    ## Why is this bad?

    Jekyll's build stops here, or the page lands at an address nobody asked for.

    ## References

    - <https://jekyllrb.com/docs/permalinks/>
    - <https://jekyllrb.com/docs/pagination/>
    - measured with Jekyll 4.3.4 and jekyll-paginate 1.1.0
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\npermalink: /a/\n---\n"),
        Valid(
            "---\npermalink: /\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
            path="index.html",
            files={**_TWO_POSTS, "_config.yml": _ONE_ON_A_PAGE},
            why="the page shows all posts",
        ),
        Valid(
            "---\npermalink: /\n---\n{% for post in paginator.posts %}{{ post.title }}{% endfor %}\n",
            path="index.html",
            files={"_config.yml": _ONE_ON_A_PAGE, "_posts/2024-01-02-a.md": "---\n---\nA\n"},
            why="there is one page alone",
        ),
        Valid(
            "---\npermalink: /:number/\n---\n",
            path="_posts/2024-01-02-a.md",
            files={"_plugins/number.rb": "module Jekyll; end\n"},
            why="Ruby code of the site may bring a placeholder",
        ),
    )
    invalid = (
        Invalid("---\npermalink: ''\n---\n", message="permalink"),
        Invalid(
            "---\npermalink: https://example.org/a/\n---\n",
            at="https://example.org/a/",
            message="published at /https:/example.org/a/",
            help="path",
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\npermalink: /:number/\n---\n",
            path="_posts/2024-01-02-a.md",
            message=":number",
        ),
        Invalid(
            "permalink: /:yaer/:title/\n",
            path="_config.yml",
            at="/:yaer/:title/",
            message=":yaer",
            files=_TWO_POSTS,
        ),
        Invalid(
            "defaults:\n  - values: {permalink: /:yaer/:title/}\n",
            path="_config.yml",
            at="/:yaer/:title/",
            message=":yaer",
            files=_TWO_POSTS,
            why="it is told once for all that get it",
        ),
        Invalid(
            "---\npermalink: /news/\n---\n{% for post in paginator.posts %}{{ post.title }}{% endfor %}\n",
            path="news/index.html",
            at="/news/",
            message="all 2 pages of the list are written to /news/",
            severity=Severity.WARNING,
            files={**_TWO_POSTS, "_config.yml": f"{_ONE_ON_A_PAGE}paginate_path: /news/page:num/\n"},
        ),
        Invalid(
            "---\npermalink: /news/\n---\n{% for post in paginator.posts %}{{ post.title }}{% endfor %}\n",
            path="index.html",
            at="/news/",
            message="the further pages of the list are empty, such as /page2",
            severity=Severity.WARNING,
            files={**_TWO_POSTS, "_config.yml": _ONE_ON_A_PAGE},
        ),
    )
