"""What cannot be known, from Liquid to the facts, the links and the math engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.document import Document, SiteFacts, SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source import Source
from sitecheck.text.source_map import UNKNOWN

FORMULA = "---\nlayout: base\n---\nIn $$a$$.\n"
POSTS = "\n{% for post in site.posts %}{{ post.content }}{% endfor %}\n"


def reader(folder: Path, files: Mapping[str, str]) -> SiteReader:
    for path, content in {"_config.yml": "", **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    return SiteReader(load_site(folder))


def page(folder: Path, files: Mapping[str, str]) -> Document:
    site = reader(folder, files)
    source = site.source("index.md")
    assert isinstance(source, Source)
    return site.document(source, "page")


def facts(folder: Path, files: Mapping[str, str]) -> SiteFacts:
    return read_facts(reader(folder, files))


def statuses(found: SiteFacts) -> dict[str | None, str]:
    return {each.link.href: each.verdict.status for each in found.links}


@pytest.mark.parametrize(
    "layout",
    [
        "{% gallery %}{% include header.html %}{{ content }}",
        "{% include header.html %}{% gallery %}{{ content }}",
        "{% capture all %}{% seo %}{% include header.html %}{% endcapture %}{{ all | strip }}{{ content }}",
        "{% if page.x %}{% capture head %}{% include header.html %}{% endcapture %}{% endif %}{{ head }}",
        "".join(f"{{% tag{number} %}}" for number in range(99)) + "{% include header.html %}{{ content }}",
    ],
)
def test_an_include_of_a_theme_may_bring_anchors_whatever_else_is_unknown(
    tmp_path: Path, layout: str
) -> None:
    files = {
        "_config.yml": "theme: some-coat\n",
        "_layouts/default.html": layout,
        "index.md": "---\nlayout: default\n---\n[skip](#main-content) [gone](#gone)\n",
    }
    assert statuses(facts(tmp_path, files)) == {"#main-content": "ok", "#gone": "broken-anchor"}


def test_a_layout_that_is_all_here_brings_no_anchor_of_the_theme(tmp_path: Path) -> None:
    files = {
        "_config.yml": "theme: minima\n",
        "_layouts/default.html": "{% gallery %}{{ content }}",
        "index.md": "---\nlayout: default\n---\n[skip](#main-content)\n",
    }
    assert statuses(facts(tmp_path, files)) == {"#main-content": "broken-anchor"}


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("site.github.url", "none"),
        ("site.time", "none"),
        ("'x' | markdown_of_a_plugin", "none"),
    ],
)
def test_the_name_of_a_page_that_is_shown_says_nothing_of_scripts(
    tmp_path: Path, value: str, state: str
) -> None:
    files = {
        "_layouts/base.html": "{{ content }}",
        "_posts/2020-01-01-our-theme-and-what-it-will-include.html": f"---\n---\n{{{{ {value} }}}}\n",
        "index.md": FORMULA + POSTS,
    }
    assert page(tmp_path, files).math.renderer.state == state


def test_a_tag_of_a_post_that_is_shown_may_bring_a_script(tmp_path: Path) -> None:
    files = {
        "_layouts/base.html": "{{ content }}",
        "_posts/2020-01-01-a.html": "---\n---\n{{ site.time }}{% my_tag %}\n",
        "index.md": FORMULA + POSTS,
    }
    renderer = page(tmp_path, files).math.renderer
    assert renderer.state == "unknown"
    assert [reason.kind for reason in renderer.reasons] == [ReasonKind.PLUGIN_TAG]


@pytest.mark.parametrize(
    ("config", "layout", "state"),
    [
        ("theme: a-plugin-theme\n", "{{ content }}", "none"),
        ("", "{{ content | a_filter_to_include }}{{ content }}", "none"),
        ("", "{% feed_meta %}{% math_tag %}{{ content }}", "unknown"),
        ("", "{{ page.title | append: content }}{% feed_meta %}{{ content }}", "none"),
        ("", "{% include none.html %}{{ content }}", "unknown"),
        ("theme: minima\n", "{{ site.time | append: theme.x }}{{ content }}", "unknown"),
    ],
)
def test_only_what_may_hold_a_script_makes_the_engine_unknown(
    tmp_path: Path, config: str, layout: str, state: str
) -> None:
    files = {"_config.yml": config, "_layouts/base.html": layout, "index.md": FORMULA}
    assert page(tmp_path, files).math.renderer.state == state


def test_a_counter_goes_on_from_page_to_page(tmp_path: Path) -> None:
    counted = '---\n---\n<p id="n{% increment n %}">{{ n }}</p>\n'
    files = {"a.html": counted, "index.md": counted + "[a](#n1) [b](#m1)\n"}
    found = facts(tmp_path, files)
    assert [each.id for each in found.files["a.html"].ids] == [f"n{UNKNOWN}"]
    assert statuses(found) == {"#n1": "dynamic", "#m1": "dynamic"}


def test_a_link_has_every_reason_of_its_address(tmp_path: Path) -> None:
    document = page(tmp_path, {"index.md": "---\n---\n[a](/{{ site.time }}/{{ jekyll.version }}/)\n"})
    (link,) = document.links
    assert link.href is None
    assert [reason.kind for reason in link.reasons] == [ReasonKind.TIME, ReasonKind.VERSION]


@pytest.mark.parametrize("label", ["generated", "static", "page", "document", "notes"])
def test_the_name_of_a_collection_hides_no_broken_anchor(tmp_path: Path, label: str) -> None:
    files = {
        "_config.yml": f"collections: {{{label}: {{output: true}}}}\n",
        f"_{label}/a.md": "---\n---\n# Here\n",
        "index.md": f"---\n---\n[a](/{label}/a.html#here) [b](/{label}/a.html#gone)\n",
    }
    found = facts(tmp_path, files)
    assert statuses(found) == {f"/{label}/a.html#here": "ok", f"/{label}/a.html#gone": "broken-anchor"}
    assert found.files[f"_{label}/a.md"].kind == "document"


def test_a_page_of_which_not_all_is_known_has_the_anchors_that_are_known(tmp_path: Path) -> None:
    head = "---\ntitle: T\n---\n"
    links = "[x](/a.html#one) [y](/a.html#two)\n"
    found = statuses(facts(tmp_path, {"a.md": f"{head}# One\n\n{{% of_nobody %}}\n", "b.md": head + links}))
    assert found == {"/a.html#one": "ok", "/a.html#two": "dynamic"}
