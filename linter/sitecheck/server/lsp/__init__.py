"""The language server protocol: what an editor says and hears; ``sitecheck.server`` knows the answers."""
