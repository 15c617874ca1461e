// Suggestions under the search field: a combobox over rows the shop sends.
const search = document.querySelector("[data-suggest]");
const box = search?.querySelector("input");
const list = document.createElement("ul");
let waiting;
let asked;

if (search) {
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  search.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "suggestions",
  })) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", suggestSoon);
  box.addEventListener("keydown", move);
  search.addEventListener("focusout", (event) => {
    if (!search.contains(event.relatedTarget)) open(false);
  });
}

function suggestSoon() {
  clearTimeout(waiting);
  asked?.abort();
  if (box.value.trim().length < 2) return open(false);
  waiting = setTimeout(suggest, 120);
}

async function suggest() {
  asked = new AbortController();
  try {
    const address = `${search.dataset.suggest}?q=${encodeURIComponent(box.value.trim())}`;
    const answer = await fetch(address, { signal: asked.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok) return open(false);
    list.innerHTML = await answer.text();
    open(list.childElementCount > 0);
  } catch {
    open(false);
  }
}

function open(isOpen) {
  list.hidden = !isOpen;
  box.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) box.removeAttribute("aria-activedescendant");
}

function move(event) {
  if (list.hidden) return;
  const rows = [...list.querySelectorAll("[role=option]")];
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, Home: 0, End: rows.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    select(rows, steps[event.key]);
  } else if (event.key === "Escape") {
    event.preventDefault(); // the browser would empty the field
    open(false);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    rows[at].querySelector("a").click();
  }
}

function select(rows, at) {
  rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
  if (rows[at]) box.setAttribute("aria-activedescendant", rows[at].id);
  else box.removeAttribute("aria-activedescendant");
}
