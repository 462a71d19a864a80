"""Which names a piece of a template asks for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sitecheck.liquid import parse
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.nodes import Body


def asked(text: str, files: Mapping[str, str] | None = None) -> set[str]:
    """The variables that a template asks for, with those of the files it includes."""

    def body_of(name: str) -> Body | None:
        return parse(files[name], name).body if files and name in files else None

    names = NameFinder(body_of).names(parse(text, "a.html").body)
    return {name for name, _ in names.reads}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{ a }}{{ b.c }}", {"a", "b"}),
        ("{% for x in y %}{{ x }}{{ forloop.index }}{% else %}{{ x }}{% endfor %}", {"x", "y"}),
        ("{% for x in y %}{{ x }}{% endfor %}", {"y"}),
        ("{% for x in x %}{{ x }}{% endfor %}", {"x"}),
        ("{% for x in y %}{% endfor %}{{ x }}", {"x", "y"}),
        ("{% tablerow x in y %}{{ x }}{{ tablerowloop.row }}{% endtablerow %}{{ x }}", {"x", "y"}),
        ("{% assign x = y %}{{ x }}", {"y"}),
        ("{% assign x = x %}{{ x }}", {"x"}),
        ("{{ x }}{% assign x = 1 %}", {"x"}),
        ("{% capture x %}{{ x }}{% endcapture %}", {"x"}),
        ("{% case y %}{% when z %}{% assign x = 1 %}{{ x }}{% endcase %}", {"y", "z"}),
        ("{% case y %}{% when 1 %}{% assign x = 1 %}{% when 2 %}{{ x }}{% endcase %}", {"x", "y"}),
        ("{% case y %}{% when 1 %}{% assign x = 1 %}{% else %}{{ x }}{% endcase %}", {"x", "y"}),
        (
            "{% case y %}{% when 1 %}{% assign x = 1 %}{% else %}{% assign x = 2 %}{% endcase %}{{ x }}",
            {"x", "y"},
        ),
        ("{% assign x = 1 %}{% case x %}{% when x %}{{ x }}{% endcase %}", set()),
        ("{% capture x %}{% assign z = 1 %}{% endcapture %}{{ x }}{{ z }}", set()),
        ("{% for y in z %}{% assign x = 1 %}{{ x }}{% endfor %}", {"z"}),
        ("{% for y in z %}{% assign x = 1 %}{% endfor %}{{ x }}", {"x", "z"}),
        ("{% if a %}{% assign x = 1 %}{% endif %}{{ x }}", {"a", "x"}),
        ("{% if a %}{% assign x = 1 %}{{ x }}{% else %}{% assign x = 2 %}{% endif %}{{ x }}", {"a"}),
        (
            "{% if a %}{% assign x = 1 %}{% else %}{% assign y = 2 %}{% endif %}{{ x }}{{ y }}",
            {"a", "x", "y"},
        ),
        ("{% unless a %}{% assign x = 1 %}{% elsif x %}{% assign x = 1 %}{% endunless %}{{ x }}", {"a", "x"}),
        ("{% case a %}{% when 1 %}{% assign x = 1 %}{{ x }}{% else %}{% assign x = 2 %}{% endcase %}", {"a"}),
        ("{% case a %}{% when 1 %}{% assign x = 1 %}{% endcase %}{{ x }}", {"a", "x"}),
        ("{% ifchanged %}{% assign x = 1 %}{% endifchanged %}{{ x }}", {"x"}),
        ("{% assign item = 1 %}{{ y | where_exp: 'item', 'item.z == w' }}", {"w", "y"}),
    ],
)
def test_what_is_asked_for(text: str, names: set[str]) -> None:
    found = asked(text)
    assert found & {"a", "b", "item", "w", "x", "y", "z", "forloop", "tablerowloop"} == names


@pytest.mark.parametrize(
    ("text", "files", "names"),
    [
        ("{% include i %}", {"i": "{{ x }}{{ include.p }}"}, {"x", "include"}),
        ("{% include i p=y %}", {"i": "{{ include.p }}"}, {"y"}),
        ("{% assign x = 1 %}{% include i %}", {"i": "{{ x }}"}, set()),
        ("{% include i %}{% assign x = 1 %}{% include i %}", {"i": "{{ x }}"}, {"x"}),
        ("{% for x in y %}{% include i %}{% endfor %}", {"i": "{% include j %}", "j": "{{ x }}{{ z }}"}, {"y", "z"}),
        ("{% include i %}{{ x }}", {"i": "{% assign x = 1 %}"}, set()),
        ("{% include i %}{{ x }}", {"i": "{% include j %}", "j": "{% assign x = 1 %}"}, set()),
        ("{% include i %}{{ x }}", {"i": "{% if y %}{% break %}{% endif %}{% assign x = 1 %}"}, {"x", "y"}),
        ("{% include i %}{{ x }}", {"i": "{% include j %}{% assign x = 1 %}", "j": "{% break %}"}, {"x"}),
        ("{% include i %}{{ x }}", {"i": "{% for a in y %}{% break %}{% endfor %}{% assign x = 1 %}"}, {"y"}),
        ("{% include i %}{{ x }}", {"i": "{% for a in y %}{% else %}{% break %}{% endfor %}{% assign x = 1 %}"}, {"x", "y"}),
        ("{% include i %}{{ x }}", {"i": "{% break %}{% for a in y %}{% endfor %}{% assign x = 1 %}"}, {"x", "y"}),
        ("{% include i %}{{ x }}", {"i": "{% include i %}{% assign x = 1 %}"}, {"x"}),
        ("{% include_cached i %}{{ x }}", {"i": "{% assign x = 1 %}"}, {"x"}),
        ("{% include gone %}{{ x }}", {}, {"x"}),
        (
            "{% assign x = 1 %}{% include i %}",
            {"i": "{% include j %}", "j": "{{ y }}{% assign y = 1 %}{% include i %}{{ x }}"},
            {"y"},
        ),
        (
            "{% include i %}",
            {"i": "{% assign y = 1 %}{% include j %}", "j": "{{ y }}{{ z }}{% include i %}"},
            {"z"},
        ),
        (
            "{% include i %}{% include j %}",
            {"i": "{% assign y = 1 %}{% include j %}", "j": "{{ y }}{% include k %}", "k": "{{ w }}{% include i %}"},
            {"w", "y"},
        ),
        (
            "{% include i %}{{ x }}",
            {"i": "{% include j %}{% assign x = 1 %}", "j": "{% include k %}", "k": "{% break %}"},
            {"x"},
        ),
    ],
)  # fmt: skip
def test_what_is_asked_for_by_included_files(text: str, files: Mapping[str, str], names: set[str]) -> None:
    assert asked(text, files) == names


def test_very_many_files_may_be_said_to_ask_for_more() -> None:
    files = {f"i{n}": f"{{{{ x{n} }}}}{{% assign y = 1 %}}{{% include i{n + 1} %}}" for n in range(400)}
    assert asked("{% include i0 %}", {**files, "i399": "{{ y }}"}) == {"y", *(f"x{n}" for n in range(399))}
