// A page judged by MathJax 2; see mathjax_judge.cjs.
const {start} = require('../../../tools/mathjax2_vm.cjs');

exports.judge = (modules) => (page) => {
  const {MathJax, TeX, load} = start(modules, ['AMSmath', 'AMSsymbols', ...(page.packages || [])]);
  let failure = null;
  MathJax.HTML.getScript = (script) => script.text;
  TeX.formatError = (error) => { failure = ['refused', error.message]; return MathJax.ElementJax.mml.mtext(''); };
  for (const [name, body] of Object.entries(page.macros || {})) TeX.Macro(name, ...[].concat(body));
  return page.formulas.map(([formula, display]) => {
    const script = {type: `math/tex${display ? '; mode=display' : ''}`, text: formula, MathJax: {}};
    for (let tries = 0; tries < 20; tries++) {
      failure = null;
      try {
        TeX.Translate(script);
        return failure;
      } catch (error) {
        if (!error.restart) return ['crash', String(error.message || error)];
        try { if (!load(error.restart.file)) return ['restart', error.restart.file]; }
        catch (missing) { return ['require', missing.message]; }
      }
    }
    return ['retries', 'does not settle'];
  });
};
