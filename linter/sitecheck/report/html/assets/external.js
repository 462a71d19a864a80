/* The hosts of external links: a filter, and the addresses of each. */

const ANSWERS = { alive: "alive", moved: "moved", dead: "dead", walled: "walled", unasked: "never asked" };

/* A day, and how long it is past. */
function aged(day) {
  const days = Math.floor((Date.now() - Date.parse(day)) / 86_400_000);
  return Number.isNaN(days) ? day : days < 1 ? `${day}, today` : `${day}, ${counted(days, "day")} ago`;
}

function externalLink({ url, answer, told, asked }) {
  const address = webAddress(url);
  const link = address ? make("a", { href: address, rel: "noreferrer" }, url) : make("code", {}, url);
  const words = [ANSWERS[answer], told && told !== ANSWERS[answer] ? told : null, asked ? aged(asked) : null];
  return [link, make("small", { class: answer }, ` ${words.filter(Boolean).join(", ")}`)];
}

/* As `host_of` of `tables.py` reads it. */
function hostOf(url) {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
  return host.slice(host.lastIndexOf("@") + 1).toLowerCase() || "(no host)";
}

function addressesOf(host) {
  const ranks = ["dead", "moved", "walled", "alive", "unasked"];
  return site()
    .addresses.filter((address) => hostOf(address.url) === host)
    .sort((a, b) => ranks.indexOf(a.answer) - ranks.indexOf(b.answer));
}

function toggleAddresses(button, row, host) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) {
    row.nextElementSibling.remove();
    return;
  }
  const found = addressesOf(host);
  const items = found.slice(0, 300).map((address) => make("li", {}, externalLink(address)));
  if (found.length > 300) items.push(make("li", {}, `and ${counted(found.length - 300, "more address", "more addresses")}`));
  const cell = make("td", { colspan: 9 }, make("ul", { class: "plain" }, items));
  row.after(make("tr", { class: "addresses" }, cell));
}

function filterHosts(form, rows) {
  const wanted = new FormData(form);
  const text = wanted.get("text").trim().toLowerCase();
  const answer = wanted.get("answer");
  const column = answer && Object.keys(ANSWERS).indexOf(answer) + 3;
  let shown = 0;
  for (const row of rows) {
    const fits =
      (!text || row.cells[0].textContent.toLowerCase().includes(text)) &&
      (!column || row.cells[column].textContent !== "");
    row.hidden = !fits;
    if (row.nextElementSibling?.classList.contains("addresses")) row.nextElementSibling.hidden = !fits;
    shown += fits;
  }
  document.getElementById("hosts-told").textContent = counted(shown, "host");
}

function startExternal() {
  const form = document.getElementById("hosts-form");
  if (!form) return;
  const rows = [...document.querySelectorAll("#hosts tbody tr")];
  for (const row of rows) {
    const host = row.cells[0].textContent;
    const button = make("button", { type: "button", class: "host", "aria-expanded": "false" }, host);
    button.addEventListener("click", () => toggleAddresses(button, row, host));
    row.cells[0].replaceChildren(button);
    const oldest = row.cells[8];
    if (oldest.textContent) oldest.textContent = aged(oldest.textContent);
  }
  form.addEventListener("input", () => filterHosts(form, rows));
  form.addEventListener("submit", (event) => event.preventDefault());
  filterHosts(form, rows);
}
