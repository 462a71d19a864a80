"""The script rules on whole sites: Liquid, includes, Markdown, style sheets, and what a fix leaves behind."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sitecheck.api import FileRule, Finding, Safety, Severity
from sitecheck.document import SiteReader
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.model.fix import apply_edits
from sitecheck.testing import check_folder
from sitecheck.text.source import Source
from sitecheck_rules.scripts.deprecated_script import DeprecatedScript
from sitecheck_rules.scripts.deprecated_script import Options as DeprecatedOptions
from sitecheck_rules.scripts.hostile_script import HostileScript
from sitecheck_rules.scripts.missing_integrity import MissingIntegrity
from sitecheck_rules.scripts.mixed_content import MixedContent

MATHJAX = "https://cdn.mathjax.org/mathjax/latest/MathJax.js"
NEW_MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js"


class Outcome:
    """The findings of one rule on a tiny site, and the files they point into."""

    def __init__(self, files: Mapping[str, str], findings: list[Finding]) -> None:
        self.files = files
        self.findings = findings

    @property
    def marked(self) -> list[tuple[str, str]]:
        """Each finding as its file and the text it marks."""
        return [(f.path, self.files[f.path][f.place.span.start : f.place.span.end]) for f in self.findings]

    def fixed(self, path: str) -> str:
        """The file after all fixes."""
        edits = [edit for f in self.findings if f.fix and f.path == path for edit in f.fix.edits]
        return apply_edits(self.files[path], edits)


def run(root: Path, rule: FileRule[Any], files: Mapping[str, str]) -> Outcome:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    reader = SiteReader(load_site(str(root)))
    findings: list[Finding] = []
    for item in reader.inputs():
        if item.kind in rule.kinds:
            source = reader.source(item.path)
            assert isinstance(source, Source)
            findings += rule.check(reader.document(source, item.kind))
    return Outcome(files, findings)


def page(body: str) -> dict[str, str]:
    return {"index.html": f"---\ntitle: x\n---\n{body}\n"}


def test_a_script_is_told_once_in_the_include_that_holds_it(tmp_path: Path) -> None:
    files = {
        "_includes/math.html": f'<script src="{MATHJAX}"></script>\n',
        "_layouts/default.html": "{% include math.html %}{{ content }}\n",
        "a.md": "---\nlayout: default\n---\n{% include math.html %}\n",
        "b.md": "---\nlayout: default\n---\n{% include math.html %}\n",
    }
    outcome = run(tmp_path, DeprecatedScript(), files)
    assert outcome.marked == [("_includes/math.html", MATHJAX)]


def test_a_version_from_the_configuration_is_judged_where_it_is_used(tmp_path: Path) -> None:
    written = "https://cdn.jsdelivr.net/npm/jquery@{{ site.jquery }}/dist/jquery.min.js"
    files = {"_config.yml": "jquery: 1.9.1\n", **page(f'<script src="{written}"></script>')}
    outcome = run(tmp_path, DeprecatedScript(), files)
    assert outcome.marked == [("index.html", written)]
    assert outcome.findings[0].message.startswith("jquery 1.9.1: ")
    assert outcome.findings[0].fix is None, "the version stands elsewhere"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "cdn.jsdelivr.net/npm/jquery@1.9.1/jquery.min.js",
            "cdn.jsdelivr.net/npm/jquery@3.7.1/dist/jquery.min.js",
        ),
        ("unpkg.com/jquery@3.4.1/dist/jquery.slim.js", "unpkg.com/jquery@3.7.1/dist/jquery.slim.js"),
        ("unpkg.com/jquery@1.8.3/lib/node-jquery.js", ""),
        ("unpkg.com/chart.js@2.8.0/dist/Chart.min.js", "unpkg.com/chart.js@2.9.4/dist/Chart.min.js"),
        ("unpkg.com/chart.js@1.0.2/Chart.min.js", ""),
        ("cdnjs.cloudflare.com/ajax/libs/select2/3.5.4/select2.min.js", ""),
        (
            "cdnjs.cloudflare.com/ajax/libs/select2/4.0.3/js/select2.min.js",
            "cdnjs.cloudflare.com/ajax/libs/select2/4.0.13/js/select2.min.js",
        ),
        ("unpkg.com/moment@2.5.0/min/langs.min.js", ""),
        ("cdnjs.cloudflare.com/ajax/libs/moment.js/2.4.0/lang/de.js", ""),
        ("unpkg.com/moment@1.7.2/moment.js", ""),
        ("unpkg.com/moment@2.24.0/locale/de.js", "unpkg.com/moment@2.29.4/locale/de.js"),
        (
            "cdnjs.cloudflare.com/ajax/libs/moment.js/2.24.0/moment-with-locales.min.js",
            "cdnjs.cloudflare.com/ajax/libs/moment.js/2.29.4/moment-with-locales.min.js",
        ),
        ("unpkg.com/requirejs@1.0.8/require.js", ""),
        ("unpkg.com/prismjs@1.9.0/plugins/previewer-angle/prism-previewer-angle.min.js", ""),
        (
            "cdn.jsdelivr.net/npm/prismjs@1.9.0/components/prism-core.min.js",
            "cdn.jsdelivr.net/npm/prismjs@1.30.0/components/prism-core.min.js",
        ),
        ("cdn.jsdelivr.net/npm/katex@0.13.0/dist/contrib/copy-tex.css", ""),
        (
            "cdn.jsdelivr.net/npm/katex@0.13.0/dist/katex.min.css",
            "cdn.jsdelivr.net/npm/katex@0.16.47/dist/katex.min.css",
        ),
        ("unpkg.com/requirejs@2.1.0/require.js", "unpkg.com/requirejs@2.3.8/require.js"),
        ("netdna.bootstrapcdn.com/bootstrap/3.0.3/css/bootstrap.min.css", ""),
        ("netdna.bootstrapcdn.com/bootstrap/3.1.0/css/bootstrap.min.css", ""),
        ("stackpath.bootstrapcdn.com/bootstrap/4.2.0/css/bootstrap.min.css", ""),
        (
            "maxcdn.bootstrapcdn.com/bootstrap/3.1.1/css/bootstrap.min.css",
            "cdn.jsdelivr.net/npm/bootstrap@3.1.1/dist/css/bootstrap.min.css",
        ),
        ("maxcdn.bootstrapcdn.com/font-awesome/4.6.0/css/font-awesome.min.css", ""),
        (
            "maxcdn.bootstrapcdn.com/font-awesome/4.6.3/css/font-awesome.min.css",
            "cdn.jsdelivr.net/npm/font-awesome@4.6.3/css/font-awesome.min.css",
        ),
        ("cdn.leafletjs.com/leaflet-0.7.4/leaflet.js", ""),
        ("cdn.leafletjs.com/leaflet-0.7.3/leaflet.js", "unpkg.com/leaflet@0.7.3/dist/leaflet.js"),
        (
            "code.jquery.com/jquery-latest.min.js?ver=3.4",
            "code.jquery.com/jquery-3.7.1.min.js",
        ),
    ],
)
def test_a_fix_names_a_file_that_the_new_release_has(old: str, new: str, tmp_path: Path) -> None:
    tag = "<link rel=stylesheet href={}>" if old.endswith(".css") else "<script src={}></script>"
    outcome = run(tmp_path, DeprecatedScript(), page(tag.format(f"https://{old}")))
    (finding,) = outcome.findings
    assert [edit.text for edit in finding.fix.edits] == [f"https://{new}"] if finding.fix else not new


def test_an_unknown_version_is_not_judged(tmp_path: Path) -> None:
    files = {"_layouts/x.html": '<script src="https://unpkg.com/jquery@{{ page.v }}/x.js"></script>'}
    assert run(tmp_path, DeprecatedScript(), files).findings == []


def test_liquid_in_the_query_survives_the_fix(tmp_path: Path) -> None:
    files = {
        "_config.yml": "math: TeX-AMS_HTML\n",
        **page(f'<script src="{MATHJAX}?config={{{{ site.math }}}}"></script>'),
    }
    outcome = run(tmp_path, DeprecatedScript(), files)
    assert f'src="{NEW_MATHJAX}?config={{{{ site.math }}}}"' in outcome.fixed("index.html")


def test_markdown_pictures_by_reference_are_told_once(tmp_path: Path) -> None:
    text = "---\n---\n![a][k] and ![b][k]\n\n[k]: https://placekitten.com/200/300\n"
    outcome = run(tmp_path, DeprecatedScript(), {"index.md": text})
    assert {f.severity for f in outcome.findings} == {Severity.WARNING}
    assert "placecats" not in outcome.fixed(
        "index.md"
    ) or "[k]: https://placecats.com/200/300" in outcome.fixed("index.md")


def test_code_in_markdown_loads_nothing(tmp_path: Path) -> None:
    text = f'---\n---\n```html\n<script src="{MATHJAX}"></script>\n```\n\n`<script src="{MATHJAX}">`\n'
    assert run(tmp_path, DeprecatedScript(), {"index.md": text}).findings == []


def test_comments_load_nothing(tmp_path: Path) -> None:
    body = f'<!--[if lt IE 9]><script src="{MATHJAX}"></script><![endif]-->'
    assert run(tmp_path, DeprecatedScript(), page(body)).findings == []


def test_scripts_that_are_data_load_nothing(tmp_path: Path) -> None:
    body = f'<script type="text/template" src="{MATHJAX}"></script><a href="{MATHJAX}">x</a>'
    assert run(tmp_path, DeprecatedScript(), page(body)).findings == []


@pytest.mark.parametrize(
    "type_", ["", "module", "text/javascript", "Application/JavaScript", "text/javascript; a=b"]
)
def test_scripts_that_run_are_judged(tmp_path: Path, type_: str) -> None:
    body = f'<script type="{type_}" src="{MATHJAX}"></script>'
    assert len(run(tmp_path, DeprecatedScript(), page(body)).findings) == 1


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://placekitten.com/1/2">',
        '<img srcset="https://placekitten.com/1/2 2x, /b.png 3x">',
        '<video poster="https://placekitten.com/1/2"></video>',
        '<input type="image" src="https://placekitten.com/1/2">',
        '<link rel="shortcut icon" href="https://placekitten.com/1/2">',
        '<link rel="preload" as="image" href="https://placekitten.com/1/2">',
        "<style>a { background: url('https://placekitten.com/1/2') }</style>",
    ],
)
def test_every_way_to_show_a_picture(tmp_path: Path, tag: str) -> None:
    assert run(tmp_path, DeprecatedScript(), page(tag)).marked == [
        ("index.html", "https://placekitten.com/1/2")
    ]


def test_a_form_that_goes_to_a_service_that_closed(tmp_path: Path) -> None:
    tag = '<form action="https://tinyletter.com/someone" method="post"></form>'
    assert run(tmp_path, DeprecatedScript(), page(tag)).marked == [
        ("index.html", "https://tinyletter.com/someone")
    ]


def test_an_integrity_value_changes_with_the_file(tmp_path: Path) -> None:
    url = "https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js"
    body = f'<script src="{url}" integrity="sha384-old"></script>'
    fixed = run(tmp_path, DeprecatedScript(), page(body)).fixed("index.html")
    assert "katex@0.16.47/dist/katex.min.js" in fixed
    assert 'integrity="sha384-CwjPRVHTvLiMBFjEoij+QZViMV5rhTOIp7CJzl24JEqpRDA1sJFHVXXLURktbYYp"' in fixed


def test_no_fix_when_the_new_integrity_value_is_not_known(tmp_path: Path) -> None:
    body = (
        '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/contrib/other.js"'
        ' integrity="sha384-old"></script>'
    )
    (finding,) = run(tmp_path, DeprecatedScript(), page(body)).findings
    assert finding.fix is None


@pytest.mark.parametrize(
    ("style", "moved", "safety"),
    [
        (
            "bootstrap@4.1.3/dist/css/bootstrap.min.css",
            "bootstrap@4.6.2/dist/css/bootstrap.min.css",
            Safety.SAFE,
        ),
        (
            "bootstrap@4.1.2/dist/css/bootstrap.min.css",
            "bootstrap@4.1.2/dist/css/bootstrap.min.css",
            Safety.SAFE,
        ),
        ("own@4.1.3/dist/css/bootstrap.min.css", "own@4.1.3/dist/css/bootstrap.min.css", Safety.SAFE),
        (
            'bootstrap@4.1.3/a.css" integrity="sha384-b',
            'bootstrap@4.1.3/a.css" integrity="sha384-b',
            Safety.UNSAFE,
        ),
    ],
)
def test_style_sheets_go_along_with_their_script(
    style: str, moved: str, safety: Safety, tmp_path: Path
) -> None:
    npm = "https://cdn.jsdelivr.net/npm"
    text = '<link rel="stylesheet" href="{}/{}">\n<script src="{}/bootstrap@{}/dist/js/bootstrap.min.js"></script>\n'
    outcome = run(tmp_path, DeprecatedScript(), page(text.format(npm, style, npm, "4.1.3") * 2))
    first, second = (each.fix for each in outcome.findings if "data attributes" in each.message)
    assert first is not None
    assert second is not None
    assert (first.safety, second.safety) == (safety, Safety.SAFE), "one script takes all style sheets along"
    before = outcome.files["index.html"]
    after = apply_edits(before, [*first.edits, *second.edits])
    assert after == before.replace(style, moved).replace("4.1.3/dist/js", "4.6.2/dist/js")


def test_the_same_bytes_keep_their_integrity_value(tmp_path: Path) -> None:
    body = (
        '<script src="https://stackpath.bootstrapcdn.com/bootstrap/5.1.3/js/bootstrap.min.js"'
        ' integrity="sha384-kept"></script>'
    )
    fixed = run(tmp_path, DeprecatedScript(), page(body)).fixed("index.html")
    assert "bootstrap@5.1.3/dist/js/bootstrap.min.js" in fixed
    assert "sha384-kept" in fixed


def test_an_address_in_an_inline_script_is_changed_in_place(tmp_path: Path) -> None:
    body = "<script>\n  load('https://polyfill.io/v3/polyfill.js?a=b'); // https://polyfill.io/v3/p.js\n</script>"
    outcome = run(tmp_path, HostileScript(), page(body))
    assert outcome.marked == [("index.html", "https://polyfill.io/v3/polyfill.js?a=b")]
    fixed = outcome.fixed("index.html")
    assert "load('https://cdnjs.cloudflare.com/polyfill/v3/polyfill.js?a=b'); // https://polyfill.io" in fixed


def test_an_inline_script_with_liquid_is_marked_where_it_can_be(tmp_path: Path) -> None:
    files = {
        "_config.yml": "ua: UA-1234567-1\n",
        **page("<script>\n  var a = '{{ site.ua }}';\n  ga('create', '{{ site.ua }}');\n</script>"),
    }
    assert run(tmp_path / "a", DeprecatedScript(), files).marked == [("index.html", "<script>")]
    files |= page("<script>\n  var a = '{{ site.ua }}';\n  _gaq.push(['x']);\n</script>")
    assert run(tmp_path / "b", DeprecatedScript(), files).marked == [("index.html", "_gaq.push(")]


def test_severities_follow_the_harm(tmp_path: Path) -> None:
    cases = {
        f'<script src="{MATHJAX}"></script>': Severity.ERROR,
        '<img src="https://placekitten.com/1/2">': Severity.WARNING,
        '<script src="https://code.jquery.com/jquery-1.9.1.js"></script>': Severity.WARNING,
        '<link rel="stylesheet" href="https://unpkg.com/bootstrap@4/dist/css/bootstrap.css">': Severity.INFO,
    }
    for number, (body, severity) in enumerate(cases.items()):
        outcome = run(tmp_path / str(number), DeprecatedScript(), page(body))
        assert [f.severity for f in outcome.findings] == [severity], body


def test_options(tmp_path: Path) -> None:
    body = page(f'<script src="{NEW_MATHJAX}"></script>')
    assert run(tmp_path / "a", DeprecatedScript(), body).findings == []
    asked = DeprecatedScript(DeprecatedOptions(optional=True))
    assert len(run(tmp_path / "b", asked, body).findings) == 1
    ignoring = DeprecatedScript(DeprecatedOptions(ignore=("mathjax-cdn-host",)))
    assert run(tmp_path / "c", ignoring, page(f'<script src="{MATHJAX}"></script>')).findings == []


def test_markup_and_address_of_one_element_are_one_finding(tmp_path: Path) -> None:
    body = '<embed type="application/x-shockwave-flash" src="/movie.swf">'
    assert len(run(tmp_path, DeprecatedScript(), page(body)).findings) == 1


@pytest.mark.parametrize(
    ("script", "marked"),
    [
        ("import {html} from 'https://cdn.skypack.dev/lit@2.0.0';", "https://cdn.skypack.dev/lit@2.0.0"),
        ('import "https://cdn.skypack.dev/a"', "https://cdn.skypack.dev/a"),
        ("const a = await import( `https://cdn.skypack.dev/b` )", "https://cdn.skypack.dev/b"),
        ("location = 'https://cdn.skypack.dev/lit@2.0.0'", None),
    ],
)
def test_what_a_script_imports_is_loaded_whatever_its_name(
    script: str, marked: str | None, tmp_path: Path
) -> None:
    outcome = run(tmp_path, DeprecatedScript(), page(f'<script type="module">{script}</script>'))
    assert outcome.marked == ([("index.html", marked)] if marked else [])


def test_an_import_map_says_what_is_loaded(tmp_path: Path) -> None:
    three = "https://unpkg.com/three@0.117.1/build/three.module.js"
    body = f'<script type="importmap">{{"imports": {{"three": "{three}"}}}}</script>'
    assert run(tmp_path, DeprecatedScript(), page(body)).marked == [("index.html", three)]


def test_a_style_attribute_loads_pictures(tmp_path: Path) -> None:
    body = """<p style="background: url('https://placekitten.com/200/300') no-repeat">x</p>"""
    outcome = run(tmp_path, DeprecatedScript(), page(body))
    assert outcome.marked == [("index.html", "https://placekitten.com/200/300")]
    assert "url('https://placecats.com/200/300') no-repeat" in outcome.fixed("index.html")


def test_a_page_of_github_is_no_picture(tmp_path: Path) -> None:
    written = "https://github.com/me/repo/blob/main/docs/a%20b.png"
    outcome = run(tmp_path, DeprecatedScript(), {"a.md": f"---\n---\n![a]({written})\n"})
    assert outcome.marked == [("a.md", written)]
    assert outcome.fixed("a.md") == "---\n---\n![a](https://github.com/me/repo/raw/main/docs/a%20b.png)\n"


@pytest.mark.parametrize(
    ("address", "severity"),
    [("www.youtube.com/v/abc?fs=1", "info"), ("vimeo.com/moogaloop.swf?clip_id=1", "warning")],
)
def test_a_flash_player_that_browsers_replace_is_no_empty_box(
    address: str, severity: str, tmp_path: Path
) -> None:
    body = f'<embed type="application/x-shockwave-flash" src="http://{address}">'
    (finding,) = run(tmp_path, DeprecatedScript(), page(body)).findings
    assert finding.severity is Severity.parse(severity)
    assert "only where the browser puts a newer player in its place" in finding.message


def test_a_hostile_host_is_not_told_twice(tmp_path: Path) -> None:
    body = page('<script src="https://cdn.bootcss.com/jquery/1.11.1/jquery.min.js"></script>')
    assert run(tmp_path / "a", DeprecatedScript(), body).findings == []
    (finding,) = run(tmp_path / "b", HostileScript(), body).findings
    assert finding.severity is Severity.ERROR
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a</p>\n  <script src='{}'></script>\n<p>b</p>\n", "<p>a</p>\n<p>b</p>\n"),
        ("  <p>a</p>\n  <script src='{}'></script>\n", "  <p>a</p>\n"),
        ("  text\n<script src='{}'></script>\n", "  text\n\n"),
        ("<p>a</p><script src='{}'> </script><p>b</p>\n", "<p>a</p><p>b</p>\n"),
        ("text\n<script src='{}'></script>\ntext\n", "text\n\ntext\n"),
        ("<script src='{}'></script>", ""),
        ("<script src='{}'>\nstart();\n</script >\n", ""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_removing_an_element(tmp_path: Path, before: str, after: str, newline: str) -> None:
    head = "---\n---\n"
    text = (head + before.format("https://coinhive.com/lib/a.js")).replace("\n", newline)
    outcome = run(tmp_path, HostileScript(), {"index.html": text})
    assert outcome.fixed("index.html") == (head + after).replace("\n", newline)


def test_an_element_that_liquid_cuts_through_stays(tmp_path: Path) -> None:
    body = '<script {% if site.x %}async{% endif %} src="https://coinhive.com/lib/a.js"></script>'
    (finding,) = run(tmp_path, HostileScript(), page(body)).findings
    assert finding.fix is None


HTTPS = {"_config.yml": "url: https://example.org\n"}


@pytest.mark.parametrize(
    ("body", "severity", "safety"),
    [
        ('<script src="http://code.jquery.com/x.js"></script>', Severity.ERROR, Safety.SAFE),
        ('<script src=" HTTP://example.net/x.js"></script>', Severity.ERROR, Safety.UNSAFE),
        ('<iframe src="http://example.net/"></iframe>', Severity.ERROR, Safety.UNSAFE),
        ('<iframe src="http://example.org/a"></iframe>', Severity.ERROR, Safety.SAFE),
        ('<style>@import "http://example.net/a.css";</style>', Severity.ERROR, Safety.UNSAFE),
        ("<style>a{b:url(http://example.net/a.woff2)}</style>", Severity.ERROR, Safety.UNSAFE),
        ('<img src="http://img.shields.io/x.svg">', Severity.WARNING, Safety.SAFE),
        ('<img src="http://example.net:8080/x.svg">', Severity.WARNING, None),
    ],
)
def test_mixed_content(tmp_path: Path, body: str, severity: Severity, safety: Safety | None) -> None:
    outcome = run(tmp_path, MixedContent(), {**HTTPS, **page(body)})
    (finding,) = outcome.findings
    assert finding.severity is severity
    assert (finding.fix.safety if finding.fix else None) is safety
    if finding.fix:
        assert "https://" in outcome.fixed("index.html")
        assert "http://" not in outcome.fixed("index.html").lower()


@pytest.mark.parametrize(
    "config",
    [
        "",
        "url: http://example.org\n",
        "url:\n",
        "url: 5\n",
        "url: [https://a]\n",
        "url: http://github.io.example.org\n",
    ],
)
def test_mixed_content_needs_an_https_site(tmp_path: Path, config: str) -> None:
    files = {"_config.yml": config, **page('<script src="http://example.net/x.js"></script>')}
    assert run(tmp_path, MixedContent(), files).findings == []


@pytest.mark.parametrize(
    "url", ["https://example.org", "HTTPS://example.org/", "http://me.github.io/repo", "http://me.dev"]
)
def test_https_sites(tmp_path: Path, url: str) -> None:
    files = {"_config.yml": f"url: {url}\n", **page('<script src="http://example.net/x.js"></script>')}
    assert len(run(tmp_path, MixedContent(), files).findings) == 1


def test_mixed_content_leaves_dead_hosts_to_their_rule(tmp_path: Path) -> None:
    body = '<script src="http://cdn.mathjax.org/mathjax/latest/MathJax.js"></script>'
    assert run(tmp_path, MixedContent(), {**HTTPS, **page(body)}).findings == []


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ('<script src="https://unpkg.com/aos@2.3.1/a.js"></script>', True),
        ('<script src="https://code.jquery.com/jquery-3.7.1.min.js"></script>', True),
        ('<script src="https://unpkg.com/aos@2/a.js"></script>', False),
        ('<script src="https://unpkg.com/aos/a.js"></script>', False),
        ('<script src="https://cdn.jsdelivr.net/npm/lit@3.2.1/+esm" type="module"></script>', False),
        ('<script src="https://esm.sh/lit@3.2.1/x.js" type="module"></script>', False),
        ('<script src="https://cdn.jsdelivr.net/combine/npm/a@1.0.0/a.js,npm/b@1.0.0/b.js"></script>', False),
        ('<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Lato">', False),
        ('<link rel="preload" as="style" href="https://unpkg.com/aos@2.3.1/a.css">', False),
        ('<script src="https://unpkg.com/aos@2.3.1/a.js" {{ page.sri | raw }}></script>', True),
        ('<img src="https://unpkg.com/aos@2.3.1/a.png">', False),
        ('<script src="/a.js" integrity="sha384-x"></script>', False),
    ],
)
def test_missing_integrity(tmp_path: Path, tag: str, told: bool) -> None:
    assert bool(run(tmp_path, MissingIntegrity(), page(tag)).findings) is told


def test_an_attribute_that_is_not_known_may_be_the_integrity(tmp_path: Path) -> None:
    files = {"_layouts/x.html": '<script src="https://unpkg.com/aos@2.3.1/a.js" {{ page.sri }}></script>'}
    assert run(tmp_path, MissingIntegrity(), files).findings == []


def test_rules_survive_broken_versions_of_their_examples(tmp_path: Path) -> None:
    """Fixes of whatever they still find stay inside the file."""
    (tmp_path / "_config.yml").write_text("url: https://example.org\n")
    reader = SiteReader(load_site(str(tmp_path)))
    rules: list[FileRule[Any]] = [DeprecatedScript(), HostileScript(), MixedContent(), MissingIntegrity()]
    chance = random.Random(7)
    for rule in rules:
        for example in rule.invalid:
            for _ in range(15):
                text = mutated(example.text, chance)
                source = Source("index.html", text)
                for finding in rule.check(reader.document(source, "page")):
                    assert 0 <= finding.place.span.start <= finding.place.span.end <= len(text)
                    if finding.fix:
                        assert finding.fix.edits[-1].span.end <= len(text)


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(text) + 1), chance.randint(0, 5)
        text = (
            text[:at]
            + chance.choice(["", "<", '"', "{{ x }}", "{% if a %}", "/", "\r", "é"])
            + text[at + size :]
        )
    return text


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("devoto", {"deprecated-script": 6}),
        ("mathjax-web", {"hostile-script": 1, "mixed-content": 3}),
        ("opensource-guide", {}),
    ],
)
def test_real_sites(site: str, expected: dict[str, int]) -> None:
    """Counted by hand: published pages only, nothing from code listings, links or comments."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS is not set")
    settings = read_settings(None, only=["deprecated-script", "hostile-script", "mixed-content"])
    report = check_folder(Path(corpus) / site, settings)
    assert Counter(finding.rule for finding in report.findings) == expected
