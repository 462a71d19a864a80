"""Rules on heads against what an HTML parser reads in pages that real Jekyll built.

Each form of a fault, and each that looks like one and is none, is a page in a layout of its own; both are named
after it, so that the place of a finding tells the form.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings

HOST, BASE = "here.example", "/base"
CONFIG = f"url: https://{HOST}\nbaseurl: {BASE}\ntitle: Here\nplugins: [jekyll-seo-tag]\n"
SAID = "<title>{{ page.title }}</title><meta name=description content=d>"


class Form(NamedTuple):
    """What a head holds beside its title, and the front matter and text of the page."""

    head: str
    front: str = ""
    text: str = "Text."
    said: str = SAID


def early(head: str, front: str = "") -> Form:
    return Form(head, front)


def canonical(href: str, front: str = "") -> Form:
    return Form(f'<link rel="canonical" href="{href}">', front)


def image(content: str, front: str = "", key: str = 'property="og:image"') -> Form:
    return Form(f'<meta {key} content="{content}">', front)


def raw(front: str, title: str = "{{ page.title }}", description: str = "", text: str = "Text.") -> Form:
    return Form("", front, text, f'<title>{title}</title><meta name="description" content="{description}">')


WHOLE = "{{ page.url | absolute_url }}"
SOURCE = "{{ page.content | strip_html | strip_newlines }}"
FORMS: Mapping[str, Mapping[str, Form]] = {
    "head-ended-early": {
        "picture": early('<img src="/there.png" alt="">'),
        "block": early("<div></div>"),
        "paragraph": early("<p>x"),
        "words": early("words"),
        "word-of-page": early("{{ page.note }}", "note: Hello"),
        "included": early("{% include included.html %}"),
        "unseen-space": early("&nbsp;"),
        "no-width": early("\u200b"),
        "frame": early("<iframe src='https://x.example'></iframe>"),
        "drawing": early("<svg><path d=''></svg>"),
        "own-element": early("<my-element></my-element>"),
        "break": early("<br>"),
        "end-of-break": early("</br>"),
        "end-of-body": early("</body>"),
        "heading": early("<h1>{{ page.title }}</h1>"),
        "looped": early("{% for x in (1..2) %}<span>{{ x }}</span>{% endfor %}"),
        "chosen": early("{% if page.note %}<center>a</center>{% endif %}", "note: a"),
        "not-chosen": early("{% if page.none %}<center>a</center>{% endif %}"),
        "comment": early("<!-- <div>a</div> -->"),
        "script": early("<script>document.write('<img>')</script>"),
        "style": early("<style>p::after { content: '<p>' }</style>"),
        "ends-nothing": early("</div></p></span>"),
        "empty-of-page": early("{{ page.none }}"),
        "only-space": early("{% capture x %} \n {% endcapture %}{{ x }}"),
        "links": early("<base href='/base/'><link rel=icon href='data:,'><meta charset=utf-8>"),
        "afterwards": Form("", said=f"{SAID}<img src='/there.png' alt=''>"),
    },
    "wrong-canonical": {
        "without-base": canonical("{{ site.url }}{{ page.url }}"),
        "not-whole": canonical("{{ page.url | relative_url }}"),
        "only-path": canonical("{{ page.url }}"),
        "home": canonical("{{ site.url }}{{ site.baseurl }}/"),
        "home-of-host": canonical("{{ site.url }}"),
        "another-page": canonical("{{ 'whole.html' | absolute_url }}"),
        "without-scheme": canonical(f"//{HOST}{BASE}{{{{ page.url }}}}"),
        "title-in-it": canonical(
            "{{ site.url }}{{ site.baseurl }}/{{ page.title | slugify }}.html", "title: Other"
        ),
        "whole": canonical(WHOLE),
        "put-together": canonical("{{ page.url | prepend: site.baseurl | prepend: site.url }}"),
        "short": canonical("{{ page.url | absolute_url | remove: '.html' }}"),
        "asked-for": canonical("{{ page.canonical_url }}", "canonical_url: https://else.example/a"),
        "by-plugin": Form("{% seo %}"),
        "not-listed": Form('<meta name="robots" content="noindex"><link rel="canonical" href="/">'),
        "empty-canonical": canonical("{{ page.none }}"),
    },
    "missing-share-image": {
        "gone": image("{{ '/gone-a.png' | absolute_url }}"),
        "gone-path": image("{{ '/gone-b.png' | relative_url }}"),
        "gone-of-page": image("{{ page.picture | absolute_url }}", "picture: /gone-c.png"),
        "gone-twitter": image("{{ '/gone-d.png' | absolute_url }}", key='name="twitter:image"'),
        "gone-seo": Form("{% seo %}", "image: /gone-e.png"),
        "beside": image("{{ site.url }}/there.png"),
        "there": image("{{ '/there.png' | absolute_url }}"),
        "there-seo": Form("{% seo %}", "image: /there.png"),
        "there-of-page": image("{{ page.picture | absolute_url }}", "picture: there.png"),
        "elsewhere": image("https://else.example/gone.png"),
        "no-picture": image("{{ page.none }}"),
    },
    "raw-source-in-head": {
        "liquid-in-title": raw("title: 'Of {{ site.title }}'"),
        "tag-in-title": raw("title: A <b>bold</b> one"),
        "liquid-of-text": raw("", description=SOURCE, text="Of {{ site.title }}."),
        "link-of-text": raw("", description=SOURCE, text="See [this](https://else.example/)."),
        "tag-escaped": raw("title: A <b>bold</b> one", "{{ page.title | strip_html }}"),
        "braces": raw("title: 'A { b } and 100 %'"),
        "plain-text": raw("", description=SOURCE, text="Nothing of note."),
    },
}
NEEDED = ("description", "robots", "canonical", "title")


def write(folder: Path) -> None:
    for name in ("_layouts", "_includes"):
        (folder / name).mkdir(parents=True)
    (folder / "_config.yml").write_text(CONFIG)
    (folder / "Gemfile.lock").write_text("GEM\n  specs:\n    jekyll-seo-tag (2.8.0)\n")
    (folder / "there.png").write_bytes(b"")
    (folder / "_includes/included.html").write_text("<a href='https://else.example'>a</a>")
    for name, form in [each for forms in FORMS.values() for each in forms.items()]:
        layout = f"<!DOCTYPE html>\n<html><head>{form.head}{form.said}</head><body>{{{{ content }}}}</body></html>\n"
        (folder / f"_layouts/{name}.html").write_text(layout)
        front = form.front if form.front.startswith("title:") else f"title: T\n{form.front}"
        (folder / f"{name}.md").write_text(f"---\nlayout: {name}\n{front}\n---\n{form.text}\n")


class Built:
    """A page as an HTML parser reads it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        root = html5lib.parse((folder / f"{name}.html").read_bytes(), namespaceHTMLElements=False)
        head, body = root.find("head"), root.find("body")
        assert head is not None
        assert body is not None
        self.said = {key: value for key, value in map(_said, head.iter()) if key}
        self.late = {key for key, _ in map(_said, body.iter()) if key}

    def ended_early(self) -> bool:
        return not self.late.isdisjoint(NEEDED)

    def wrong_canonical(self) -> bool:
        address = self.said.get("canonical", "").strip()
        if not address or "noindex" in self.said.get("robots", ""):
            return False
        parts = urlsplit(address)
        is_own = unquote(parts.path).removesuffix(".html") == f"{BASE}/{self.name}"
        return not parts.scheme or (parts.netloc == HOST and not is_own)

    def missing_image(self) -> bool:
        for key in ("og:image", "twitter:image"):
            whole = urlsplit(urljoin(f"https://{HOST}{BASE}/{self.name}.html", self.said.get(key, "")))
            is_own = whole.netloc == HOST and whole.path.startswith(f"{BASE}/")
            if self.said.get(key) and is_own and not (self.folder / whole.path[len(BASE) + 1 :]).is_file():
                return True
        return False

    def shows_source(self) -> bool:
        text = f"{self.said.get('title')} {self.said.get('description')}"
        return any(mark in text for mark in ("{{", "](", "<b>"))


