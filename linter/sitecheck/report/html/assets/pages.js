/* The list of all pages, some at a time. */

const PAGES_AT_ONCE = 100;
const WANTED = {
  "": () => true,
  found: (page) => page.causes.length > 0,
  broken: (page) => page.links.broken > 0,
  orphan: isOrphan,
  head: (page) => Boolean(site().details(page)?.headGap),
  formulas: (page) => Boolean(site().details(page)?.formulas.length),
};
const PAGE_ORDERS = {
  file: (a, b) => a.number - b.number,
  worst: (a, b) => WORST.indexOf(a.worst) - WORST.indexOf(b.worst) || b.causes.length - a.causes.length,
  in: (a, b) => b.from.length - a.from.length,
};

function pageRow(page) {
  const facts = [
    page.causes.length ? counted(page.causes.length, "cause") : null,
    page.from.length ? `${page.from.length.toLocaleString("en")} in` : isOrphan(page) ? "orphan" : null,
    page.to.length ? `${page.to.length.toLocaleString("en")} out` : null,
  ];
  const said = make("span", { class: "unseen" }, `${SAID[page.worst]}: `);
  const name = make("a", { href: `#page/${page.number}` }, said, nameOf(page));
  const url = page.path ? make("span", { class: "url" }, page.url) : null;
  return make("li", {}, sign(page.worst), make("span", { class: "page-name" }, name, " ", url), make("small", {}, facts.filter(Boolean).join(" · ")));
}

function listPages(form, limit) {
  const wanted = new FormData(form);
  const text = wanted.get("text").trim().toLowerCase();
  const kind = wanted.get("kind");
  const found = site()
    .pages.filter(
      (page) =>
        (!kind || page.kind === kind) &&
        WANTED[wanted.get("only")](page) &&
        (!text || `${page.path}\n${page.url}`.toLowerCase().includes(text)),
    )
    .sort(PAGE_ORDERS[wanted.get("order")]);
  document.getElementById("page-list").replaceChildren(...found.slice(0, limit).map(pageRow));
  document.getElementById("pages-told").textContent = counted(found.length, "page");
  document.getElementById("more-pages").hidden = found.length <= limit;
}

function startPages() {
  const form = document.getElementById("pages-form");
  if (!form) return;
  let limit = PAGES_AT_ONCE;
  let isDrawn = false;
  onView("pages", () => {
    if (isDrawn) return;
    isDrawn = true;
    const kinds = [...new Set(site().pages.map((page) => page.kind))].sort();
    form.elements.kind.append(...kinds.map((kind) => make("option", { value: kind }, kind)));
    listPages(form, limit);
  });
  form.addEventListener("input", () => {
    limit = PAGES_AT_ONCE;
    listPages(form, limit);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("more-pages").addEventListener("click", () => {
    const first = document.querySelectorAll("#page-list > li").length;
    limit += PAGES_AT_ONCE;
    listPages(form, limit);
    document.querySelectorAll("#page-list a")[first]?.focus();
  });
}
