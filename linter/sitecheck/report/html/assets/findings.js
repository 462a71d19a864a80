/* Filters and orders the findings, and shows beside them what their rules are about. */

const causes = [...document.querySelectorAll("#causes > li")];
const said = new Map();

/* The class of a cause is its severity. */
function severityOf(cause) {
  return cause.className;
}

function wordsOf(cause) {
  if (!said.has(cause)) said.set(cause, cause.textContent.toLowerCase());
  return said.get(cause);
}

function filesOf(cause) {
  return [...cause.querySelectorAll(".path, .places li")].map((place) => place.textContent.toLowerCase());
}

const RANKS = { error: 0, warning: 1, info: 2 };

const ORDERS = {
  worst: (a, b) => RANKS[severityOf(a)] - RANKS[severityOf(b)],
  places: (a, b) => b.dataset.number - a.dataset.number,
  rule: (a, b) => (a.dataset.rule < b.dataset.rule ? -1 : a.dataset.rule > b.dataset.rule ? 1 : 0),
  file: (a, b) => {
    const [one, other] = [a, b].map((cause) => cause.querySelector(".path").textContent);
    return one < other ? -1 : one > other ? 1 : 0;
  },
};

function filterFindings(form) {
  const wanted = new FormData(form);
  const text = wanted.get("text").trim().toLowerCase();
  const file = wanted.get("file").trim().toLowerCase();
  const rule = wanted.get("rule");
  const severities = new Set(wanted.getAll("severity"));
  let shown = 0;
  let findings = 0;
  for (const cause of causes) {
    const { dataset } = cause;
    const fits =
      severities.has(severityOf(cause)) &&
      (!rule || dataset.rule === rule) &&
      (!text || wordsOf(cause).includes(text)) &&
      (!file || filesOf(cause).some((path) => path.includes(file)));
    cause.hidden = !fits;
    shown += fits;
    findings += fits ? Number(dataset.number) : 0;
  }
  const whole = shown === causes.length;
  const told = `${counted(shown, "cause")}, ${counted(findings, "finding")}`;
  document.getElementById("told").textContent = whole ? told : `${told} of ${counted(causes.length, "cause")}`;
}

function orderFindings(order) {
  const list = document.getElementById("causes");
  const ordered = order === "worst" ? causes : [...causes].sort(ORDERS[order]);
  list.append(...ordered);
}

/* The page of a rule as it stands among the rules, without what may be there only once. */
function ruleCopy(name) {
  const article = document.getElementById(`rule-${name}`);
  if (!article) return null;
  const copy = article.cloneNode(true);
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  return [...copy.children];
}

function showBeside(cause) {
  const aside = document.getElementById("beside");
  if (aside.dataset.rule === cause.dataset.rule) return;
  const copy = ruleCopy(cause.dataset.rule);
  if (copy === null) return;
  aside.dataset.rule = cause.dataset.rule;
  aside.replaceChildren(...copy);
  aside.scrollTop = 0;
}

/* Leads to the pages that a finding is on. */
function linkPages(cause) {
  const body = cause.querySelector(".body");
  const pages = site()?.pagesOfCause(causes.indexOf(cause)) ?? [];
  if (body.dataset.linked || !pages.length) return;
  body.dataset.linked = "yes";
  const links = pages.slice(0, 3).flatMap((page, at) => [at ? ", " : "", make("a", { href: `#page/${page.number}` }, page.url)]);
  const more = pages.length > 3 ? ` and ${pages.length - 3} more` : "";
  body.append(make("p", { class: "small" }, pages.length > 1 ? "The pages " : "The page ", links, more));
}

function startFindings() {
  const form = document.getElementById("filter");
  if (!form) return;
  const filter = () => filterFindings(form);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.order.addEventListener("change", () => orderFindings(form.elements.order.value));
  filter();
  document.getElementById("causes").addEventListener(
    "toggle",
    (event) => {
      if (!event.target.open) return;
      const cause = event.target.closest("li");
      showBeside(cause);
      linkPages(cause);
    },
    true,
  );
  for (const link of document.querySelectorAll("a[data-rule]")) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements.rule.value = link.dataset.rule;
      filter();
    });
  }
}
