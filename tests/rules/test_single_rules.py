"""What single rules say of cases that are too many for the examples on their pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitecheck.document import SiteFacts
from sitecheck.jekyll.generators.redirects import redirects_of
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site


def said(rule: str, files: dict[str, str], folder: Path) -> list[tuple[str, str, str]]:
    """What a rule says: its message, its help, and the text that its fix writes."""
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    return [
        (each.message, each.help, each.fix.edits[0].text if each.fix is not None else "")
        for each in report.findings
        if each.rule == rule
    ]


@pytest.mark.parametrize(
    ("url", "cname", "found"),
    [
        ("https://example.org", "", []),
        ("https://example.org", "example.org", []),
        ("https://www.example.org", "example.org", []),
        ("https://example.org", "www.example.org", []),
        ("https://example.org?x", "", []),
        ("http://[x", "", [("http://[x is no address", "write one such as https://example.org", "")]),
        ("ftp://example.org", "", [("ftp://example.org is no whole address", "write one such as https://example.org", "")]),
        ("a b", "", [("a b is no whole address", "write one such as https://example.org", "")]),
        ("HTTPS://Example.org", "example.org", []),
        ("https://", "", [("https:// is no whole address", "write one such as https://example.org", "")]),
        ("//example.org", "", [("//example.org is no whole address", "write https://example.org", "https://example.org")]),
        ("example.org", "", [("example.org is no whole address", "write https://example.org", "https://example.org")]),
        ("http://localhost:4000", "", [("http://localhost:4000 is the author's machine", "write where the site is published; 'jekyll serve' finds its own address by itself", "")]),
        ("https://example.org/", "", [("the site's url ends with a slash", "absolute_url makes https://example.org//… of it, with two slashes; write https://example.org", "https://example.org")]),
        ("https://example.org/base", "", [("the baseurl /base stands twice in the site's address", "absolute_url makes https://example.org/base/base/… of it; write https://example.org", "https://example.org")]),
        ("https://example.org/other", "", []),
        ("https://example.org", "other.org", [("the site is at https://example.org here, but the file CNAME says other.org", "write https://other.org, where GitHub Pages serves it, or remove CNAME if the domain is not yours", "")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_address_of_a_site(
    url: str, cname: str, found: list[tuple[str, str, str]], quote: str, tmp_path: Path
) -> None:
    config = f"url: {quote}{url}{quote}\n" + ("baseurl: /base\n" if url.endswith("/base") else "")
    files = {"_config.yml": config, "index.md": "---\n---\n", **({"CNAME": cname} if cname else {})}
    assert said("wrong-site-url", files, tmp_path) == found


@pytest.mark.parametrize(
    ("content", "bad", "kept"),
    [
        ("width=device-width, initial-scale=1", "", ""),
        ("width=device-width, user-scalable=no", "user-scalable=no", "width=device-width"),
        ("user-scalable=0, width=device-width", "user-scalable=0", "width=device-width"),
        ("width=device-width,user-scalable=yes", "", ""),
        ("width=device-width, maximum-scale=1", "maximum-scale=1", "width=device-width"),
        ("width=device-width, maximum-scale=5", "", ""),
        ("width=device-width, maximum-scale=-1", "", ""),
        ("width=device-width, maximum-scale=one", "", ""),
        ("width=device-width, maximum-scale", "", ""),
        ("WIDTH=device-width, Maximum-Scale=1.0, user-scalable=no", "Maximum-Scale=1.0 and user-scalable=no", "WIDTH=device-width"),
    ],
)  # fmt: skip
def test_what_keeps_readers_from_zooming(content: str, bad: str, kept: str, tmp_path: Path) -> None:
    page = f'---\n---\n<!doctype html><html lang="en"><head><meta name="viewport" content="{content}"></head>'
    found = said("zoom-disabled", {"index.html": page}, tmp_path)
    wanted = (
        f"{bad} keep{'' if ' and ' in bad else 's'} readers from enlarging the page",
        "take it away",
        kept,
    )
    assert found == ([wanted] if bad else [])


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        *((name, True) for name in ("description", "author", "keywords", "robots")),
        *((f"og:{name}", True) for name in ("title", "description", "image", "url", "type", "site_name")),
        *((f"twitter:{name}", True) for name in ("title", "description", "image", "card")),
        *((name, False) for name in ("twitter:label1", "theme-color", "og:locale")),
    ],
)
def test_tags_of_a_head_that_are_empty(name: str, is_told: bool, tmp_path: Path) -> None:
    key = "property" if name.startswith("og:") else "name"
    layout = f'<head><meta {key}="{name}" content="{{{{ page.none }}}}"></head>'
    found = said("empty-head-value", {"_layouts/x.html": layout, "a.md": "---\nlayout: x\n---\n"}, tmp_path)
    assert [message for message, _, _ in found] == ([f"{name} is empty"] if is_told else [])


def test_a_whole_document_in_an_include_needs_no_language_however_long_it_is(tmp_path: Path) -> None:
    report = f"<html>\n<body><script>{'f();' * 500_000}</script></body>\n</html>\n"
    files = {
        "a.md": "---\nlayout: page\n---\n{% include report.html %}\n",
        "_layouts/page.html": '<html lang="en"><title>A</title>{{ content }}</html>\n',
        "_includes/report.html": report,
    }
    assert said("html-lang", files, tmp_path) == []


def test_an_exclude_that_is_no_list_is_not_looked_through(tmp_path: Path) -> None:
    files = {
        "_config.yml": "exclude: vendor/bundle\n",
        "Gemfile.lock": "GEM\n  specs:\n    jekyll (3.9.5)\n",
        "index.md": "---\n---\n",
        "node_modules/a.js": "",
    }
    assert said("replaced-exclude", files, tmp_path) == []


def test_a_broken_link_of_a_list_names_the_later_page_on_which_it_is_broken(tmp_path: Path) -> None:
    files = {
        "_config.yml": "plugins: [jekyll-paginate]\npaginate: 1\n",
        "index.html": '---\n---\n<a href="a.pdf">A</a>{{ paginator.page }}\n',
        "a.pdf": "",
        **{f"_posts/2024-01-0{day}-p.md": "---\n---\n" for day in (1, 2, 3)},
    }
    help_ = (
        "it starts from the folder of the page; from other pages it leads to /a.pdf; for example on /page2/"
    )
    assert said("broken-link", files, tmp_path) == [("a.pdf leads nowhere", help_, "")]


def test_a_file_whose_address_got_a_slash_is_told_without_one(tmp_path: Path) -> None:
    files = {
        "_config.yml": "baseurl: /b\n",
        "a.pdf": "",
        "n.md": "",
        "index.md": "---\n---\n[a](/b/a.pdf/) [n](/b/n.md/)\n",
    }
    advised = [("/b/a.pdf/ leads nowhere", "the file is /b/a.pdf, without a slash at the end", "/b/a.pdf")]
    assert said("broken-link", files, tmp_path)[:1] == advised


@pytest.mark.parametrize(("permalink", "ending"), [("/t/", "/"), ("/t.html", ".html")])
def test_an_address_with_the_ending_of_a_source_file_leads_to_its_page(
    permalink: str, ending: str, tmp_path: Path
) -> None:
    links = "[a](/b/t.md) [b](/b/t.markdown/) [c](/b/t.pdf)"
    files = {
        "_config.yml": "baseurl: /b\n",
        "_posts/2020-01-02-x.md": f"---\npermalink: {permalink}\n---\n",
        "index.md": f"---\n---\n{links}\n",
    }
    page = f"/b/t{ending}"
    words = "is the ending of a source file; the page is"
    assert said("broken-link", files, tmp_path)[:2] == [
        ("/b/t.md leads nowhere", f".md {words} {page}", page),
        ("/b/t.markdown/ leads nowhere", f".markdown {words} {page}", page),
    ]
    assert words not in said("broken-link", files, tmp_path)[2][1]


def test_what_is_no_tag_is_said_to_be_hidden_from_liquid_where_it_stands_in_code(tmp_path: Path) -> None:
    parts = (
        "~~~",
        "{% a1 %}",
        "~~~",
        "{% b1 %}",
        "`` ` {% a2 %} ``",
        "{% b2 %} ` {% b3 %}",
        "<pre>{% a3 %}</pre>",
    )
    parts += ("{% b4 %}", "{% highlight html %}{% a4 %}{% endhighlight %}", "{% b5 %}", "> ```", "> {% a5 %}")
    text = "\n\n".join(parts)
    found = said("unknown-tag", {"a.md": f"---\n---\n{text}\n"}, tmp_path)
    told = [(message.split("'")[1], "{% raw %}" in help_) for message, help_, _ in found]
    assert told == [(name, name.startswith("a")) for name in re.findall(r"\{% ([ab]\d)", text)]


def test_labels_are_compared_as_often_as_the_page_is_long(tmp_path: Path) -> None:
    definitions = "".join(f"[a label of many {n}]: /{n}/\n" for n in range(200))
    missing = "".join(f"[text][a lable of many {n}]\n\n" for n in range(300))
    found = said("undefined-reference", {"a.md": f"---\n---\n{missing}{definitions}"}, tmp_path)
    near = ["did you mean" in help_ for _, help_, _ in found]
    assert len(near) == 300
    assert all(near[:10])
    assert 10 < sum(near) < 50


@pytest.mark.parametrize(("number", "is_told"), [(20, True), (600, False)])
def test_where_plugins_bring_hundreds_of_tags_none_is_said_to_be_meant(
    number: int, is_told: bool, tmp_path: Path
) -> None:
    """Each tag on each page would be compared with each of them."""
    brought = "".join(f"Liquid::Template.register_tag('long{at}', A)\n" for at in range(number))
    files = {"_config.yml": "", "_plugins/a.rb": brought, "index.md": "---\n---\n{% lnog7 %}\n"}
    found = said("unknown-tag", files, tmp_path)
    assert any("did you mean 'long7'" in " ".join(each) for each in found) == is_told


def test_keys_are_compared_with_those_that_are_like_them_until_that_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys that differ in one letter of one place are all alike: two pages of 3,000 took many minutes."""
    monkeypatch.setattr("sitecheck_rules.front_matter.misspelt_key._MOST_COMPARED", 35)
    usual = "".join(f"some{letter}: 1\n" for letter in "abcdefghij")
    page = f"---\n{usual}---\n"
    files = {
        "_config.yml": "",
        "_layouts/a.html": "".join(f"{{{{ page.some{letter} }}}}" for letter in "abcdefghij"),
        **{f"{number}.md": page for number in range(5)},
        "z.md": "---\n" + "".join(f"some{letter}: 1\n" for letter in "qrstuvwxyz") + "---\n",
    }
    found = [message for message, _, _ in said("misspelt-key", files, tmp_path)]
    assert found == [f"nobody reads some{letter}, and somea is missing" for letter in "qrs"]


