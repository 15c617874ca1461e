// The footer's colour switch, without a round trip; the cookie tells the server for the next page.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-switch]")) return;
  event.preventDefault();
  const { value } = event.submitter;
  document.cookie = `theme=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
  document.documentElement.dataset.theme = value;
  for (const button of event.target.elements) {
    if (button.name === "theme") button.setAttribute("aria-pressed", String(button === event.submitter));
  }
});
