// What MathJax 2, 3 or 4 makes of pages with a configuration, one JSON object a line: {version, config, body}.
// The answer is a list of [formula, display, MathML] in the order of the page; version 2 gives no MathML.
const path = require('path');
const vm = require('vm');

const modules = process.argv[2];
const resolve = (name) => require(path.join(modules, name));

function old(page) {
  const {JSDOM} = resolve('jsdom');
  const source = path.join(modules, 'mathjax/MathJax.js');
  const html = `<html><head><script type="text/x-mathjax-config">${page.config}</script>
    <script type="text/x-mathjax-config">MathJax.Hub.Config({jax: ['input/TeX'], skipStartupTypeset: true});</script>
    <script src="file://${source}?config=default&delayStartupUntil=configured"></script></head><body>${page.body}</body></html>`;
  const dom = new JSDOM(html, {url: 'file:///page.html', runScripts: 'dangerously', resources: 'usable'});
  const {window} = dom;
  return new Promise((done, fail) => {
    window.addEventListener('load', () => {
      const {MathJax} = window;
      MathJax.Hub.Configured();
      MathJax.Hub.Register.StartupHook('End', () => MathJax.Ajax.Require('[MathJax]/extensions/tex2jax.js', () => {
        try {
          MathJax.Extension.tex2jax.PreProcess(window.document.body);
          const scripts = [...window.document.querySelectorAll('script[type^="math/tex"]')];
          done(scripts.map((script) => [script.text, /mode=display/.test(script.type), '']));
        } catch (error) { fail(error); }
      }));
    });
  });
}

const PLACES = {3: ['mathjax-full/es5', 'mathjax-full/es5/startup.js'],
  4: ['@mathjax/src/bundle', '@mathjax/src/bundle/startup.js']};

async function later(page) {
  const [root, main] = PLACES[page.version];
  const context = vm.createContext({window: {}});
  vm.runInContext(page.config, context);
  const config = JSON.parse(JSON.stringify(context.window.MathJax));
  const more = (config.loader || {}).load || [];
  config.loader = {
    ...config.loader, paths: {mathjax: path.join(modules, root), fonts: path.join(modules, '@mathjax')}, require,
    load: ['input/tex', 'output/chtml', 'adaptors/liteDOM', ...more],
  };
  config.startup = {...config.startup, typeset: false, document: `<html><body>${page.body}</body></html>`};
  global.MathJax = config;
  require(path.join(modules, main));
  await global.MathJax.startup.promise;
  await global.MathJax.typesetPromise();
  const {startup} = global.MathJax;
  // an escaped dollar is an item, too, which is no formula
  return [...startup.document.math].filter((item) => typeof item.display === 'boolean').map((item) => [item.math, item.display, startup.toMML(item.root)]);
}

let input = '';
process.stdin.on('data', (data) => { input += data; });
process.stdin.on('end', async () => {
  const page = JSON.parse(input);
  const found = await (page.version === 2 ? old(page) : later(page));
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
});
