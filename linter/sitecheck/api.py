"""Every name a rule may import: ``from sitecheck.api import …``."""

from __future__ import annotations

from sitecheck.document import (
    TRIAL,
    Document,
    Element,
    HeadField,
    HeadRow,
    Hyperlink,
    PageHead,
    Repeated,
    ResolvedLink,
    SiteFacts,
)
from sitecheck.document.formulas.math import Formula
from sitecheck.document.static_page import FOREIGN_FOLDERS
from sitecheck.document.style_sheets import StyleProblem
from sitecheck.document.whole_site.used_layouts import LAYOUTS_OF_PLUGINS, is_theme
from sitecheck.html import Html, decode_text
from sitecheck.html.head import title_of
from sitecheck.html.model import HEADING_LEVELS, Attr, Comment, Raw, Tag
from sitecheck.jekyll import WhyNot
from sitecheck.jekyll.configuration.pages_gem import (
    always_on_github_pages,
    converters_of_github_pages,
    forced_on_github_pages,
    runs_on_github_pages,
    themes_of_github_pages,
)
from sitecheck.jekyll.generators.plugin_pages import pager_template
from sitecheck.jekyll.generators.redirects import Redirect
from sitecheck.jekyll.layout_chain import NO_LAYOUT, layouts_reached
from sitecheck.jekyll.plugins.plugin_table import plugins_by_filter, plugins_by_tag
from sitecheck.kramdown import Definition as MarkdownDefinition
from sitecheck.kramdown import Problem as MarkdownProblem
from sitecheck.kramdown.model import ProblemKind
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import KNOWN_FILTERS, KNOWN_TAGS, LiquidProblem
from sitecheck.math import MathError
from sitecheck.math.page.delimiters import Delimiters as MathDelimiters
from sitecheck.model.facts import COPIED, ExternalStatus, Id, Key, Kind, Link, PageFacts, PageHeading
from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.span import LineIndex, Place, Span, Stretches
from sitecheck.model.unknown import ReasonKind, words
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.secrets import secrets_in
from sitecheck.package_data import package_table
from sitecheck.rule.base import EngineRule, FileRule, SiteRule
from sitecheck.rule.example import Invalid, Valid
from sitecheck.rule.options import option
from sitecheck.text.front_matter import reads_as_yaml
from sitecheck.text.lines import LONG_LINE, ends_line, line_before
from sitecheck.text.near import Slips, slip_of
from sitecheck.text.pixels import fitting_text, text_width
from sitecheck.text.source_map import UNKNOWN
from sitecheck.text.yaml_tree import Entry

__all__ = [
    "COPIED",
    "FOREIGN_FOLDERS",
    "HEADING_LEVELS",
    "KNOWN_FILTERS",
    "KNOWN_TAGS",
    "LAYOUTS_OF_PLUGINS",
    "LONG_LINE",
    "NO_LAYOUT",
    "TRIAL",
    "UNKNOWN",
    "WHOLE_FILE",
    "Attr",
    "Comment",
    "Document",
    "Edit",
    "Element",
    "EngineRule",
    "Entry",
    "ExternalStatus",
    "FileRule",
    "Finding",
    "Fix",
    "Formula",
    "HeadField",
    "HeadRow",
    "Html",
    "Hyperlink",
    "Id",
    "Invalid",
    "Key",
    "Kind",
    "LineIndex",
    "Link",
    "LiquidProblem",
    "MarkdownDefinition",
    "MarkdownProblem",
    "MathDelimiters",
    "MathError",
    "NamedTuple",
    "PageFacts",
    "PageHead",
    "PageHeading",
    "Place",
    "ProblemKind",
    "Raw",
    "ReasonKind",
    "Redirect",
    "Related",
    "Repeated",
    "ResolvedLink",
    "Safety",
    "Severity",
    "SiteFacts",
    "SiteRule",
    "Slips",
    "Span",
    "Stretches",
    "StyleProblem",
    "Tag",
    "Valid",
    "WhyNot",
    "always_on_github_pages",
    "converters_of_github_pages",
    "decode_text",
    "ends_line",
    "fitting_text",
    "forced_on_github_pages",
    "is_theme",
    "layouts_reached",
    "lazy_pattern",
    "line_before",
    "option",
    "package_table",
    "pager_template",
    "plugins_by_filter",
    "plugins_by_tag",
    "reads_as_yaml",
    "runs_on_github_pages",
    "secrets_in",
    "slip_of",
    "text_width",
    "themes_of_github_pages",
    "title_of",
    "words",
]