SCANS: Mapping[str, Callable[[Built], bool]] = {
    "head-ended-early": Built.ended_early,
    "wrong-canonical": Built.wrong_canonical,
    "missing-share-image": Built.missing_image,
    "raw-source-in-head": Built.shows_source,
}


def _said(element: Element) -> tuple[str, str]:
    tag, get = element.tag, element.get
    if tag == "title":
        return "title", element.text or ""
    if tag == "meta":
        return get("name") or get("property") or "", get("content") or ""
    return ("canonical", get("href") or "") if tag == "link" and get("rel") == "canonical" else ("", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site and what Jekyll makes of it."""
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    folder, target = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("built")
    write(folder)
    command = ["jekyll", "build", "--quiet", "--disable-disk-cache", "-s", str(folder), "-d", str(target)]
    env = {**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true", "LANG": "C.UTF-8"}
    subprocess.run(command, check=True, env=env)
    return folder, target


@pytest.mark.reference
@pytest.mark.parametrize("rule", FORMS)
def test_a_rule_speaks_of_the_pages_that_have_its_fault(rule: str, site: tuple[Path, Path]) -> None:
    folder, target = site
    report = check_site(RunOptions(str(folder), read_settings(None, only=(rule,)), jobs=1))
    spoken = {Path(finding.place.path).stem for finding in report.findings}
    names = [name for forms in FORMS.values() for name in forms]
    scanned = {name for name in names if SCANS[rule](Built(target, name))}
    assert spoken == scanned
    assert scanned & FORMS[rule].keys()
    assert FORMS[rule].keys() - scanned
