"""``python -m sitecheck``."""

from sitecheck.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
