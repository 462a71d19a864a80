"""Plugins that do nothing on a site, as what they ask for first is not in its configuration."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.ruby import read_script

PLUGIN = """
require 'time'

module Feeds
  LABELS = %w[a b].freeze

  class Made < Jekyll::Page
    def initialize(site, name)
      @dir = compute(name)
    end
  end

  class FeedGenerator < Jekyll::Generator
    safe true
    priority :high

    def generate(site)
      BODY
    end

    def put(site, feed)
      site.pages << Made.new(site, feed)
      site.config['seen'] = feed
    end

    private

    def compute(name)
      name
    end
  end
end
"""
ALL = "site.config['feeds'].each { |feed| put(site, feed) }"
GUARD = f"if site.config['feeds'] != nil\n{ALL}\nend"


def facts(body: str, settings: dict[str, Any] | None = None, old: str = "", new: str = "") -> RubyFacts:
    text = PLUGIN.replace("BODY", body)
    assert not old or old in text
    return read_ruby(read_script(text.replace(old, new, 1)), settings or {})


def sleeps(found: RubyFacts) -> bool:
    assert found.awake is None or found.awake.makes == {ANYTHING}
    return not found.makes and not found.settings


@pytest.mark.parametrize(
    ("body", "settings"),
    [
        (GUARD, {}),
        (GUARD, {"feeds": None}),
        (f"if site.config['feeds']\nif x\n1\nelsif y\n2\nend\n{ALL}\nend", {}),
        (f"unless site.config['feeds'].nil?\n{ALL}\nend\n\n", {}),
        (f"return unless site.config['feeds']\n{ALL}", {"feeds": False}),
        (f"return false if !site.config['feeds']\n{ALL}", {}),
        (f"return if site.config['feeds'].nil? || site.config['feeds'].empty?\n{ALL}", {"feeds": []}),
        (f"feeds = site.config['feeds'] || []\nreturn if feeds.empty?\n{ALL}", {}),
        (f"feeds = site.config['feeds']\nif !feeds\n  return\nend\n{ALL}", {}),
        (f"return unless site.config.key?('feeds')\n{ALL}", {}),
        (f"return unless site.config['all'] && site.config['feeds']\n{ALL}", {"all": True}),
        (f"return if site.config['off'] == true\n{ALL}", {"off": True}),
        (f"return if site.config['mode'] != 'all'\n{ALL}", {"mode": "some"}),
        (f"return unless (site.config['feeds'])\n{ALL}", {}),
        (
            f"return if site.config['a']\nreturn unless site.config['feeds']['on']\n{ALL}",
            {"feeds": {"on": False}},
        ),
        ("return", {}),
    ],
)
def test_generators_that_ask_for_what_is_not_there(body: str, settings: dict[str, Any]) -> None:
    assert sleeps(facts(body, settings))


@pytest.mark.parametrize(
    ("body", "settings"),
    [
        (GUARD, {"feeds": ["a"]}),
        (f"return unless site.config['feeds']\n{ALL}", {"feeds": []}),  # which Ruby takes for true
        (f"return unless site.config['feeds']\n{ALL}", {"feeds": ""}),
        (f"return unless site.config.key?('feeds')\n{ALL}", {"feeds": None}),
        (f"return if site.config['off'] == true\n{ALL}", {"off": 1}),
        (f"return if site.config['off'] == 1\n{ALL}", {"off": True}),
        (f"return unless site.config['serving']\n{ALL}", {}),  # the command line says it
        (f"return unless site.config['git']\n{ALL}", {}),  # jekyll-git_metadata sets it
        (f"return unless site.config[key]\n{ALL}", {}),
        (f"return unless site.config['feeds'] || ENV['ALL']\n{ALL}", {}),
        (f"return unless Jekyll.env == 'production'\n{ALL}", {}),
        (f"return unless site.data['feeds']\n{ALL}", {}),
        (f"return if put(site, 'a') || !site.config['feeds']\n{ALL}", {}),
        (f"return put(site, 'a') unless site.config['feeds']\n{ALL}", {}),
        ("put(site, 'a')\nreturn unless site.config['feeds']", {}),
        (f"if site.config['feeds']\n{ALL}\nelse\nput(site, 'a')\nend", {}),
        (f"{GUARD}\nput(site, 'a')", {}),
        (f"feeds = site.config['feeds'] if put(site, 'a')\nreturn unless feeds\n{ALL}", {}),
        (f"return unless site.config['feeds']\n{ALL}\nensure\nput(site, 'a')", {}),
        (f"return unless site.config['feeds'].empty?\n{ALL}", {}),  # of nil, that stops the build
        ("return unless site.config['feeds']['on']\nrescue NoMethodError\nput(site, 'a')", {}),
        (f"return unless site.config['feeds']['on']\n{ALL}", {"feeds": "on off"}),
        (f'return unless site.config["\\u0066eeds"]\n{ALL}', {"feeds": 1}),
        (f'return unless site.config.key?("\\u0066eeds")\n{ALL}', {"feeds": 1}),
        (f'return unless "a" == "\\u0061"\n{ALL}', {}),
        (f"return unless site.config['feeds']\n# by default\n# all\n.nil?\n{ALL}", {}),
        (f"return if site.config['feeds'] == ':all'\n{ALL}", {"feeds": ":all"}),  # which is a symbol
    ],
)
def test_generators_that_may_do_something(body: str, settings: dict[str, Any]) -> None:
    assert not sleeps(facts(body, settings))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("require 'time'", "Jekyll::Hooks.register(:site, :post_read) { |site| site.pages << other(site) }"),
        ("LABELS = %w[a b].freeze", "LABELS = File.write('a.html', '')"),
        ("LABELS = %w[a b].freeze", "LABELS = :\"#{File.write('a.html', '')}\""),
        ("LABELS = %w[a b].freeze", "LABELS = { \"#{File.write('a.html', '')}\": 1 }"),
        ("class Made < Jekyll::Page", "class Made < Feeds::Page"),
        (
            "class Made < Jekyll::Page",
            "module Other\nclass FeedGenerator < StandardError\nend\nend\nclass Made < Jekyll::Page",
        ),
        ("LABELS = %w[a b].freeze", "LABELS = %W[#{File.write('a.html', '')}]"),
        ("safe true", "def initialize(config)\n config['feeds'] = ['a']\n end"),
        ("safe true", "def FeedGenerator.new(*all)\n super\n end"),
        ("safe true", "def (Jekyll).env\n 'x'\n end"),
        ("safe true", "def self.inherited(other); File.write('a.html', ''); end"),
        ("class Made < Jekyll::Page", "class Page\n def url; 'x'; end\n end\n class Made < Jekyll::Page"),
        ("class Made < Jekyll::Page", "class Made < Jekyll::Converter"),
        ("class Made < Jekyll::Page", "class Made"),
        ("module Feeds", "module Jekyll::Filters"),
        ("module Feeds", "module Enumerable\n  def each_slug\n    put\n  end\n end\n module Feeds"),
        ("(site)", "(it)"),
        ("safe true", "def same\n end\n" * 21),
        ("def generate(site)", "def generate(site)\n  end\n  def generate(site)"),
    ],
)
def test_scripts_that_do_more_than_that(old: str, new: str) -> None:
    assert sleeps(facts(GUARD))
    assert not sleeps(facts(GUARD, None, old, new))
    assert not sleeps(facts(GUARD, {"theme": "minima"}))


AFTER_INIT = "Jekyll::Hooks.register(:site, :after_init) {{ |s| {} }}"
PAGE = "---\n---\n[a](/nowhere/)\n"


@pytest.mark.parametrize(
    ("config", "other", "is_known"),
    [
        ("", "", True),
        ("feeds: [a]\n", "", False),
        (
            "",
            "class Other < Jekyll::Generator\n def generate(site)\n site.config['feeds'] = 1\n end\nend",
            False,
        ),
        ("", AFTER_INIT.format("c = s.config; c['feeds'] = 1"), False),
        ("", AFTER_INIT.format("s.config.send(:[]=, 'feeds', 1)"), False),
        ("", AFTER_INIT.format("Jekyll::Utils.deep_merge_hashes!(s.config, 'feeds' => 1)"), False),
        ("", AFTER_INIT.format("s.instance_variable_get(:@config)['feeds'] = 1"), False),
        ("", AFTER_INIT.format("s.config['feeds'], s.config['x'] = 1, 2"), False),
        ("", AFTER_INIT.format("s.generators.last.make(s)"), False),
        ("", AFTER_INIT.format("puts s.config['title']"), True),
        ("", AFTER_INIT.format("config = s.config['title']; puts config['x']"), True),
        ("", "class Jekyll::Generator\n def initialize(all)\n all['feeds'] = 1\n end\nend", False),
        (":feeds: 1\n", "", False),
        ("", "class Other < Feeds::FeedGenerator\nend", False),
        (
            "",
            "module Quiet\n  def x(text)\n    text\n  end\nend\nLiquid::Template.register_filter(Quiet)",
            True,
        ),
    ],
)
def test_what_the_site_may_have_then(make: MakeSite, config: str, other: str, is_known: bool) -> None:
    files = {
        "_config.yml": config,
        "index.md": PAGE,
        "_plugins/feeds.rb": PLUGIN.replace("BODY", GUARD),
        "_plugins/other.rb": other or "# nothing\n",
    }
    site = make(files)
    assert (not site.own_ruby.makes) is is_known
