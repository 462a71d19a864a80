// A page judged by MathJax 3 or 4; see mathjax_judge.cjs.
const fs = require('fs');
const path = require('path');

const folders = {3: ['mathjax-full', 'js'], 4: ['@mathjax/src', 'cjs']};
const defaults = {
  3: ['base', 'ams', 'newcommand', 'require', 'autoload', 'configmacros'],
  4: ['base', 'ams', 'newcommand', 'textmacros', 'require', 'autoload', 'configmacros'],
};

exports.judge = function (modules, version) {
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

return (page) => {
  const [tex, document] = newDocument(page);
  return page.formulas.map(([formula, display]) => judge(tex, document, formula, display));
};
};
