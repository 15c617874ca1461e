// The way to pay decides the sums: the summary and the button say them before it is chosen for good.
const place = document.querySelector("[data-place-form]");

if (place) {
  place.addEventListener("change", showSums);
  showSums();
}

function showSums() {
  const chosen = place.querySelector("[name=payment_method]:checked");
  if (!chosen) return;
  const { total, totalWithCredit, lines, button, buttonWithCredit } = chosen.dataset;
  const uses = place.querySelector("[name=use_credit]:checked");
  place.querySelector("[data-place-label]").textContent = uses ? buttonWithCredit : button;
  document.querySelector("[data-sum]").textContent = uses ? totalWithCredit : total;
  const sums = (uses && document.getElementById(`totals-${chosen.value}-with-credit`))
    || document.getElementById(`totals-${chosen.value}`);
  if (!sums) return;
  document.querySelector("[data-totals]").replaceChildren(sums.content.cloneNode(true));
  const shown = document.querySelectorAll("[data-line-total]");
  lines.split(" ").forEach((said, at) => { shown[at].textContent = said; });
}
