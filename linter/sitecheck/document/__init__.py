"""One file as a rule sees it, and the facts of all files together."""

from __future__ import annotations

from sitecheck.document.context import Dialect, SiteContext
from sitecheck.document.document import Document
from sitecheck.document.frames.content_frames import content_frame
from sitecheck.document.frames.content_parts import look_into
from sitecheck.document.frames.frame_links import LinkAt, PageAt
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.frames.page_frames import MOST_WHOLE, FrameEffort, FrameReader, PageFrame
from sitecheck.document.heads.head import HeadField, HeadRow, PageHead, Repeated
from sitecheck.document.heads.head_reader import HeadReader
from sitecheck.document.layouts import layouts_of
from sitecheck.document.reader import Input, SiteReader
from sitecheck.document.tags.elements import Attribute, Element, Hyperlink
from sitecheck.document.whole_site.layout_links import ChosenLinks, LayoutChoice, LayoutChoices
from sitecheck.document.whole_site.page_links import PageChoices, Tally
from sitecheck.document.whole_site.resolved_link import ResolvedLink
from sitecheck.document.whole_site.site_facts import TRIAL, SiteFacts
from sitecheck.model.facts import Kind

__all__ = [
    "MOST_WHOLE",
    "TRIAL",
    "Attribute",
    "Block",
    "ChosenLinks",
    "Dialect",
    "Document",
    "Element",
    "FrameEffort",
    "FrameReader",
    "HeadField",
    "HeadReader",
    "HeadRow",
    "Hyperlink",
    "Input",
    "Kind",
    "LayoutChoice",
    "LayoutChoices",
    "LinkAt",
    "PageAt",
    "PageChoices",
    "PageFrame",
    "PageHead",
    "Repeated",
    "ResolvedLink",
    "SiteContext",
    "SiteFacts",
    "SiteReader",
    "Tally",
    "content_frame",
    "layouts_of",
    "look_into",
]
