// One-time codes: digits only, read from the message where the browser can, sent again in a while.
const field = document.querySelector("[data-code]");

if (field) {
  field.addEventListener("input", () => write(field.value));
  field.addEventListener("paste", (event) => {
    event.preventDefault(); // "123 456" would be cut to six signs before it is cleaned
    write(event.clipboardData.getData("text"));
  });
  if (field.dataset.code === "sent") {
    field.focus();
    readFromMessage();
  }
}

function write(text) {
  const digits = text.replace(/\D/g, "").slice(0, 6);
  if (digits !== field.value) field.value = digits;
}

async function readFromMessage() {
  if (!("OTPCredential" in window)) return;
  const waiting = new AbortController();
  field.form.addEventListener("submit", () => waiting.abort());
  try {
    const found = await navigator.credentials.get({
      otp: { transport: ["sms"] },
      signal: waiting.signal,
    });
    field.value = found.code;
    field.form.requestSubmit();
  } catch {
    // Not allowed, timed out or typed by hand: all are fine.
  }
}

for (const button of document.querySelectorAll("[data-resend-after]")) countDown(button);

function countDown(button) {
  const label = button.textContent;
  let left = Number(button.dataset.resendAfter);
  const tick = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${label} in ${spoken(left)}` : label;
    if (left-- > 0) setTimeout(tick, 1000);
  };
  tick();
}

function spoken(seconds) {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
