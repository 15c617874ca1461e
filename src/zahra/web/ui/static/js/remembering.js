// A choice like inches or centimetres is kept for the next page.
for (const input of document.querySelectorAll("[data-remember]")) {
  const key = input.dataset.remember;
  try {
    if (localStorage.getItem(key) === input.value) input.checked = true;
    input.addEventListener("change", () => localStorage.setItem(key, input.value));
  } catch {
    // Storage is off: nothing is kept.
  }
}
