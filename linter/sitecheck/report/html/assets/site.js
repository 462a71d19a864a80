/* Reads the block of JSON that `island.py` writes: lists of numbers, each text once. */

const WORST = ["error", "warning", "info", "good"];

let knownSite;

function site() {
  if (knownSite === undefined) {
    const raw = JSON.parse(document.getElementById("site").textContent);
    knownSite = raw && readSite(raw);
  }
  return knownSite;
}

function readSite(raw) {
  const known = readTexts(raw.texts);
  const text = (number) => known[number ?? 0];
  const texts = (numbers) => numbers.map(text);
  const pages = raw.pages.map((row, number) => readPage(row, number, text));
  for (const page of pages) {
    for (const to of page.to) if (to !== page.number) pages[to].from.push(page.number);
  }
  for (const [path, to, times] of raw.layoutLinks) pages[to].fromLayouts.push({ path: text(path), times });
  const byCause = new Map();
  for (const page of pages) {
    for (const cause of page.causes) byCause.set(cause, [...(byCause.get(cause) ?? []), page]);
  }
  return {
    pages,
    addresses: raw.addresses.map(([url, places, answer, told, asked]) => ({
      url: text(url),
      places,
      answer: text(answer) || "unasked",
      told: text(told),
      asked: text(asked),
    })),
    details: (page) => page.row && readDetails(page.row, raw.shapes, text, texts),
    pagesOfCause: (cause) => byCause.get(cause) ?? [],
  };
}

/* Each text begins with so many characters of the one before it. */
function readTexts([shared, rests]) {
  let before = "";
  return rests.map((rest, at) => (before = before.slice(0, shared[at]) + rest));
}

/* What a head shares with others stands in its shape; the rest follows in order. */
function readHead([shape, ...own], shapes, text) {
  return (shapes[shape] ?? []).map(([key, state, shared]) => [text(key), text(state), text(shared || own.shift())]);
}

function readPage([path, url, kind, links, to, cards, row], number, text) {
  const [proven, broken, dynamic, external] = links;
  const found = cards.map((card) => severityOf(causes[card]));
  return {
    number,
    path: text(path),
    url: text(url),
    kind: text(kind),
    links: { proven, broken, dynamic, external },
    to,
    from: [],
    fromLayouts: [],
    causes: cards,
    worst: WORST.find((severity) => severity === "good" || found.includes(severity)),
    row,
  };
}

function readDetails(row, shapes, text, texts) {
  const [layouts, includes, external, doubtful, lines, large, notes, head, headGap, outline, outlineGap, formulas] =
    row;
  return {
    layouts: texts(layouts),
    includes: texts(includes),
    external,
    doubtful: doubtful.map(texts),
    lines: lines.map(([whole, made, cut, length, missing]) => ({
      text: length ? text(whole).slice(0, length) : text(whole),
      missing: text(missing),
      cut,
      made: texts(made ?? []),
    })),
    large,
    notes: texts(notes),
    head: readHead(head, shapes, text),
    headGap: text(headGap),
    outline: outline.map(([level, id, heading]) => ({ level, id: text(id), text: text(heading) })),
    outlineGap: text(outlineGap),
    formulas: formulas.map(([tex, place, engine, known, errors]) => ({
      tex: text(tex),
      place: text(place),
      engine: text(engine),
      known,
      errors: texts(errors),
    })),
  };
}

/* Whether no link that is known leads to a page that somebody should find: one of HTML, but for the first one
   and that for what is not there. */
function isOrphan(page) {
  if (page.from.length || page.fromLayouts.length || page.kind === "generated") return false;
  const isHtml = !/\.(?!html?$|xhtml$)[^./]*$/i.test(page.url);
  return isHtml && page.url !== "/" && !/^\/(404(\.html|\/)?|index\.html)$/.test(page.url);
}

function nameOf(page) {
  return page.path || page.url;
}
