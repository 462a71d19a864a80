"""From one place of a site to another: where things lead, who leads there, and what changes with a name.

Each question is a module. Paths count from the site's folder, offsets are characters of the texts of now; ask
inside :meth:`sitecheck.warm.site_view.SiteView.held`.
"""
