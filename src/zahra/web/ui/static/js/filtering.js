// Filters that say nothing stay out of the address.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches(".listing, .site-search form")) return;
  for (const [name, value] of [...formData]) {
    if (value === "") formData.delete(name);
  }
});
