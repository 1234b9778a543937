// Comfort only: the tables stand there whole and readable, the articles worst first, without it.
const all = (query, root = document) => [...root.querySelectorAll(query)];

// Each heading becomes a button that sorts; a second press turns the order round.
const order = new Intl.Collator("en", { numeric: true });
const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
function sort(table, heading, column) {
  const isNumber = heading.classList.contains("n");
  const before = heading.getAttribute("aria-sort");
  const rises = before ? before === "descending" : !isNumber;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", rises ? "ascending" : "descending");
  const compare = isNumber ? (a, b) => a.key - b.key : (a, b) => order.compare(a.key, b.key);
  const keyed = [...table.tBodies[0].rows].map(row => ({ row, key: value(row, column) }));
  table.tBodies[0].append(...keyed.sort((a, b) => (rises ? 1 : -1) * compare(a, b)).map(({ row }) => row));
}
for (const table of all("table.sortable")) [...table.tHead.rows[0].cells].forEach((heading, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => { sort(table, heading, column); if (table === articles) show(); });
  heading.append(button);
});

// The search looks at everything that a row says; of what it finds the first hundred are shown until more are wanted.
const articles = document.querySelector(".index");
const search = document.querySelector(".search");
const more = document.querySelector(".more");
const texts = new Map([...articles.tBodies[0].rows].map(row => [row, row.textContent.toLowerCase()]));
let most = 100;
function show() {
  const words = search.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of articles.tBodies[0].rows) {
    const isFound = words.every(word => texts.get(row).includes(word));
    found += isFound;
    row.hidden = !isFound || found > most;
  }
  more.hidden = found <= most;
  more.querySelector("button").textContent = `Show all ${found} articles`;
  search.querySelector("[role=status]").textContent = words.length ? `${found} of ${texts.size}` : "";
}
function showAll() { most = Infinity; show(); }
more.querySelector("button").addEventListener("click", () => {
  const shown = most;
  showAll();
  all("tr:not([hidden]) a", articles.tBodies[0])[shown].focus();
});
search.querySelector("input").addEventListener("input", show);
addEventListener("beforeprint", showAll);
search.hidden = false;
show();
