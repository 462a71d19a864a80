"""What files of Ruby may do to a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby import Function, TagClass

ALL_BESIDE = "*"
"""The scripts in the folder of a script and below, which it requires by ``Dir``."""


class WrittenFilters(NamedTuple):
    """The filters that a script registers, and all its methods that are read, by name."""

    filters: frozenset[str] = frozenset()
    functions: Mapping[str, Function] = {}


@dataclass
class RubyFacts:
    """What files of Ruby may do. ``makes`` are names of outputs."""

    makes: set[Name] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    works_out_tags: bool = False
    """Whether names of tags stand in variables, which hold what this script alone may give them."""
    methods: set[str] = field(default_factory=set)
    """All methods of its modules: filters where one is registered, here or elsewhere."""
    written: WrittenFilters = field(default_factory=WrittenFilters)
    """Its filters, as far as what they do is read."""
    written_tags: Mapping[str, TagClass] = field(default_factory=dict)
    """Its tags, as far as what they print is read."""
    opens_liquid: bool = False
    """Whether what makes and renders tags may be other than Liquid's and Jekyll's."""
    changes_methods: bool = False
    """Whether methods of Ruby itself, or of modules, may be others than are written."""
    registers: bool = False
    """Whether it registers filters."""
    unknown_liquid: bool = False
    """Whether there may be further tags or filters."""
    changes: set[str] = field(default_factory=set)
    """Whose text may be changed: labels of collections, ``pages``, ``*`` for all."""
    converts: set[str] = field(default_factory=set)
    """What stands in the endings of the files whose text its converters may change."""
    data: set[str] = field(default_factory=set)
    """First keys below ``site.data`` that may be changed, ``*`` for any."""
    front_matter: set[str] = field(default_factory=set)
    """Keys of pages that may be set, ``*`` for any."""
    settings: set[str] = field(default_factory=set)
    """Keys of ``site`` that may be set, ``*`` for any."""
    variables: set[str] = field(default_factory=set)
    """Names of variables that hooks and tags give to templates, ``*`` for any."""
    placeholders: dict[str, str] = field(default_factory=dict)
    """What it brings for permalinks of documents, and the key of their front matter that each says."""
    requires: set[str] = field(default_factory=set)
    relative: set[str] = field(default_factory=set)
    """Names given to ``require_relative``, :data:`ALL_BESIDE` among them."""
    bundles: set[str] = field(default_factory=set)
    """Groups of the Gemfile whose gems it has Bundler load."""
    takes_data: bool = False
    """Whether pages that it makes have the front matter that records of data files say."""
    reads_layouts: bool = False
    """Whether pages that it makes may have the front matter of layouts: ``read_yaml``."""
    page_classes: set[str] = field(default_factory=set)
    """Its classes of pages and files, and the modules that these include."""
    opened: frozenset[str] = frozenset()
    """The classes and modules that it opens."""
    says_moving: bool = False
    """Whether it says a key of front matter that moves pages (``data_records.MOVING``)."""
    names: set[str] = field(default_factory=set)
    """Every name and symbol that it says."""
    asked_callers: set[str] = field(default_factory=set)
    """The methods and classes that ``makes`` takes to be called by this script alone."""
    asked_settings: set[str] = field(default_factory=set)
    """The settings of the site that ``makes`` takes to be as the configuration says."""

    wakes: bool = False
    """Whether it may set any setting, or call any generator, by names that are not followed."""
    awake: RubyFacts | None = None
    """What it does where it cannot be relied upon that its generators do nothing (``asleep``)."""

    def any_page(self) -> None:
        """Note that nothing can be said of pages; what the site has beside them is left as it is."""
        self.makes.add(ANYTHING)
        self.unknown_liquid = True
        for names in (self.changes, self.front_matter):
            names.add("*")

    def anything(self) -> None:
        """Note that nothing can be said."""
        self.any_page()
        for names in (self.data, self.settings):
            names.add("*")
        if self.awake is not None:
            self.awake.anything()
