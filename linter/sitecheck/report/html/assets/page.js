/* One page: its address, findings, links, head, anchors and formulas. */

function linkTo(page) {
  return make("a", { href: `#page/${page.number}` }, nameOf(page));
}

function part(title, ...content) {
  return make("section", { class: "part" }, make("h3", {}, title), content);
}

/* A list that is folded away where it is long. */
function listed(title, items) {
  if (!items.length) return null;
  const list = make("ul", { class: "plain" }, items.slice(0, 500).map((item) => make("li", {}, item)));
  const head = make("summary", {}, title, " ", make("b", {}, items.length.toLocaleString("en")));
  return make("details", { class: "group", open: items.length <= 12 }, head, list);
}

function drawFindings(page) {
  if (!page.causes.length) return part("Findings here", make("p", { class: "clean" }, sign("good"), " None."));
  const items = page.causes.map((number) => {
    const cause = causes[number];
    const message = cause.querySelector(".message").textContent;
    const severity = severityOf(cause);
    const link = make("a", { href: `#cause-${number}` }, message);
    return make("li", {}, sign(severity), make("span", { class: "unseen" }, severity), " ", link);
  });
  return part("Findings here", make("ul", { class: "plain" }, items));
}

function drawLinks(page, details, width) {
  const { pages, addresses } = site();
  const { proven, broken, dynamic, external } = page.links;
  const told = `${counted(proven, "proven link")}, ${broken} broken, ${dynamic} dynamic, ${external} external.`;
  const orphan = isOrphan(page) ? make("p", { class: "orphan-note" }, "No known link leads here.") : null;
  const others = page.to.filter((number) => number !== page.number);
  return part(
    "Links around this page",
    make("p", { class: "small" }, told),
    orphan,
    drawGraph(page, details, width),
    listed("Pages that link here", page.from.map((number) => linkTo(pages[number]))),
    listed(
      "Layouts that link here",
      page.fromLayouts.map(({ path, times }) => `${path}, on ${counted(times, "page")}`),
    ),
    listed("Pages that it links to", others.map((number) => linkTo(pages[number]))),
    listed(
      "Links that lead nowhere, or perhaps",
      details.doubtful.map(([href, status, reason]) => [make("code", {}, href || "(not known)"), ` ${status}: ${reason}`]),
    ),
    listed("Links to other sites", details.external.map((number) => externalLink(addresses[number]))),
  );
}

function drawPreview(details) {
  if (!details.lines.length) return null;
  const copy = document.getElementById("drawing").content.cloneNode(true);
  const slots = [".address", ".title", ".snippet", ".image .source", ".host", ".card-title", ".card-text"];
  slots.forEach((slot, at) => {
    const place = copy.querySelector(slot);
    const line = details.lines[at];
    place.textContent = line.missing || `${line.text.trimEnd()}${line.cut ? " …" : ""}`;
    place.classList.toggle("missing", Boolean(line.missing));
  });
  copy.querySelector(".card").classList.replace("large", details.large ? "large" : "small");
  const notes = details.notes.map((note) => make("p", { class: "note" }, note));
  const names = ["address", "title", "description", "picture", "host", "card title", "card text"];
  const made = details.lines
    .map((line, at) => [names[at], line.made])
    .filter(([, places]) => places.length)
    .map(([name, places]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, places.join(", "))));
  const table = make("table", { class: "rows" }, make("tbody", {}, made));
  const folded = make("details", { class: "group" }, make("summary", {}, "What each line is made of"), table);
  return part("As others show it", notes, copy, made.length ? folded : null);
}

function drawHead(details) {
  if (!details.head.length && !details.headGap) return null;
  const rows = details.head.map(([key, state, text]) => {
    const said = state === "known" ? text : [make("i", {}, state === "varies" ? "perhaps: " : "not known: "), text];
    return make("tr", {}, make("th", { scope: "row" }, key), make("td", {}, said));
  });
  const gap = details.headGap ? make("p", { class: "small" }, `It may say more: ${details.headGap}.`) : null;
  return part("Its head says", make("table", { class: "rows" }, make("tbody", {}, rows)), gap);
}

function drawOutline(details) {
  if (!details.outline.length && !details.outlineGap) return null;
  const items = details.outline.map(({ level, id, text }) => {
    const anchor = make("code", {}, `#${id}`);
    return make("li", { class: `level-${level}` }, text ? [text, " ", anchor] : anchor);
  });
  const gap = details.outlineGap ? make("p", { class: "small" }, `There may be more anchors: ${details.outlineGap}.`) : null;
  return part("Outline and anchors", make("ol", { class: "outline" }, items), gap);
}

const ENGINES = { katex: "KaTeX", mathjax2: "MathJax 2", mathjax3: "MathJax 3", mathjax4: "MathJax 4" };

/* What the engine of a formula says to it. */
function wordOn({ engine, known, errors }) {
  const name = ENGINES[engine] ?? engine;
  if (!name) return "no engine is known that shows it";
  if (!known) return `${name}: not known whole, so not judged`;
  return errors.length ? `${name}: ${errors.join("; ")}` : `${name} shows it`;
}

function drawFormulas(details) {
  const { formulas } = details;
  if (!formulas.length) return null;
  const refused = formulas.filter(({ errors }) => errors.length).length;
  const items = [...formulas]
    .sort((a, b) => (b.errors.length > 0) - (a.errors.length > 0))
    .map((formula) => {
      const mark = formula.engine && formula.known ? sign(formula.errors.length ? "error" : "good") : null;
      const word = make("small", {}, ` ${wordOn(formula)} · ${formula.place}`);
      return make("li", {}, mark, make("code", {}, formula.tex), word);
    });
  const told = `${counted(formulas.length, "formula")}, ${refused ? `${refused} refused` : "none refused"}.`;
  return part("Formulas", make("p", { class: "small" }, told), make("ul", { class: "formulas" }, items));
}

function drawPage(number) {
  const page = site().pages[Number(number)];
  const title = document.getElementById("page-title");
  const body = document.getElementById("page-body");
  if (!page) {
    title.textContent = "There is no such page";
    body.replaceChildren();
    return;
  }
  const details = site().details(page);
  title.replaceChildren(nameOf(page));
  document.title = `${nameOf(page)} · ${reportTitle}`;
  const about = [make("code", {}, page.url), ` · ${page.kind}`];
  if (!page.path) about.push(" · made by a plugin");
  const head = make("p", { class: "scope" }, about);
  const width = Math.min(body.clientWidth, 1100);
  body.replaceChildren(
    ...(details
      ? [
          head,
          drawFindings(page),
          drawLinks(page, details, width),
          drawPreview(details),
          drawHead(details),
          drawOutline(details),
          drawFormulas(details),
        ]
      : [head, drawFindings(page), make("p", {}, "The rest of this page is left out: the report is long already.")]
    ).filter(Boolean),
  );
  title.focus({ preventScroll: true });
}

function startPage() {
  if (!document.getElementById("page")) return;
  onView("page", drawPage);
}
