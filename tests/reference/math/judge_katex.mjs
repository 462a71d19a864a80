// Judges formulas with the published `katex` package.
// In: one JSON array [tex, display, macros?] a line. Out, a line each: [1], or [0, position, length, message],
// position in code points, -1 where the engine gives none or means a place inside a macro.
// An array instead of tex is a page: its formulas share one macros object, and each gives a line.

import path from "node:path";
import readline from "node:readline";
import {pathToFileURL} from "node:url";

const home = path.join(process.env.SITECHECK_NODE_MODULES ?? ".reference/node_modules", "katex/dist");
const {default: katex} = await import(pathToFileURL(path.join(home, "katex.mjs")).href);
if (process.argv.includes("--mhchem")) {
  await import(pathToFileURL(path.join(home, "contrib/mhchem.mjs")).href);
}

// \show, \message and \errmessage write to the console.
console.log = console.error = console.warn = () => {};

// The message quotes the text around the position: from it one sees whether that is the formula or a macro's body.
function isInFormula(tex, error) {
  const quoted = error.message.slice(error.message.indexOf(": ", error.message.search(/ at (end of input|position \d+)/)) + 2);
  const plain = quoted.replace(/\u0332/g, "").replace(/^…|…$/g, "");
  return tex.includes(plain) && (error.position + error.length <= tex.length);
}

function judged(tex, displayMode, macros) {
  try {
    katex.renderToString(tex, {displayMode, throwOnError: true, strict: "ignore", macros});
    return [1];
  } catch (error) {
    if (error.position === undefined) {
      return [0, -1, 0, String(error.message)];
    }
    const position = isInFormula(tex, error) ? [...tex.slice(0, error.position)].length : -1;
    return [0, position, error.length, error.rawMessage];
  }
}

for await (const line of readline.createInterface({input: process.stdin})) {
  const [tex, display, macros = {}] = JSON.parse(line);
  for (const formula of Array.isArray(tex) ? tex : [tex]) {
    process.stdout.write(JSON.stringify(judged(formula, display, macros)) + "\n");
  }
}
