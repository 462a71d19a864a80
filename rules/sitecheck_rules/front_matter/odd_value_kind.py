from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sitecheck.api import Finding, Invalid, Key, NamedTuple, Place, SiteFacts, SiteRule, Valid, lazy_pattern

_FEWEST = 10
_MOST_ODD = 3
_LONGEST = 100
_LOST = {
    "date": "a list sorted by it has this in the wrong place, as texts are sorted by their letters",
    "number": "a list sorted by it has this in the wrong place, as texts are sorted by their letters",
    "boolean": "any text counts as true",
}
_TEXTS = frozenset({"title", "name", "id", "slug", "version", "label", "permalink", "layout", "description"})
_BOOLEANS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "t", "f"})
_SAID = {"date": "a date", "number": "a number", "boolean": "true or false"}


def _sorted_by(name: str) -> dict[str, str]:
    """A page for the examples that sorts by a key."""
    return {"list.html": f"---\n---\n{{% assign all = site.pages | sort: '{name}' %}}\n"}


class OddValueKind(SiteRule):
    """A front matter value is a text where all other files have another kind of value.

    ## What it does

    Reports a key whose value is a text in at most three files of a collection, and in all others, ten at
    least, of one other kind: `order: third` among numbers, `day: 6 May 2024` among dates, `featured: "no"`
    among true and false. A text that Jekyll sorts as the number or the date that it is (`"3"`,
    `"2024-05-06"`) is left alone; so are titles and names, a text that a template compares with, and a key
    that nothing may sort by, but for a number with a comma or the like behind it.

    ## Why is this bad?

    Jekyll sorts what it cannot compare by its letters: the page stands in the wrong place of each list. A
    text in a condition counts as true, whatever it says.

    ## References

    - measured with Jekyll 4.3.4: `Filters#sort_input`
    - <https://jekyllrb.com/docs/liquid/filters/>
    """

    valid = (
        Valid(
            "---\norder: first\n---\n",
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(5)},
            why="there are few others",
        ),
        Valid(
            "---\nversion: '1.2.3'\n---\n",
            files={f"a{n}.md": f"---\nversion: {value}\n---\n" for n, value in enumerate([1, "'2.0.1'"] * 6)},
            why="others are texts, too",
        ),
        Valid(
            '---\norder: "3"\n---\n',
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(12)},
            why="Jekyll sorts it as a number",
        ),
        Valid(
            "---\norder: |\n  3.\n---\n",
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(12)} | _sorted_by("order"),
            why="white space around it and a point behind it make no difference",
        ),
        Valid(
            "---\norder: ''\n---\n",
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(12)},
            why="an empty text is no value",
        ),
        Valid(
            "---\ngroup: opening\n---\n",
            files={f"a{n}.md": f"---\ngroup: {n}\n---\n" for n in range(12)}
            | {"list.html": "---\n---\n{% if page.group != 'opening' %}x{% endif %}\n"},
            why="a template asks for this text",
        ),
        Valid(
            "---\nyear: 2019-2020\n---\n",
            files={f"a{n}.md": f"---\nyear: 20{n + 10}\n---\n{{{{ page.year }}}}\n" for n in range(12)},
            why="nothing is sorted by it",
        ),
    )
    invalid = (
        Invalid(
            "---\norder: third\n---\n",
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(12)} | _sorted_by("order"),
            at="third",
            message="order is a text here, and a number in 12 other files",
        ),
        Invalid(
            '---\norder: "+3"\n---\n',
            files={f"a{n}.md": f"---\norder: {n}\n---\n" for n in range(12)} | _sorted_by("order"),
            at='"+3"',
            why="Jekyll takes no text with this sign for a number",
        ),
        Invalid(
            "---\nday: soon\n---\n",
            files={f"a{n}.md": f"---\nday: 2024-05-0{n + 1}\n---\n" for n in range(9)}
            | {"b.md": "---\nday: 2024-06-01\n---\n"}
            | _sorted_by("day"),
            at="soon",
            message="day is a text here, and a date in 10 other files",
        ),
        Invalid(
            "---\nlatitude: 50.6971406,\n---\n",
            files={f"a{n}.md": f"---\nlatitude: {n}.5\n---\n" for n in range(12)},
            at="50.6971406,",
            why="a comma too many",
        ),
        Invalid(
            '---\nfeatured: "false"\n---\n',
            files={f"a{n}.md": "---\nfeatured: true\n---\n" for n in range(10)},
            at='"false"',
            help="any text counts as true",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        texts: dict[tuple[str, str], list[_Use]] = defaultdict(list)
        for facts in site.pages():
            record = site.records.get(facts.path)
            if record is None:
                continue
            for key in facts.keys:
                if key.name == "date" or key.name in _TEXTS or key.name not in record.data:
                    continue
                kind, group = _kind(record.data, key.name), (record.collection, key.name)
                kinds[group][kind] += 1
                if kind == "text" and kinds[group]["text"] <= _MOST_ODD:
                    texts[group].append(_Use(facts.path, key, record.data[key.name][:_LONGEST]))
        compared = {text for facts in site.files.values() for text in facts.compared}
        sorts = site.theme or site.has_own_plugins or "sort_by" in repr(site.site.config.values)
        for (collection, name), counts in kinds.items():
            others = counts.keys() - {"text", "nothing"}
            kind = next(iter(others), "")
            if len(others) == 1 and kind in _LOST and counts["text"] <= _MOST_ODD and counts[kind] >= _FEWEST:
                for use in texts[collection, name]:
                    if use.text in compared or (kind == "boolean" and use.text.lower() not in _BOOLEANS):
                        continue
                    if kind != "boolean" and not (sorts or name in compared or _SLIP.fullmatch(use.text)):
                        continue
                    yield self.finding(
                        f"{name} is a text here, and {_SAID[kind]} in {counts[kind]:,} other files",
                        Place(use.path, use.key.value),
                        help=f"write {_SAID[kind]}: {_LOST[kind]}",
                    )


class _Use(NamedTuple):
    path: str
    key: Key
    text: str


_DAY = lazy_pattern(r"\d{4}-\d\d-\d\d")
_SLIP = lazy_pattern(r"[+-]?\d[\d.]{0,50}\s*[^\w\s-]")
"""A number with a sign behind it that does not belong there."""
_NUMBER = lazy_pattern(r"\s*-?(?:[0-9]{1,50}\.?[0-9]{0,50}|\.[0-9]{1,50})\s*", re.ASCII)
"""Texts that ``sort`` takes for numbers (``INTEGER_LIKE`` and ``FLOAT_LIKE`` of Jekyll's filters)."""


def _kind(data: Mapping[Any, Any], name: str) -> str:
    value = data[name]
    if value is None or (isinstance(value, str) and not value.strip()):
        return "nothing"
    if isinstance(value, str) and (_DAY.match(value) or _NUMBER.fullmatch(value)):
        return "nothing"
    for kind, types in (("boolean", bool), ("number", (int, float)), ("date", date), ("text", str)):
        if isinstance(value, types):
            return kind
    return "other"
