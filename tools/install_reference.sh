#!/usr/bin/env bash
# Installs what the reference tests compare with: Jekyll and its plugins, shellcheck, Chromium and Neovim (Debian,
# as root); the math engines, the SARIF validator, and what looks at pages in Chromium (npm, below .reference/).
# Whoever has only one of the two gets that one, and the tests skip the rest; with SITECHECK_REQUIRE_ENGINES=1, as
# in CI, anything missing is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

missing() {
  echo "tools/install_reference.sh: $1" >&2
  if [ "${SITECHECK_REQUIRE_ENGINES:-}" = 1 ]; then exit 1; fi
}

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends jekyll ruby-kramdown-parser-gfm \
    ruby-jekyll-feed ruby-jekyll-sitemap ruby-jekyll-redirect-from ruby-jekyll-seo-tag \
    ruby-jekyll-archives ruby-jekyll-paginate ruby-jekyll-paginate-v2 ruby-jekyll-relative-links \
    ruby-jekyll-optional-front-matter ruby-jekyll-readme-index ruby-jekyll-default-layout \
    ruby-jekyll-titles-from-headings ruby-jekyll-include-cache ruby-jekyll-toc jekyll-theme-minima \
    shellcheck chromium fonts-liberation neovim >/dev/null
else
  missing "Jekyll, shellcheck, Chromium and Neovim are not installed: that needs apt-get, and root"
fi

if command -v npm >/dev/null; then
  mkdir -p .reference
  npm install --prefix .reference --no-audit --no-fund --loglevel=error \
    katex@0.19.1 mathjax-full@3.2.2 @mathjax/src@4.1.3 mathjax@2.7.9 mathjax-node@2.1.1 \
    @microsoft/sarif-multitool-linux@5.7.0 playwright-core@1.65.1 axe-core@4.14.1
  chmod u+x .reference/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
else
  missing "KaTeX, MathJax, the SARIF validator and axe-core are not installed: that needs npm"
fi
