// Comfort only: the table stands there worst first, whole and readable, without it.
const table = document.querySelector(".index");
const body = table.tBodies[0];
const rows = [...body.rows];

// Each heading becomes a button that sorts; a second press turns the order round.
const order = new Intl.Collator("en", { numeric: true });
const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
function sort(heading, column) {
  const isNumber = heading.classList.contains("n");
  const before = heading.getAttribute("aria-sort");
  const rises = before ? before === "descending" : !isNumber;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", rises ? "ascending" : "descending");
  const compare = isNumber ? (a, b) => value(a, column) - value(b, column)
    : (a, b) => order.compare(value(a, column), value(b, column));
  body.append(...[...rows].sort((a, b) => (rises ? 1 : -1) * compare(a, b)));
}
[...table.tHead.rows[0].cells].forEach((heading, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => sort(heading, column));
  heading.append(button);
});

// The search looks at everything that a row says.
const search = document.querySelector(".search");
const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
search.hidden = false;
search.querySelector("input").addEventListener("input", event => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every(word => texts.get(row).includes(word));
    shown += !row.hidden;
  }
  search.querySelector("[role=status]").textContent = words.length ? `${shown} of ${rows.length}` : "";
});
