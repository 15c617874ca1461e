// What htmx puts into the page may carry words to say and a dialog to open.
import { say } from "./live.js";

document.addEventListener("htmx:after:swap", () => {
  const opener = document.querySelector("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    opener.removeAttribute("data-opens");
    if (!dialog.open) dialog.showModal();
  }
  const spoken = document.querySelector("[data-announce]");
  if (spoken && spoken.dataset.announce !== lastSaid) {
    lastSaid = spoken.dataset.announce;
    say(lastSaid);
  }
});

let lastSaid = document.querySelector("[data-announce]")?.dataset.announce;
