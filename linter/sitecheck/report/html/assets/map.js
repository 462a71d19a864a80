/* The map: a sign for each page, together by folder or collection, in the shape and colour of its worst finding. */

const SHAPES = {
  error: (x, y) => `M${x + 4} ${y}h4l4 4v4l-4 4h-4l-4-4v-4z`,
  warning: (x, y) => `M${x + 6} ${y}l6 11.5h-12z`,
  info: (x, y) => `M${x + 1} ${y + 6}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z`,
  good: (x, y) => `M${x + 3.5} ${y + 3.5}h5v5h-5z`,
};
const SAID = { error: "an error", warning: "a warning", info: "an info", good: "no finding" };
const MOST_FOLDERS = 60;

function folderOf(page, depth) {
  const parts = (page.path || page.url.replace(/^\//, "")).split("/").slice(0, -1);
  return parts.slice(0, depth).join("/") || "(top)";
}

function groupsOf(pages, by) {
  const grouped = (nameOfGroup) => {
    const groups = new Map();
    for (const page of pages) {
      const name = nameOfGroup(page);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(page);
    }
    return groups;
  };
  if (by === "kind") return grouped((page) => page.kind);
  let groups;
  for (const depth of [9, 3, 2, 1]) {
    groups = grouped((page) => folderOf(page, depth));
    if (groups.size <= MOST_FOLDERS) break;
  }
  return groups;
}

function drawGroup(name, pages, pitch, width) {
  const columns = Math.max(1, Math.min(pages.length, Math.floor(width / pitch)));
  const cells = pages.map((page, at) => {
    const x = (at % columns) * pitch + (pitch - 12) / 2;
    const y = Math.floor(at / columns) * pitch + (pitch - 12) / 2;
    const label = `${nameOf(page)}: ${SAID[page.worst]}${isOrphan(page) ? ", no known link leads here" : ""}`;
    const marks = [draw("path", { d: SHAPES[page.worst](x, y) })];
    if (isOrphan(page)) marks.push(draw("circle", { class: "orphan", cx: x + 6, cy: y + 6, r: 7.5 }));
    const hit = draw("rect", { class: "hit", x: x - 2, y: y - 2, width: 16, height: 16 });
    const attributes = { href: `#page/${page.number}`, class: page.worst, "aria-label": label, tabindex: at ? -1 : 0 };
    return draw("a", attributes, hit, marks);
  });
  const height = Math.ceil(pages.length / columns) * pitch;
  const shape = { width: columns * pitch, height, role: "group", "aria-label": `Pages of ${name}` };
  const svg = draw("svg", { ...shape, class: "map" }, cells);
  svg.addEventListener("keydown", (event) => walkMap(event, cells, columns));
  const numbers = WORST.slice(0, 3)
    .map((severity) => [severity, pages.filter((page) => page.worst === severity).length])
    .filter(([, number]) => number)
    .map(([severity, number]) => make("span", { class: "of" }, sign(severity), ` ${number.toLocaleString("en")}`));
  const head = make("h3", {}, name, " ", make("small", {}, counted(pages.length, "page"), " ", numbers));
  return make("section", { class: "map-group" }, head, svg);
}

/* One stop for Tab in each group; the arrows lead on. */
function walkMap(event, cells, columns) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const at = cells.indexOf(event.target);
  const next = event.key === "Home" ? 0 : event.key === "End" ? cells.length - 1 : at + steps[event.key];
  if (at < 0 || !cells[next]) return;
  event.preventDefault();
  cells[at].setAttribute("tabindex", -1);
  cells[next].setAttribute("tabindex", 0);
  cells[next].focus();
}

function drawMap() {
  const place = document.getElementById("map-groups");
  const by = document.getElementById("map-form").elements.by.value;
  const pitch = matchMedia("(pointer: coarse)").matches ? 24 : 17;
  const width = Math.min(place.clientWidth, document.documentElement.clientWidth - 32);
  const key = `${by} ${Math.floor(width / pitch)}`;
  if (place.dataset.drawn === key) return;
  place.dataset.drawn = key;
  const groups = [...groupsOf(site().pages, by)].sort(([one], [other]) => (one < other ? -1 : 1));
  place.replaceChildren(...groups.map(([name, pages]) => drawGroup(name, pages, pitch, width)));
}

function tellPage(event) {
  const tip = document.getElementById("tip");
  const cell = event.target.closest("svg.map a");
  tip.hidden = !cell;
  if (!cell) return;
  tip.textContent = cell.getAttribute("aria-label");
  const box = cell.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
  const below = box.bottom + tip.offsetHeight + 8 < window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? box.bottom + 6 : box.top - tip.offsetHeight - 6}px`;
}

function startMap() {
  const form = document.getElementById("map-form");
  if (!form) return;
  const legend = WORST.map((severity) => {
    const shape = draw("path", { class: severity, d: SHAPES[severity](0, 0) });
    const picture = draw("svg", { class: "map", width: 12, height: 12, "aria-hidden": "true" }, shape);
    return make("li", {}, picture, ` ${SAID[severity]}`);
  });
  const ring = draw("circle", { class: "orphan", cx: 8, cy: 8, r: 7 });
  const orphan = draw("svg", { class: "map", width: 16, height: 16, "aria-hidden": "true" }, ring);
  form.querySelector("ul").append(...legend, make("li", {}, orphan, " no known link leads there"));
  form.addEventListener("change", drawMap);
  form.addEventListener("submit", (event) => event.preventDefault());
  const groups = document.getElementById("map-groups");
  for (const kind of ["pointerover", "focusin"]) groups.addEventListener(kind, tellPage);
  for (const kind of ["pointerleave", "focusout"]) {
    groups.addEventListener(kind, () => (document.getElementById("tip").hidden = true));
  }
  onView("map", drawMap);
  addEventListener("resize", () => document.getElementById("map").classList.contains("on") && drawMap());
}
