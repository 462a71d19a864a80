// Writes linter/sitecheck/math/katex/data/katex.json: what the published package `katex` knows.
//
//   SITECHECK_NODE_MODULES=…/node_modules node tools/gen_katex_tables.mjs            write the table
//   SITECHECK_NODE_MODULES=…/node_modules node tools/gen_katex_tables.mjs --check    exit 1 if it is stale
//
// The registries are not exported, so a copy of the bundle is given one more export line. What no registry
// holds (delimiters, characters, environments for display only) is found by asking the engine.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = process.env.SITECHECK_NODE_MODULES ?? path.join(here, "../.reference/node_modules");
const target = path.join(here, "../linter/sitecheck/math/katex/data/katex.json");
const home = path.join(modules, "katex");
const about = JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8"));

async function load() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "katex-tables-"));
  const copy = path.join(folder, "katex.mjs");
  const more = "\nexport {_functions, _macros, _environments, symbols, implicitCommands};\n";
  fs.writeFileSync(copy, fs.readFileSync(path.join(home, "dist/katex.mjs"), "utf8") + more);
  const loaded = await import(pathToFileURL(copy).href);
  fs.rmSync(folder, {recursive: true});
  return loaded;
}

const engine = await load();

function accepts(tex, displayMode = true, settings = {}) {
  try {
    engine.renderToString(tex, {displayMode, throwOnError: true, strict: "ignore", ...settings});
    return true;
  } catch (error) {
    if (!(error instanceof engine.ParseError)) {
      throw error;
    }
    return false;
  }
}

// Entries with equal properties become one row with all their names.
function grouped(registry, properties) {
  const rows = new Map();
  for (const [name, spec] of Object.entries(registry)) {
    const row = properties(spec);
    const key = JSON.stringify(row);
    if (!rows.has(key)) {
      rows.set(key, {...row, names: []});
    }
    rows.get(key).names.push(name);
  }
  return [...rows.values()];
}

// Only what differs from the defaults is written: no arguments, math mode, not as an argument.
function signature(spec) {
  const row = {type: spec.type};
  if (spec.numArgs) row.args = spec.numArgs;
  if (spec.numOptionalArgs) row.optional = spec.numOptionalArgs;
  if (spec.argTypes) row.kinds = spec.argTypes;
  if (spec.allowedInArgument) row.argument = true;
  if (spec.allowedInText) row.text = true;
  if (spec.allowedInMath === false) row.math = false;
  if (spec.infix) row.infix = true;
  if (spec.primitive) row.primitive = true;
  return row;
}

// Other characters need no entry: the engine takes every character from U+0080 on as an ordinary symbol.
function isListed(name) {
  return name.startsWith("\\") || /^[\x20-\x7e]$/.test(name);
}

function symbolNames(mode) {
  const groups = {};
  for (const [name, {group}] of Object.entries(engine.symbols[mode])) {
    if (isListed(name)) {
      (groups[group] ??= []).push(name);
    }
  }
  return groups;
}

function otherCharacters() {
  const names = new Set(Object.values(engine.symbols).flatMap((mode) => Object.keys(mode)));
  return [...names].filter((name) => !isListed(name) && [...name].length === 1).join("");
}

function delimiters() {
  const names = [...Object.keys(engine.symbols.math), "."];
  return names.filter((name) => accepts(`\\left ${name} \\right .`));
}

// Ranges [first, last] of the characters of the first plane for which `test` is false.
function refused(test) {
  const ranges = [];
  for (let code = 0x80; code <= 0xffff; code++) {
    if ((code >= 0xd800 && code <= 0xdfff) || test(String.fromCharCode(code))) {
      continue;
    }
    const last = ranges.at(-1);
    if (last && last[1] === code - 1) {
      last[1] = code;
    } else {
      ranges.push([code, code]);
    }
  }
  return ranges;
}

