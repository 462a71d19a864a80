/* Makes elements, and shows one part of the report at a time. Text of the site is only ever set as text. */

function make(name, attributes, ...children) {
  return dressed(document.createElement(name), attributes, children);
}

function draw(name, attributes, ...children) {
  return dressed(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function dressed(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function sign(severity) {
  const use = draw("use", { href: `#sign-${severity}` });
  return draw("svg", { class: `sign ${severity}`, width: 14, height: 14, "aria-hidden": "true" }, use);
}

function counted(number, noun, nouns) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : nouns ?? `${noun}s`}`;
}

/* An address that a person may follow: of the web, never one that runs something. */
function webAddress(text) {
  return /^https?:\/\//i.test(text) ? text : null;
}

const views = [...document.querySelectorAll("[data-view]")];
const drawers = {};
const reportTitle = document.title;

/* How far each part was scrolled when it was left, by its address: who comes back from a page to a list of
   thousands wants to go on where that was. */
const scrolled = new Map();
let shownHash = "";
let scrolledTo = 0;

/* `drawer` draws a part when it is first shown, and again for what stands behind the slash of an address. */
function onView(name, drawer) {
  drawers[name] = drawer;
}

function show(name, detail) {
  const known = views.some((view) => view.dataset.view === name) ? name : "glance";
  for (const view of views) view.classList.toggle("on", view.dataset.view === known);
  const part = known === "page" ? "pages" : known;
  for (const link of document.querySelectorAll(".top nav a")) {
    const isCurrent = link.getAttribute("href") === `#${part}`;
    if (isCurrent) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (isCurrent) document.title = `${link.firstChild.textContent.trim()} · ${reportTitle}`;
  }
  drawers[known]?.(detail);
}

function route() {
  let hash = location.hash.slice(1);
  try {
    hash = decodeURIComponent(hash);
  } catch {
    hash = "";
  }
  if (hash === "main") return; // whoever skips to the report wants to stay where that is
  scrolled.set(shownHash, scrolledTo);
  shownHash = hash;
  const [name, detail] = hash.split("/");
  const target = document.getElementById(hash);
  const view = target?.closest("[data-view]");
  if (view && view !== target) {
    show(view.dataset.view);
    if (target instanceof HTMLDetailsElement) target.open = true;
    target.hidden = false;
    target.closest("li[hidden]")?.removeAttribute("hidden");
    target.scrollIntoView();
    target.querySelector("summary")?.focus({ preventScroll: true });
    return;
  }
  show(name || "glance", detail);
  if (hash) window.scrollTo(0, scrolled.get(hash) ?? 0);
}

function startRoutes() {
  addEventListener("scroll", () => (scrolledTo = window.scrollY), { passive: true });
  addEventListener("hashchange", route);
  route();
}

function startTheme() {
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";
  const tell = () => {
    const dark = chosen ? chosen === "dark" : system.matches;
    button.textContent = dark ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${dark ? "light" : "dark"} colours`);
    return dark;
  };
  button.addEventListener("click", () => {
    chosen = tell() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    tell();
  });
  system.addEventListener("change", tell);
  tell();
}

function startPrinting() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].slice(0, 500);
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
}
