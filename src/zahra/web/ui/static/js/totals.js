// The way to pay decides the total: the summary and the button say it before it is chosen for good.
const place = document.querySelector("[data-place-form]");

if (place) {
  place.addEventListener("change", showTotal);
  showTotal();
}

function showTotal() {
  const chosen = place.querySelector("[name=payment_method]:checked");
  if (!chosen) return;
  const { total, left, fee, verb } = chosen.dataset;
  const uses = place.querySelector("[name=use_credit]:checked");
  const due = uses ? left : total;
  const pays = verb === "Pay" && due !== "₹0";
  place.querySelector("[data-place-label]").textContent =
    pays ? `Pay ${due}` : `Place order, ${due}${uses ? " to pay" : ""}`;
  for (const shown of document.querySelectorAll("[data-total]")) shown.textContent = total;
  for (const row of document.querySelectorAll("[data-cod-row]")) row.hidden = !fee;
  for (const shown of document.querySelectorAll("[data-cod-fee]")) shown.textContent = fee;
}