function combining(test) {
  return Array.from({length: 0x70}, (_, index) => String.fromCharCode(0x300 + index)).filter(test);
}

// The characters that are a script of what stands before them, like ² and ₂.
function scriptCharacters(part) {
  const codes = Array.from({length: 0xd800 - 0x80}, (_, index) => String.fromCharCode(0x80 + index));
  const isScript = (character) => {
    try {
      return engine.__parse(`x${character}`, {strict: "ignore"})[0][part] !== undefined;
    } catch {
      return false;
    }
  };
  return codes.filter(isScript).join("");
}

function displayOnly() {
  const body = (name) => {
    const start = {array: "{c}", darray: "{c}", subarray: "{c}"}[name] ?? (name.startsWith("alignat") ? "{1}" : "");
    return `\\begin{${name}}${start}\\end{${name}}`;
  };
  return Object.keys(engine._environments).filter((name) => accepts(body(name)) && !accepts(body(name), false));
}


// Macros that behave like one symbol in the middle of a math list, with how many expansions they cost.
function plainMacros() {
  const looksOn = /^\\(@|TextOrMath|expandafter|show|message|errmessage|bgroup|egroup|newline|nonumber|notag|operatorname|[bB]raket|tag)/;
  const names = Object.entries(engine._macros)
    .filter(([name, body]) => !(typeof body === "string" && /#1|@ifstar/.test(body)) && !looksOn.test(name))
    .map(([name]) => name);
  const stands = (name) => [`${name}`, `a${name}{}b`, `x^2_2${name}^2_2`, `{${name}}`, `\\begin{matrix}${name}&${name}\\\\${name}\\end{matrix}`];
  const plain = names.filter((name) => stands(name).every((tex) => accepts(tex)) && !accepts(`${name}\\limits`));
  return Object.fromEntries(plain.map((name) => [name, expansions(`${name}{}`)]));
}

function expansions(tex) {
  let count = 0;
  while (!accepts(tex, true, {maxExpand: count})) {
    count++;
  }
  return count;
}

const table = {
  about: {
    package: "katex",
    version: about.version,
    license: `${about.license}, Khan Academy and other contributors`,
    source: "https://katex.org",
    generator: "tools/gen_katex_tables.mjs",
  },
  functions: grouped(engine._functions, signature),
  environments: grouped(engine._environments, signature),
  display_only: displayOnly(),
  macros: Object.fromEntries(Object.entries(engine._macros).filter(([, body]) => typeof body === "string")),
  code_macros: Object.entries(engine._macros).filter(([, body]) => typeof body !== "string").map(([name]) => name),
  plain_macros: plainMacros(),
  detached_macros: Object.keys(plainMacros()).filter((name) => accepts(`${name}²^2`)),
  implicit: Object.keys(engine.implicitCommands),
  symbols: {math: symbolNames("math"), text: symbolNames("text")},
  delimiters: delimiters(),
  characters: {
    symbols: otherCharacters(),
    refused: refused((character) => accepts(character) || accepts(`\\text{${character}}`)),
    accents: combining((mark) => accepts(`x${mark}`) && accepts(`\\text{x${mark}}`)).join(""),
    raised: scriptCharacters("sup"),
    lowered: scriptCharacters("sub"),
  },
};

function written(value) {
  const lines = Object.entries(value).map(([key, part]) => {
    const flat = Array.isArray(part) && part.every((entry) => typeof entry !== "object");
    if (Array.isArray(part) && !flat) {
      return `${JSON.stringify(key)}: [\n${part.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
    }
    return `${JSON.stringify(key)}: ${JSON.stringify(part)}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

const text = written(table);
if (process.argv.includes("--check")) {
  if (fs.readFileSync(target, "utf8") !== text) {
    console.error("katex.json differs from what katex " + about.version + " gives; run this script without --check");
    process.exit(1);
  }
} else {
  fs.writeFileSync(target, text);
}
