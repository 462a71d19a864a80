"""Why files have no address: codes to compare, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from sitecheck.named_tuple import NamedTuple


class WhyNot(Enum):
    """Why a file has no address. :data:`_WORDS` says it for people, ``{}`` being the name concerned."""

    # left out while Jekyll walks the folders
    EXCLUDED = "excluded"
    HIDDEN_NAME = "hidden-name"
    PERIOD = "period"
    BACKUP = "backup"
    DESTINATION = "destination"
    OUTSIDE_COLLECTIONS_DIR = "outside-collections-dir"
    NOT_A_POST = "not-a-post"
    NO_TEXT = "no-text"
    UNREADABLE = "unreadable"
    NOT_UTF8 = "not-utf-8"
    # serves the build
    CONFIG = "config"
    LAYOUT = "layout"
    INCLUDE = "include"
    DATA = "data"
    SASS = "sass"
    PLUGIN_SOURCE = "plugin-source"
    # read, and not written
    DRAFT = "draft"
    FUTURE = "future"
    UNPUBLISHED = "unpublished"
    EMPTY_PUBLISHED = "empty-published"
    UNPUBLISHED_BY_DEFAULT = "unpublished-by-default"
    REFUSED_DEFAULT = "refused-default"
    NO_OUTPUT = "no-output"
    LIMIT_POSTS = "limit-posts"


_WORDS: Mapping[WhyNot, str] = {
    WhyNot.EXCLUDED: "excluded by the configuration (exclude: {})",
    WhyNot.HIDDEN_NAME: "names that begin with {} are left out",
    WhyNot.PERIOD: "its name ends with a period",
    WhyNot.BACKUP: "a backup file (its name ends with ~)",
    WhyNot.DESTINATION: "the folder that Jekyll writes to",
    WhyNot.OUTSIDE_COLLECTIONS_DIR: "posts are read below {}/ only (collections_dir)",
    WhyNot.NOT_A_POST: "the name of a post must be YEAR-MONTH-DAY-title.ext",
    WhyNot.NO_TEXT: "a YAML file is no post: it has no text after its front matter",
    WhyNot.UNREADABLE: "the file cannot be read",
    WhyNot.NOT_UTF8: "the file is not UTF-8 text",
    WhyNot.CONFIG: "the configuration is not published",
    WhyNot.LAYOUT: "a layout, not a page of its own",
    WhyNot.INCLUDE: "an include, not a page of its own",
    WhyNot.DATA: "a data file, available to pages as site.data, not a page of its own",
    WhyNot.SASS: "a Sass partial, not a page of its own",
    WhyNot.PLUGIN_SOURCE: "a plugin of the site, not a page of its own",
    WhyNot.DRAFT: "a draft (built with --drafts only)",
    WhyNot.FUTURE: "its date, {}, is in the future (set future: true, or wait)",
    WhyNot.UNPUBLISHED: "front matter says published: false",
    WhyNot.EMPTY_PUBLISHED: "front matter says published: and no value, which hides it",
    WhyNot.UNPUBLISHED_BY_DEFAULT: "defaults of the configuration say published: false",
    WhyNot.REFUSED_DEFAULT: "defaults of the configuration give it categories that are no text or list",
    WhyNot.NO_OUTPUT: "the collection {} has no output: true in the configuration",
    WhyNot.LIMIT_POSTS: "only the latest {} posts are kept (limit_posts)",
}


class Unpublished(NamedTuple):
    """A file or folder that has no address. ``name`` is what :attr:`words` speaks of, if anything."""

    path: str
    why_not: WhyNot
    name: str = ""
    url: str = ""
    """The address it would have, where that is known."""

    @property
    def words(self) -> str:
        """Why, in a sentence for people."""
        return _WORDS[self.why_not].replace("{}", self.name)
