// Short news in the corner: gone after a while, sooner when dismissed, never while pointed at.
import { say } from "./live.js";

const SHOWN_FOR = 8000;

export function toast(text) {
  const made = document.createElement("div");
  made.className = "toast";
  made.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  made.append(words);
  document.getElementById("toasts").append(made);
  fade(made);
}

function fade(shown) {
  const leave = () => {
    if (shown.matches(":hover, :focus-within")) return setTimeout(leave, SHOWN_FOR);
    shown.dataset.leaving = "";
    setTimeout(() => shown.remove(), 300);
  };
  setTimeout(leave, SHOWN_FOR);
}

document.querySelectorAll("[data-toast]").forEach(fade);

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast] button")?.closest("[data-toast]").remove();
});

document.addEventListener("htmx:error", () => {
  toast("We could not reach the shop. Check your connection and try again.");
  say("We could not reach the shop.");
});
