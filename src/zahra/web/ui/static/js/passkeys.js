// A form that a passkey answers. It names the address that begins (`data-passkey`) and whether one
// is to be made or shown; what the browser says goes back in the form's `token` and `credential`.
const canPasskeys = "credentials" in navigator && "PublicKeyCredential" in window;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !canPasskeys;
  addEventListener("pageshow", () => (form.elements.credential.value = ""));
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    askForPasskey(form).catch((why) => tellPasskey(form, why));
  });
}

async function askForPasskey(form) {
  const body = new URLSearchParams(new FormData(form));
  const begun = await fetch(form.dataset.passkey, { method: "post", body });
  if (begun.redirected) return location.assign(begun.url);
  if (!begun.ok) throw new Error(begun.status);
  const { token, options } = await begun.json();
  const given = await credentialFor(form, options);
  form.elements.token.value = token;
  form.elements.credential.value = JSON.stringify(given.toJSON());
  form.requestSubmit();
}

function credentialFor(form, options) {
  const wanted = window.PublicKeyCredential;
  if ("makes" in form.dataset) {
    return navigator.credentials.create({
      publicKey: wanted.parseCreationOptionsFromJSON(options),
    });
  }
  return navigator.credentials.get({ publicKey: wanted.parseRequestOptionsFromJSON(options) });
}

function tellPasskey(form, why) {
  const isUnwanted = why.name === "NotAllowedError" || why.name === "AbortError";
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = isUnwanted
    ? "No passkey was given. Try again, or use another way."
    : "That did not work. Try again, or use another way.";
  said.hidden = false;
}
