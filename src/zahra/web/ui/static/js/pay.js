// Opens the gateway's checkout over the page, from the same fields its hosted page would get.
// Whatever comes of it, the gateway posts to `callback_url`: the shop asks for the truth there.
const payment = document.querySelector("[data-pay]");
const note = document.querySelector("[data-pay-note]");
let checkout;

payment.addEventListener("submit", (event) => {
  if (!checkout) return; // the script did not come: the form goes to the hosted page
  event.preventDefault();
  checkout.open();
});

const script = document.createElement("script");
script.src = payment.dataset.pay;
script.addEventListener("load", () => {
  checkout = new window.Razorpay(options(new FormData(payment)));
  checkout.open();
});
document.head.append(script);

function options(fields) {
  const made = {
    key: fields.get("key_id"),
    redirect: true,
    modal: { ondismiss: () => (note.textContent = "Not paid yet. Press the button to try again.") },
    config: { display: { hide: [{ method: "upi", flows: ["collect"] }] } },
  };
  for (const [name, value] of fields) {
    const [, group, part] = name.match(/^(\w+)\[(\w+)\]$/) ?? [];
    if (group) (made[group] ??= {})[part] = value;
    else if (name !== "key_id" && name !== "cancel_url") made[name] = value;
  }
  return made;
}
