// The way to pay decides the total: the summary and the button say it before it is chosen for good.
const place = document.querySelector("[data-place-form]");

if (place) {
  place.addEventListener("change", showTotal);
  showTotal();
}

function showTotal() {
  const chosen = place.querySelector("[name=payment_method]:checked");
  if (!chosen) return;
  const { total, fee, verb } = chosen.dataset;
  place.querySelector("[data-place-label]").textContent =
    verb === "Pay" ? `Pay ${total}` : `${verb}, ${total}`;
  for (const shown of document.querySelectorAll("[data-total]")) shown.textContent = total;
  for (const row of document.querySelectorAll("[data-cod-row]")) row.hidden = !fee;
  for (const shown of document.querySelectorAll("[data-cod-fee]")) shown.textContent = fee;
}
