// Fields tell what is wrong once left, and stop telling as soon as it is right. A form goes off once.
function mark(event) {
  const field = event.target;
  if (!field.matches?.(".input, .select")) return;
  if (field.matches(":user-invalid")) field.setAttribute("aria-invalid", "true");
  else if (field.validity.valid) field.removeAttribute("aria-invalid");
}

document.addEventListener("blur", mark, true);
document.addEventListener("input", mark);

document.addEventListener("submit", (event) => {
  const { submitter, target } = event;
  if (target.method !== "post" || target.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (target.dataset.sent) return event.preventDefault();
  target.dataset.sent = "yes";
  submitter?.setAttribute("data-busy", "");
});

// Coming back to a page kept in memory finds its forms ready again.
addEventListener("pageshow", () => {
  document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll("[data-busy]").forEach((button) => button.removeAttribute("data-busy"));
});

document.querySelector("[data-focus-first]")?.focus();

// Once answered, a form that stays on the page is a new wish: it gets a new key.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  const key = target.querySelector?.("[name=idempotency_key]");
  if (key && detail.ctx.response.status < 500) key.value = freshKey();
});

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
