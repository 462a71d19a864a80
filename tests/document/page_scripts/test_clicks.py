"""Links whose clicks a script answers are no faults, whatever anchor they name; those it scrolls to are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.page_scripts.clicks import answered, is_answered
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site

KEEPS = "function (e) { e.preventDefault(); $('.x').toggle(); }"


@pytest.mark.parametrize(
    ("script", "selectors"),
    [
        (f"$('.tabs a').on('click', {KEEPS});", {".tabs a"}),
        ("$('.tabs>li~li+li a.b').click(function () { return false; });", {".tabs li li li a.b"}),
        ("$('.tabs > li > a.b').click(function () { show(); return false; });", {".tabs li a.b"}),
        (f'jQuery("#menu, .nav a").bind("click touch", {KEEPS})', {"#menu", "#menu *", ".nav a"}),
        (f"$('.tabs').on('click', 'a', {KEEPS});", {".tabs a"}),
        (f"$('.other'); $(document).on('click', '.tab', {KEEPS});", {".tab"}),
        (
            f"document.querySelectorAll('.tab').forEach(t => {{ t.addEventListener('click', {KEEPS}) }})",
            {".tab", ".tab *"},
        ),
        (f"document.getElementById('open').addEventListener('click', {KEEPS})", {"#open", "#open *"}),
        (
            f"const all = document.getElementsByClassName('a');\nall[0].addEventListener('click', {KEEPS})",
            {".a", ".a *"},
        ),
        (
            f"const x = 1, all = document.querySelectorAll('.a');\n{'z();' * 99}\n"
            f"all.forEach(function (each) {{ each.addEventListener('click', {KEEPS}) }})",
            {".a", ".a *"},
        ),
        (
            f"var $all = $('.a');{'z();' * 99}\n$('.b').hide();\n$all.on('click', {KEEPS})",
            {".a", ".a *"},
        ),
        (
            f"all = [...document.querySelectorAll('.a')];{'z();' * 99}\n"
            f"for (const each of all) {{ each.addEventListener('click', {KEEPS}) }}",
            {".a", ".a *"},
        ),
        (
            f"all = Array.from(document.querySelectorAll('.a'));{'z();' * 99}\n"
            f"for (i = 0; i < 9; i++) {{ all[i].onclick; all[i].addEventListener('click', {KEEPS}) }}",
            {".a", ".a *"},
        ),
        (
            f"const all = document.querySelectorAll('.a');\nall.forEach(z);{'z();' * 99}\n"
            f"document.querySelector('.b').addEventListener('click', {KEEPS})",
            {".b", ".b *"},
        ),
        (f"all = other;{'z();' * 99}all.addEventListener('click', {KEEPS})", set()),
        ("$('.a').click(function (e) { if (e.target.id) { e.preventDefault(); } });", {".a"}),
        ("$('.a').click(function (e) { on && e.preventDefault(); });", {".a"}),
        ("$('.a').click(e => { show(); e.preventDefault(); });", {".a", ".a *"}),
        (f"$('a.b:not(.c)[href]').click({KEEPS})", {"a.b"}),
        (f"$('a[href^=\"#\"]').click({KEEPS})", set()),
        (f"$('a').click({KEEPS})", set()),
        (f"$('.a').hover({KEEPS})", set()),
        (f"$('.list').delegate('li a, .b', 'click', {KEEPS})", {".list li a", ".list .b"}),
        (f"$('.list').delegate('.click', 'submit', {KEEPS})", set()),
        (f"$('.a').on('submit', {KEEPS})", set()),
        ("$('.a').click(function () { show(); }); function f() { return false; }", set()),
        ("$('.a').click(function (e) { e.preventDefault(); $(this.hash).show(); });", set()),
        ("$('.a').click(function (e) { e.preventDefault(); $($(this).attr('href')).show(); });", set()),
        ("$('.a').click(function () { $('html').animate({scrollTop: 0}); return false; });", set()),
        ("$('.a').click(function (", set()),
        (".click(" * 5000, set()),
    ],
)
def test_what_a_script_answers(script: str, selectors: set[str]) -> None:
    assert answered(script) == selectors


def test_of_very_many_selectors_some_are_kept() -> None:
    script = "".join(f"$('a.n{number}, a.m{number}').click({KEEPS});" for number in range(51))
    assert len(answered(script)) == 100


@pytest.mark.parametrize(
    ("selector", "marks", "fits"),
    [
        (".a", ("a", ".a"), True),
        (".a", ("a", "^.a"), False),
        ("a.a.b", ("a", ".a"), False),
        ("li.a", ("a", ".a"), False),
        (".a a", ("a", "^.a"), True),
        (".a a", ("a", ".a"), False),
        (".a a", ("a", "?"), True),
        (".a .b", ("a", "?"), False),
        (".a *", ("a", "^.a"), True),
        (".a *", ("a", ".a"), False),
        (".a *", ("^.a",), True),
        (".a *", ("a", "?"), False),
        ("#n li .b", ("a", ".b", "^#n"), True),
    ],
)
def test_which_links_a_selector_may_choose(selector: str, marks: tuple[str, ...], fits: bool) -> None:
    assert is_answered((selector,), marks) is fits


LIST = '<ul class="tabs"><li><img src="/x.png" alt=""><a href="#one">1</a></li></ul><a href="#two">2</a>'


@pytest.mark.parametrize(
    ("page", "layout", "broken"),
    [
        (LIST, "", {"#one", "#two"}),
        (f"{LIST}<script>$('.tabs a').click({KEEPS})</script>", "", {"#two"}),
        (LIST, f"<script>$('.tabs a').click({KEEPS})</script>", {"#two"}),
        (LIST, f"<script>$('.tabs').click({KEEPS})</script>", {"#two"}),
        (
            LIST,
            "<script>$('.tabs').click(e => { if (e.x) { e.preventDefault() } })</script>",
            {"#one", "#two"},
        ),
        (LIST, "<script src='/t.js'></script>", {"#two"}),
        (LIST, "{% include t.html %}", {"#two"}),
        ("", f"{LIST}<script>$('.tabs li').on('click', 'a', {KEEPS})</script>", set()),
        (f"<script>$('.tabs a').click({KEEPS})</script>", "", set()),
    ],
)
def test_a_link_that_a_script_answers_is_no_fault(
    page: str, layout: str, broken: set[str], tmp_path: Path
) -> None:
    files = {
        "_layouts/l.html": f"{layout}{{{{ content }}}}",
        "_includes/t.html": f"<script>$('.tabs a').click({KEEPS})</script>",
        "t.js": f"$('.tabs').on('click', 'a', {KEEPS})",
        "x.png": "",
        "a.html": f"---\nlayout: l\n---\n{page}\n",
        "_config.yml": "title: T\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert {each.link.href for each in found.links if each.verdict.status == "broken-anchor"} == broken
