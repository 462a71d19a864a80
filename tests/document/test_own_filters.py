"""What filters that the site's own Ruby brings make of what templates give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site

FILTER = "module Places\n  def place(name, below = 'doc')\n    \"/#{below}/#{name.downcase}/\"\n  end\nend\n"
REGISTERED = "Liquid::Template.register_filter(Places)\n"
PAGE = "---\nplace: Rome\n---\n[a]({{ page.place | place }}) [b]({{ page.place | place: 'map' }})\n"


def statuses(
    tmp_path: Path, scripts: dict[str, str], page: str = PAGE, config: str = "title: T\n"
) -> list[str]:
    files = {f"_plugins/{name}.rb": text for name, text in scripts.items()}
    here = {"doc/rome/index.md": "---\n---\n", "index.md": page, "_config.yml": config}
    write_site(tmp_path, {**files, **here})
    return [each.verdict.status for each in read_facts(SiteReader(load_site(tmp_path))).links]


def test_a_link_that_a_filter_of_the_site_makes_is_judged(tmp_path: Path) -> None:
    assert statuses(tmp_path, {"a": FILTER + REGISTERED}) == ["ok", "broken-page"]


CALLING = FILTER.replace("name.downcase", "helper(name)")
HELPER = "  def helper(name)\n    name.downcase\n  end\n"
HELPED = CALLING.replace("module Places\n", f"module Places\n{HELPER}")


def test_a_filter_may_call_methods_of_its_own(tmp_path: Path) -> None:
    assert statuses(tmp_path, {"a": HELPED + REGISTERED}) == ["ok", "broken-page"]


@pytest.mark.parametrize(
    "scripts",
    [
        {"a": HELPED + REGISTERED, "b": f"module Others\n{HELPER}end\n"},
        {"a": HELPED + REGISTERED, "b": f"module Places\n{HELPER}end\n"},
        {"a": f"class B\n{HELPER}end\n{CALLING}{REGISTERED}"},
        {"a": f"module B\n{HELPER}end\n{CALLING}{REGISTERED}"},
        {"a": f"{HELPER}{CALLING}{REGISTERED}"},
        {"a": FILTER.replace("\nend\n", "\n  private :place\nend\n") + REGISTERED},
        {"a": FILTER.replace("\nend\n", "\n  private(*NAMES)\nend\n") + REGISTERED},
        {"a": FILTER.replace("\nend\n", "\n  module_function 'place'\nend\n") + REGISTERED},
        {"a": FILTER.replace("  def", "  if OLD\n  def").replace("\nend\n", "\nend\nend\n") + REGISTERED},
        {"a": FILTER.replace("  def", "  def a\n  def").replace("\nend\n", "\nend\nend\n") + REGISTERED},
        {"a": FILTER + REGISTERED.replace("\n", " if OLD\n")},
        {"a": f"{FILTER}if OLD\n{REGISTERED}end\n"},
        {"a": f"{FILTER}def later\n{REGISTERED}end\n"},
    ],
    ids=[
        *("in another file", "opened again", "of a class", "of a module", "of all", "private", "any private"),
        *("of the module", "under a condition", "in a method", "registered if", "in an if", "later"),
    ],
)
def test_what_may_be_no_filter_or_call_another_method_is_not_known(
    tmp_path: Path, scripts: dict[str, str]
) -> None:
    assert statuses(tmp_path, scripts) == ["dynamic", "dynamic"]


@pytest.mark.parametrize(
    "scripts",
    [
        {"a": FILTER + REGISTERED, "b": "class String\ndef downcase\n'x'\nend\nend\n"},
        {"a": FILTER + REGISTERED, "b": FILTER.replace("Places", "Others")},
        {"a": FILTER + REGISTERED + FILTER},
        {"a": FILTER.replace("  def", "  private\n  def") + REGISTERED},
        {"a": FILTER + "Liquid::Template.register_filter(Others)\n"},
        {"a": FILTER.replace("downcase", "unknown_method") + REGISTERED},
        {"a": FILTER + REGISTERED + "Places.send(:define_method, :place) { |x| x }\n"},
        {"a": FILTER + REGISTERED, "b": "require 'nobody_knows_it'\n"},
    ],
    ids=["string", "twice", "again", "private", "other", "method", "defined", "required"],
)
def test_what_a_filter_may_do_otherwise_is_not_known(tmp_path: Path, scripts: dict[str, str]) -> None:
    assert statuses(tmp_path, scripts) == ["dynamic", "dynamic"]


def test_a_filter_of_a_plugin_goes_before_that_of_the_site(tmp_path: Path) -> None:
    # PluginManager#conscientious_require: _plugins are loaded first, and a later filter hides an earlier one
    script = FILTER.replace("place(", "amp(") + REGISTERED
    page = PAGE.replace("| place", "| amp")
    assert statuses(tmp_path, {"a": script}, page) == ["ok", "broken-page"]
    assert statuses(tmp_path, {"a": script}, page, "plugins: [jekyll-typogrify]\n") == ["dynamic", "dynamic"]
    helped = HELPED.replace("helper(", "amp(") + REGISTERED
    assert statuses(tmp_path, {"a": helped}, PAGE, "plugins: [jekyll-typogrify]\n") == ["dynamic", "dynamic"]


def test_of_what_is_not_known_a_filter_makes_nothing_known(tmp_path: Path) -> None:
    page = "---\n---\n[a]({{ site.time | date: '%s' | place }}) [b]({{ site.pages[0] | place }})\n"
    assert statuses(tmp_path, {"a": FILTER + REGISTERED}, page) == ["dynamic", "dynamic"]


def test_tags_that_no_post_has_are_an_empty_list(tmp_path: Path) -> None:
    script = FILTER.replace("#{name.downcase}", "#{name['gone'] ? 'none' : 'rome'}") + REGISTERED
    page = "---\nt: {a: b}\n---\n[a]({{ site.tags | place }}) [b]({{ page.t | place }})\n"
    assert statuses(tmp_path, {"a": script}, page) == ["dynamic", "ok"]


def test_a_filter_in_place_of_liquid_s_own_is_that_of_the_site(tmp_path: Path) -> None:
    script = FILTER.replace("place(", "upcase(") + REGISTERED
    assert statuses(tmp_path, {"a": script}, PAGE.replace("| place", "| upcase")) == ["ok", "broken-page"]


def test_what_is_too_long_for_a_pattern_costs_nothing(tmp_path: Path) -> None:
    script = "module M\n  def f(x)\n    x.gsub(/a*b*c*d/, '')\n  end\nend\n"
    text = "{% assign long = 'abc' | append: page.long | f %}" * 500
    page = f"---\nlong: {'ab' * 5000}\n---\n{text}[a]({{{{ 'abcd' | f }}}}) [b](/gone)\n"
    scripts = {"a": f"{script}Liquid::Template.register_filter(M)\n"}
    assert statuses(tmp_path, scripts, page)[-1] == "broken-page"


def test_a_filter_that_runs_away_is_not_known(tmp_path: Path) -> None:
    script = (
        "module M\ndef f(x)\nf(x)\nend\ndef g(x)\ny = x + x\ny.gsub(/(a+)(a+)(a+)b/, '') + g(y)\nend\nend\n"
    )
    page = (
        "---\na: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n---\n[a]({{ page.a | f }}) [b]({{ page.a | g }})\n"
    )
    assert (
        statuses(tmp_path, {"a": f"{script}Liquid::Template.register_filter(M)\n"}, page) == ["dynamic"] * 2
    )
