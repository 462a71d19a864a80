"""What to write where Liquid reads laxly, and whether it reads that already."""

from __future__ import annotations

import pytest

from sitecheck.liquid import parse


@pytest.mark.parametrize(
    ("text", "meant", "harmless"),
    [
        ("{% for x in y | limit:10 offset:1 %}{% endfor %}", "{% for x in y limit:10 offset:1 %}", True),
        ("{% for x in y, limit:10 %}{% endfor %}", "{% for x in y limit:10 %}", True),
        ("{% if a = b %}{% endif %}", "{% if a == b %}", False),
        ("{% if a === b %}{% endif %}", "{% if a == b %}", False),
        ("{% if a == b && c %}{% endif %}", "{% if a == b and c %}", False),
        ("{% if a and (b == c) %}{% endif %}", "{% if a and b == c %}", True),
        ("{% if a\u00a0== b %}{% endif %}", "{% if a == b %}", False),
        ("{% assign s = site.[name]| sort: 'n' %}", "{% assign s = site[name]| sort: 'n' %}", True),
        ("{{ a | where: 'b = c', 'd' | }}", "{{ a | where: 'b = c', 'd' }}", True),
        ("{{ 'a' || upcase }}", "{{ 'a' | upcase }}", True),
        ("{{ page.title page.date }}", "", False),
        ("{{ a | date: '%Y }}", "", False),
        ("{% if " + "a and " * 100 + "b = c %}{% endif %}", "", False),  # too long to think about
    ],
)
def test_a_slip_is_undone(text: str, meant: str, harmless: bool) -> None:
    (problem,) = (problem for problem in parse(text, "p.md").problems if problem.code == "lax-syntax")
    assert (problem.meant, problem.harmless) == (meant, harmless)


def test_what_is_advised_is_read_without_a_warning() -> None:
    for text in ("{% if a = b %}{% endif %}", "{% for x in y | limit:10 %}{% endfor %}"):
        (problem,) = parse(text, "p.md").problems
        assert parse(problem.meant + text.partition("%}")[2], "p.md").problems == ()
