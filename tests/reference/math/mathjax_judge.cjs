// Judges formulas with the real MathJax: JSON lines in, JSON lines out.
//
//   node mathjax_judge.cjs 3|4   < pages > verdicts        SITECHECK_NODE_MODULES names the node_modules folder
//
// A line is one page: {"formulas": [[tex, display], …], "macros": {…}, "packages": […], "noundefined": bool}; all but
// the first may be left out. The answer is {"verdicts": [null | [error id, message], …]}: null where the formula
// renders. Every page gets a TeX input of its own with the packages of the default component (without
// noundefined, so that an undefined command is an error) and what they autoload or \require.
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const version = process.argv[2];
const folders = {3: ['mathjax-full', 'js'], 4: ['@mathjax/src', 'cjs']};
const defaults = {
  3: ['base', 'ams', 'newcommand', 'require', 'autoload', 'configmacros'],
  4: ['base', 'ams', 'newcommand', 'textmacros', 'require', 'autoload', 'configmacros'],
};
const modules = process.env.SITECHECK_NODE_MODULES || path.join(process.cwd(), '.reference/node_modules');
const root = path.join(modules, ...folders[version]);
const load = (name) => require(path.join(root, name));

const {mathjax} = load('mathjax.js');
const {TeX} = load('input/tex.js');
const {STATE} = load('core/MathItem.js');
const {liteAdaptor} = load('adaptors/liteAdaptor.js');
const {RegisterHTMLHandler} = load('handlers/html.js');
const {Package} = load('components/package.js');
const {CONFIG, Loader} = load('components/loader.js');

RegisterHTMLHandler(liteAdaptor());

function loadExtensions() {
  const folder = path.join(root, 'input/tex');
  for (const name of fs.readdirSync(folder)) {
    if (!fs.statSync(path.join(folder, name)).isDirectory()) continue;
    const file = fs.readdirSync(path.join(folder, name)).find((file) => file.endsWith('Configuration.js'));
    load(`input/tex/${name}/${file}`);
    Package.packages.set(`[tex]/${name}`, {});
  }
}

function dependencies() {
  const places = {3: 'mathjax-full/components/src/dependencies.js', 4: '@mathjax/src/components/cjs/dependencies.js'};
  const text = fs.readFileSync(path.join(modules, places[version]), 'utf8');
  const found = {};
  for (const match of text.matchAll(/'(\[tex\]\/[^']+)':\s*\[([^\]]*(?:\[tex\][^\]]*)*)\]/g)) {
    if (!(match[1] in found)) found[match[1]] = [...match[2].matchAll(/'([^']+)'/g)].map((m) => m[1]);
  }
  return found;
}

loadExtensions();
CONFIG.dependencies = dependencies();
Loader.load = (name) => { throw Error(`there is no package ${name}`); };
CONFIG.paths.tex = '[mathjax]/input/tex/extensions';

function newDocument(page) {
  const packages = [...defaults[version], ...(page.packages || []), ...(page.noundefined ? ['noundefined'] : [])];
  const tex = new TeX({
    packages, tags: page.tags || 'none', ...(page.macros ? {macros: page.macros} : {}),
    formatError: (jax, error) => { jax.failure = [error.id, error.message]; return jax.formatError(error); },
  });
  return [tex, mathjax.document('', {InputJax: tex})];
}

function judge(tex, document, formula, display) {
  for (let tries = 0; tries < 20; tries++) {
    tex.failure = null;
    try {
      document.convert(formula, {display, end: STATE.COMPILED});
      return tex.failure;
    } catch (error) {
      if (!error.retry) return ['crash', String(error.message || error).split('\n')[0]];
    }
  }
  return ['retries', 'does not settle'];
}

const lines = readline.createInterface({input: process.stdin, crlfDelay: Infinity});
lines.on('line', (line) => {
  const page = JSON.parse(line);
  const [tex, document] = newDocument(page);
  const verdicts = page.formulas.map(([formula, display]) => judge(tex, document, formula, display));
  process.stdout.write(JSON.stringify({verdicts}) + '\n');
});