@pytest.mark.parametrize(("image", "asked"), [("/a.png", ["/"]), ("/b.png", ["/", "/p/", "/"])])
def test_a_picture_that_is_there_is_looked_for_once(
    image: str, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[str] = []
    leads = SiteFacts.leads

    def noting(site: SiteFacts, url: str, href: str) -> LinkVerdict:
        starts.append(url)
        return leads(site, url, href)

    monkeypatch.setattr(SiteFacts, "leads", noting)
    files = {
        "_config.yml": "plugins: [jekyll-seo-tag]\n",
        "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n",
        "p.md": f"---\nlayout: x\npermalink: /p/\nimage: {image}\n---\n",
        "a.png": "",
    }
    said("missing-share-image", files, tmp_path)
    assert starts == asked


def test_redirects_are_gone_through_once_for_all_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def redirects(site: SiteFacts) -> object:
        nonlocal asked
        asked += 1
        return redirects_of(site.site)

    monkeypatch.setattr(SiteFacts, "redirects", property(redirects))
    moved = "---\nredirect_from: [/old{}/]\n---\n"
    files = {f"p{number}.md": moved.format(number) for number in range(20)}
    linked = {"_config.yml": "plugins: [jekyll-redirect-from]\n", "index.md": "---\n---\n[a](/old3/)\n"}
    told = said("orphan-page", {**files, **linked}, tmp_path)
    assert len(told) == 19
    assert "no page links to /p3.html" not in {message for message, *_ in told}
    assert asked < 10
