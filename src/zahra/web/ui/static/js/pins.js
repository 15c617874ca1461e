// A PIN code knows its city and state: ask the shop and fill in what is still empty.
const form = document.querySelector("[data-address-form]");

if (form) {
  let asking;
  form.elements.pincode.addEventListener("input", async ({ target }) => {
    asking?.abort();
    if (!/^[1-9]\d{5}$/.test(target.value)) return;
    asking = new AbortController();
    try {
      const address = `/api/v1/serviceability?pincode=${target.value}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) fill((await answer.json()).data);
    } catch {
      // Left to be typed by hand.
    }
  });
}

function fill({ serviceable, district, cities, stateCode }) {
  const { city, state_code: state } = form.elements;
  if (!city.value) city.value = cities[0] ?? district ?? "";
  if (stateCode) state.value = stateCode;
  form.querySelector("[data-pin-answer]").textContent = serviceable
    ? `We deliver to ${cities[0] ?? district}.`
    : "We do not deliver to this PIN code yet.";
}
