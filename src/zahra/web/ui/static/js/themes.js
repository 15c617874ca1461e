// The footer's colour switch changes the page at once and tells the shop for the next one.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-switch]")) return;
  event.preventDefault();
  const { target, submitter } = event;
  document.documentElement.dataset.theme = submitter.value;
  for (const button of target.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === submitter));
  }
  const body = new URLSearchParams(new FormData(target, submitter));
  fetch(target.action, { method: "post", body, redirect: "manual" }).catch(() => {});
});
