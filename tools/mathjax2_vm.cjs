// MathJax 2 without a browser: its core and TeX input run in a vm with a document that does nothing.
//
//   const {start} = require('./mathjax2_vm.cjs');   const page = start(nodeModules);   page.load('[MathJax]/extensions/…');
const fs = require('fs');
const path = require('path');
const vm = require('vm');

/** Something that may be called, read and written, and does nothing. */
function nothing() {
  const target = function () {};
  return new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => '';
      if (key === 'length') return 0;
      if (key === Symbol.iterator) return [][Symbol.iterator];
      return nothing();
    },
    apply: () => nothing(),
    construct: () => nothing(),
    set: () => true,
    has: () => true,
  });
}

function scripts(root) {
  const cache = new Map();
  return (file) => {
    if (!cache.has(file)) {
      const full = path.join(root, file);
      if (!fs.existsSync(full)) throw Error(`there is no file ${file}`);
      cache.set(file, new vm.Script(fs.readFileSync(full, 'utf8'), {filename: file}));
    }
    return cache.get(file);
  };
}

let compiled = null;

/** A fresh MathJax 2 with its TeX input and the extensions of the combined configurations. */
function start(modules, extensions = ['AMSmath', 'AMSsymbols']) {
  const root = path.join(modules, 'mathjax', 'unpacked');
  compiled ||= scripts(root);
  const window = {console, setTimeout: () => 0, clearTimeout() {}, navigator: {userAgent: '', platform: '', appVersion: ''}};
  window.window = window;
  window.name = ''; // MathJax 2 reads it as a global when it defines environments
  window.location = {protocol: 'http:', host: 'localhost', href: 'http://localhost/', pathname: '/'};
  window.document = new Proxy({childNodes: [], location: window.location, cookie: '', readyState: 'loading',
    getElementsByTagName: () => [], getElementById: () => null, body: null},
  {get: (target, key) => (key in target ? target[key] : nothing()), has: () => true});
  window.MathJax = {skipStartupTypeset: true, AuthorInit: null};
  const context = vm.createContext(window);
  const run = (file) => compiled(file).runInContext(context);
  run('MathJax.js');
  const MathJax = window.MathJax;
  const page = {MathJax, loaded: new Set(), run};
  page.load = (file) => {
    const name = file.replace('[MathJax]/', '');
    if (page.loaded.has(name)) return false;
    page.loaded.add(name);
    run(name);
    MathJax.Ajax.loaded[MathJax.Ajax.fileURL(`[MathJax]/${name}`)] = true;
    return true;
  };
  MathJax.Ajax.Require = (file) => ({file: typeof file === 'string' ? file : Object.values(file)[0]});
  MathJax.Ajax.loadComplete = (file) => MathJax.Hub.signal.Post([`load ${file}`]);
  MathJax.Hub.RestartAfter = (callback) => { throw Object.assign(Error('restart'), {restart: callback}); };
  page.load('jax/element/mml/jax.js');
  page.load('jax/input/TeX/config.js');
  MathJax.InputJax.TeX.loadComplete = () => {};
  page.load('jax/input/TeX/jax.js');
  page.TeX = MathJax.InputJax.TeX;
  page.TeX.Startup();
  MathJax.Hub.Startup.signal.Post('TeX Jax Ready');
  for (const name of extensions) page.load(`extensions/TeX/${name}.js`);
  return page;
}

module.exports = {start};
