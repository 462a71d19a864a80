// Judges formulas with the real MathJax: JSON lines in, JSON lines out.
//
//   node mathjax_judge.cjs 2|3|4   < pages > verdicts      SITECHECK_NODE_MODULES names the node_modules folder
//
// A line is one page: {"formulas": [[tex, display], …], "macros": {…}, "packages": […]}; all but the first may be
// left out. The answer is {"verdicts": [null | [error id, message], …]}: null where the formula renders. Every page
// gets a TeX input of its own with the packages of the default component (without noundefined, so that an undefined
// command is an error) and what they autoload or \\require. A formula is judged as it is: definitions and labels
// stay for the next ones of its page.
const readline = require('readline');
const path = require('path');

const version = process.argv[2];
const modules = process.env.SITECHECK_NODE_MODULES || path.join(process.cwd(), '.reference/node_modules');
const judgePage = require(version === '2' ? './mathjax2_page.cjs' : './mathjax_page.cjs').judge(modules, version);

const lines = readline.createInterface({input: process.stdin, crlfDelay: Infinity});
lines.on('line', (line) => {
  process.stdout.write(JSON.stringify({verdicts: judgePage(JSON.parse(line))}) + '\n');
});
