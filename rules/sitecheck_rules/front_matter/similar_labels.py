from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from sitecheck.api import (
    Edit,
    Finding,
    Fix,
    Invalid,
    Key,
    NamedTuple,
    Place,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
    Span,
    Valid,
    lazy_pattern,
)

_BETWEEN = lazy_pattern(r"(?<!\d)[\s_-]+|[\s_-]+(?!\d|[\s_-])")
"""What may be left out of a label: not between two numbers, as ``1-1`` is not ``11``."""
_WORDS = (r"(?<![^\s\"'])", r"(?![^\s\"'])")
_AROUND = {"-": (r"^[ \t]*-[ \t]+", r"(?=[ \t]*(?:[ \t]#.*)?$)"), "[": (r"[\[,]\s*", r"(?=\s*[\],])")}
"""What stands before and behind an item, by what a list of them begins with."""
_NO_PLURAL = ("ss", "us", "is", "ics", "ies")
_SHORTEST = 5
_LONGEST = 10_000
_MOST = 500
"""Of a site with more pairs of labels the others are not told."""


class _Use(NamedTuple):
    path: str
    key: Key


class SimilarLabels(SiteRule):
    """Two tags or categories differ in case, blanks or a plural s only.

    ## What it does

    Reports the tag or category that fewer posts have, where another one is spelt the same but for small and
    capital letters, blanks, hyphens and underscores; as an information also where they differ in a plural s.
    Sites that never read their tags or categories are left alone.

    ## Why is this bad?

    They are two labels: each has its own list, in which the other's posts are missing. Where pages of labels
    are made, both have one address, and one page overwrites the other.

    ## Fix safety

    Unsafe: a category is a part of the address of its posts, unless a permalink says otherwise.

    ## References

    - <https://jekyllrb.com/docs/posts/#tags>
    - <https://github.com/jekyll/jekyll-archives/blob/master/docs/configuration.md>
    """

    valid = (
        Valid(
            "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
            files={
                "_posts/2024-05-06-a.md": "---\ntags: [ruby, news]\n---\n",
                "_posts/2024-05-07-b.md": "---\ntags: [ruby, new]\n---\n",
            },
        ),
        Valid(
            "---\n---\n",
            files={
                "_posts/2024-05-06-a.md": "---\ntags: [Ruby]\n---\n",
                "_posts/2024-05-07-b.md": "---\ntags: [ruby]\n---\n",
            },
            why="nobody reads them",
        ),
        Valid(
            "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
            files={
                "_config.yml": "collections: {people: {output: true}}\n",
                "_people/a.md": "---\ntags: [Ruby]\n---\n",
                "_people/b.md": "---\ntags: [ruby]\n---\n",
            },
            why="no posts, whose tags alone are those of the site",
        ),
        Valid(
            "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
            files={
                "_posts/2024-05-06-a.md": "---\ntags: [chapter 1-1]\n---\n",
                "_posts/2024-05-07-b.md": "---\ntags: [chapter 11]\n---\n",
            },
            why="two numbers are not one",
        ),
    )
    invalid = (
        Invalid(
            "---\ntags: [jekyll, Ruby]\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: ruby\n---\n",
                "_posts/2024-05-08-c.md": "---\ntags: ruby\n---\n",
            },
            at="Ruby",
            message="the tag Ruby (1 post) is ruby (2 posts) but for its spelling",
            fixed="---\ntags: [jekyll, ruby]\n---\n",
        ),
        Invalid(
            "---\ntags:\n- Ruby on Rails\n- Ruby # the language\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: [ruby]\n---\n",
                "_posts/2024-05-08-c.md": "---\ntags: ruby\n---\n",
            },
            fixed="---\ntags:\n- Ruby on Rails\n- ruby # the language\n---\n",
            why="another tag begins with its name",
        ),
        Invalid(
            '---\ntags: ["a b", " ruby"]\n---\n',
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: [ruby]\n---\n",
                "_posts/2024-05-08-c.md": '---\ntags: [" ruby"]\n---\n',
            },
            findings=2,
            message="the tag ' ruby' (2 posts) is ruby (1 post)",
            fixed='---\ntags: ["a b", "ruby"]\n---\n',
            why="nobody means a blank at the beginning",
        ),
        Invalid(
            "---\ntags: [template]\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: templates\n---\n",
                "_posts/2024-05-08-c.md": "---\ntags: templates\n---\n",
            },
            at="template",
            severity=Severity.INFO,
            message="templates (2 posts)",
            fixed="---\ntags: [templates]\n---\n",
        ),
        Invalid(
            "---\ntags: [Ruby, ruby]\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: ruby\n---\n",
            },
            at="Ruby",
            why="Jekyll would list the post twice",
        ),
        Invalid(
            "---\ntags: web-dev news\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: [web dev]\n---\n",
                "_posts/2024-05-08-c.md": "---\ntag: web dev\n---\n",
            },
            at="web-dev",
            why="Jekyll splits this value at blanks",
        ),
        Invalid(
            "---\ncategory: News\ncategories: [other]\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for each in site.categories %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ncategories: [news]\n---\n",
                "_posts/2024-05-08-c.md": "---\ncategories: news\n---\n",
            },
            at="News",
            fixed="---\ncategory: news\ncategories: [other]\n---\n",
            why="a post has the categories of both keys",
        ),
        Invalid(
            "---\ntag: web-dev\n---\n",
            path="_posts/2024-05-06-a.md",
            files={
                "index.md": "---\n---\n{% for tag in site.tags %}{% endfor %}\n",
                "_posts/2024-05-07-b.md": "---\ntags: [web dev]\n---\n",
                "_posts/2024-05-08-c.md": "---\ntag: web dev\n---\n",
            },
            fixed="---\ntag: web dev\n---\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        read = {name for facts in site.files.values() for name in facts.names}
        for name, one in (("tags", "tag"), ("categories", "category")):
            if name in read or one in read or "jekyll-archives" in site.plugins:
                yield from self._of_kind(site, name, one)

    def _of_kind(self, site: SiteFacts, name: str, one: str) -> Iterator[Finding]:
        labels = _Labels(site, name, one)
        told = set[str]()
        for label, usual in islice(_pairs(labels.counts, _plainly), _MOST):
            told.update((label, usual))
            yield from self._told(site, labels, label, usual)
        for label, usual in islice(_pairs(labels.counts, _singular), _MOST):
            if not told & {label, usual} and labels.counts[usual] >= 2 * labels.counts[label]:
                for finding in self._told(site, labels, label, usual):
                    yield finding._replace(severity=Severity.INFO)

    def _told(self, site: SiteFacts, labels: _Labels, label: str, usual: str) -> Iterator[Finding]:
        message = (
            f"the {labels.one} {_shown(label)} ({_posts(labels.counts[label])}) is {_shown(usual)} "
            f"({_posts(labels.counts[usual])}) but for its spelling"
        )
        with_both = {keys[0].path for keys in labels.uses[usual]}
        for use in labels.told_at(site, label):
            written = labels.written(site, use)
            at = _place_in(written, label)
            start = use.key.value.start
            span = Span(start + at.start, start + at.end) if at else use.key.value
            fix = None
            is_split = use.key.name == labels.name and written.lstrip()[:1] not in _AROUND and " " in usual
            is_one = use.path not in with_both and not is_split
            if at and is_one and re.fullmatch(r"[A-Za-z][\w .-]*", usual):
                fix = Fix(f"write {usual}", (Edit(span, usual),), Safety.UNSAFE)
            yield self.finding(message, Place(use.path, span), help=f"write {usual} everywhere", fix=fix)


class _Labels:
    """The tags or the categories of a site, which are those of its posts: how many have each, and by which
    keys."""

    def __init__(self, site: SiteFacts, name: str, one: str) -> None:
        self.name, self.one = name, one
        self.counts: Counter[str] = Counter()
        self.uses: dict[str, list[tuple[_Use, ...]]] = defaultdict(list)
        self._texts: dict[_Use, str] = {}
        for record in site.site.documents():
            labels = record.data.get(name) if record.collection == "posts" else None
            facts = site.files.get(record.path or "")
            if facts is None or not isinstance(labels, list):
                continue
            keys = (facts.key(one), facts.key(name))
            uses = tuple(_Use(facts.path, key) for key in keys if key is not None)
            for label in {each for each in labels if isinstance(each, str)}:
                self.counts[label] += 1
                if uses:
                    self.uses[label].append(uses)

    def told_at(self, site: SiteFacts, label: str) -> Iterator[_Use]:
        """The keys of posts that have a label; where a post has both, they are read to see which."""
        for uses in self.uses[label]:
            is_one = len(uses) == 1
            having = (each for each in uses if is_one or _place_in(self.written(site, each), label))
            yield next(having, uses[0])

    def written(self, site: SiteFacts, use: _Use) -> str:
        """The beginning of a value as it is written; each is read once."""
        if use not in self._texts:
            self._texts[use] = site.written(Place(use.path, use.key.value))[:_LONGEST]
        return self._texts[use]


def _pairs(counts: Counter[str], same: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Each label with the one that is used most of those that are the ``same``."""
    groups: dict[str, list[str]] = defaultdict(list)
    for label in counts:
        groups[same(label)].append(label)
    for labels in groups.values():
        first, *others = sorted(labels, key=lambda label: (label != label.strip(), -counts[label], label))
        yield from ((other, first) for other in others)


def _plainly(label: str) -> str:
    return _BETWEEN.sub("", label.casefold())


def _singular(label: str) -> str:
    plain = _plainly(label)
    is_plural = len(plain) >= _SHORTEST and plain.endswith("s") and not plain.endswith(_NO_PLURAL)
    return plain[:-1] if is_plural else plain


def _place_in(written: str, label: str) -> Span | None:
    """Where a label stands in the value of a key: as a whole item, if it is in a list."""
    begin, end = _AROUND.get(written.lstrip()[:1], _WORDS)
    item = rf"{begin}(?P<quote>[\"']?)(?P<label>{re.escape(label)})(?P=quote){end}"
    found = re.search(item, written, re.MULTILINE)
    return Span(*found.span("label")) if found else None


def _shown(label: str) -> str:
    return label if label == label.strip() else f"'{label}'"


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count:,} posts"
