// Runs inside the checkout's pages: tells the merchant's page what happened, and saves a click.
"use strict";

const { origin, told } = document.body.dataset;

function tell(message) {
  if (origin) parent.postMessage({ from: "razorpay-simulator", ...message }, origin);
}

const message = JSON.parse(told);
if (message.what) tell(message);

addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell({ what: "escape" });
});

const form = document.querySelector("form[data-submit]");
if (form && !origin) setTimeout(() => form.submit(), 500);
