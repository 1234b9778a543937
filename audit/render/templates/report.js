// Comfort only; without it every mark, finding and source is on the page all the same.
const all = (query, root = document) => [...root.querySelectorAll(query)];

// A source, hovered or focused, lights up whatever it is credited with.
const credited = new Map();
for (const element of all("[data-s]")) credited.set(element.dataset.s, [...(credited.get(element.dataset.s) ?? []), element]);
let lit = "";
function light(source) {
  if (source === lit) return;
  for (const element of credited.get(lit) ?? []) element.classList.remove("lit");
  for (const element of credited.get(source) ?? []) element.classList.add("lit");
  document.body.classList.toggle("lighting", credited.has(source));
  lit = source;
}
const sourceAt = event => event.target.closest?.("[data-s]")?.dataset.s ?? "";
addEventListener("pointerover", event => light(sourceAt(event)));
addEventListener("focusin", event => light(sourceAt(event)));

// Where a link leads into something folded, unfold it; a finding opens with its reasons.
function reveal(target) {
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target.matches(".note")) for (const fold of all("details", target)) fold.open = true;
}
const named = hash => document.getElementById(decodeURIComponent(hash.slice(1)));
addEventListener("click", event => {
  const link = event.target.closest?.("a[href^='#']");
  const marker = event.target.closest?.("[data-f]");
  if (link) reveal(named(link.hash));
  else if (marker) { reveal(named(`#${marker.dataset.f}`)); location.hash = marker.dataset.f; }
});
if (location.hash) reveal(named(location.hash));
// On paper each rule gives its reasons once.
addEventListener("beforeprint", () => all(".remarks, .note.first > details").forEach(fold => { fold.open = true; }));

// Buttons walk from finding to finding, and so do n and p while the focus is in the article.
function walk(text, step) {
  const links = all("a.ref", text).filter(link => link.offsetParent);
  if (!links.length) return;
  const last = links.indexOf(text.at);
  const next = links[last < 0 ? (step > 0 ? 0 : links.length - 1) : (last + step + links.length) % links.length];
  text.at = next;
  reveal(named(next.hash));
  next.focus();
  next.scrollIntoView({ block: "center" });
}
for (const text of all(".text")) {
  const bar = text.querySelector(".walk");
  bar.hidden = false;
  bar.querySelector(".previous").addEventListener("click", () => walk(text, -1));
  bar.querySelector(".next").addEventListener("click", () => walk(text, 1));
  text.addEventListener("focusin", event => { if (event.target.matches("a.ref")) text.at = event.target; });
  text.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") walk(text, 1);
    if (event.key === "p") walk(text, -1);
  });
}
