// A password can be seen while it is typed; it goes off hidden, so that no browser offers it again.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const word = button.firstChild;
  const show = (isShown) => {
    field.type = isShown ? "text" : "password";
    word.data = isShown ? "Hide" : "Show";
    button.setAttribute("aria-pressed", isShown);
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
}
