// Opens reports from disk in Chromium, as a person would, and tells as JSON what happened.
//
//     node look.mjs '{"chromium": "/usr/bin/chromium", "file": "report.html", "visits": [...]}'
//
// A visit is {"scheme", "width", "hash", "all", "axe", "open", "keys"}: `all` goes from part to part and then shows
// all of them, `open` opens the first findings, `keys` are pressed one after the other (a text in quotes is typed,
// Back is the browser's own), `axe` asks axe-core for violations. Each is answered by what is shown then. All that
// the page said, asked for or threw is gathered over all visits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.env.SITECHECK_NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const call = JSON.parse(process.argv[2]);
const address = pathToFileURL(path.resolve(call.file)).href;
const said = { console: [], requests: [], errors: [], dialogs: 0, visits: [] };

function listen(page) {
  page.on("console", (message) => said.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.errors.push(error.message));
  page.on("request", (request) => request.url().split("#")[0] === address || said.requests.push(request.url()));
  page.on("dialog", (dialog) => {
    said.dialogs += 1;
    dialog.dismiss();
  });
}

async function press(page, keys) {
  for (const key of keys) {
    if (key.startsWith('"')) await page.keyboard.type(key.slice(1, -1));
    else if (key === "Back") await page.evaluate(() => history.back());
    else await page.keyboard.press(key);
    if (key === "Enter" || key === "Back") await page.waitForTimeout(100);
  }
}

async function showAll(parts) {
  const seen = [];
  for (const part of parts) {
    location.hash = part;
    await new Promise((resolve) => setTimeout(resolve, 30));
    seen.push(document.querySelector("[data-view].on")?.dataset.view);
  }
  for (const view of document.querySelectorAll("[data-view]")) view.classList.add("on");
  return seen;
}

function look() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const links = [...document.querySelectorAll("a[href]")];
  const focused = document.activeElement;
  return {
    width: document.documentElement.scrollWidth,
    view: document.querySelector("[data-view].on")?.dataset.view,
    text: document.querySelector("[data-view].on")?.innerText ?? "",
    told: document.getElementById("told")?.textContent,
    causes: [...document.querySelectorAll("#causes > li")].filter((cause) => !cause.hidden).length,
    protocols: [...new Set(links.map((link) => link.href.baseVal ?? link.href).map((url) => url.split(":")[0]))],
    name: document.title,
    scrolled: Math.round(scrollY),
    paper: getComputedStyle(document.documentElement).backgroundColor,
    cells: document.querySelectorAll("svg.map a").length,
    nodes: document.querySelectorAll("svg.graph a").length,
    focused: focused?.id || focused?.name || focused?.getAttribute("aria-label") || focused?.textContent.trim(),
    scripted: String(globalThis.pwned),
    ids: document.querySelectorAll("[id]").length - new Set([...document.querySelectorAll("[id]")].map((each) => each.id)).size,
    title: [...document.querySelectorAll("h2")].filter(shown).map((heading) => heading.textContent),
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  };
}

async function violations(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe }); // which the policy of the page would not let in
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run(document).then((found) => JSON.stringify(found.violations.map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? '')).slice(0, 3)])))",
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value);
}

const browser = await chromium.launch({ executablePath: call.chromium, args: ["--no-sandbox"] });
for (const visit of call.visits) {
  const page = await browser.newPage({
    viewport: { width: visit.width ?? 1280, height: 900 },
    colorScheme: visit.scheme ?? "light",
    javaScriptEnabled: visit.scripts ?? true,
  });
  listen(page);
  await page.goto(`${address}${visit.hash ?? ""}`);
  if (visit.scripts === false) {
    said.visits.push({ text: await page.locator("body").innerText() });
    await page.close();
    continue;
  }
  if (visit.open) await page.evaluate((number) => [...document.querySelectorAll(".cause")].slice(0, number).forEach((each) => (each.open = true)), visit.open);
  await press(page, visit.keys ?? []);
  const seen = visit.all ? await page.evaluate(showAll, visit.all) : [];
  await page.waitForTimeout(50);
  said.visits.push({ ...(await page.evaluate(look)), seen, axe: visit.axe ? await violations(page) : [] });
  if (visit.picture) await page.screenshot({ path: visit.picture, fullPage: true });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(said));
