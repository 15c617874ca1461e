// The simulator's checkout.js: the same `Razorpay` a merchant's page knows. It draws one iframe;
// every style is set through the CSSOM, so a page may forbid inline styles and scripts.
(() => {
  "use strict";

  const home = new URL(document.currentScript.src).origin;
  const cover = {
    position: "fixed", inset: "0", width: "100%", height: "100%", border: "0",
    "z-index": "2147483647", background: "transparent", "color-scheme": "normal",
  };

  function must(value, sentence) {
    if (!value) throw new Error(sentence);
  }

  function checked(options) {
    must(options && typeof options === "object", "Razorpay needs options");
    must(typeof options.key === "string" && options.key, "No key passed");
    must(typeof options.order_id === "string" && options.order_id, "order_id is required");
    must(options.amount === undefined || Number.isInteger(Number(options.amount)),
      "amount must be in paise, a whole number");
    must(options.handler === undefined || typeof options.handler === "function",
      "handler must be a function");
    must(!options.redirect || options.callback_url, "redirect needs a callback_url");
    return options;
  }

  function addressOf(options) {
    const address = new URL("/v1/checkout/public", home);
    const say = (name, value) => value != null && address.searchParams.set(name, value);
    say("key_id", options.key);
    say("origin", location.origin);
    for (const name of ["order_id", "amount", "currency", "name", "description"]) {
      say(name, options[name]);
    }
    for (const group of ["prefill", "notes"]) {
      for (const [name, value] of Object.entries(options[group] || {})) {
        say(`${group}[${name}]`, value);
      }
    }
    if (options.retry === false || options.retry?.enabled === false || options.redirect) {
      say("retry", "0");
    }
    return address.href;
  }

  function post(address, fields) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  function errorFields(error) {
    const named = { ...error, metadata: JSON.stringify(error.metadata) };
    return Object.fromEntries(
      Object.entries(named).map(([name, value]) => [`error[${name}]`, value]));
  }

  class Razorpay {
    #options; #frame; #before; #timer; #failures = 0;
    #listeners = new Map();
    #hear = (event) => this.#heard(event);

    constructor(options) {
      this.#options = checked(options);
    }

    on(name, listener) {
      this.#listeners.set(name, [...(this.#listeners.get(name) || []), listener]);
      return this;
    }

    open() {
      if (this.#frame) return this;
      this.#before = document.activeElement;
      this.#frame = document.createElement("iframe");
      this.#frame.title = `Pay ${this.#options.name || "the merchant"}`;
      this.#frame.className = "razorpay-checkout-frame";
      this.#frame.allow = "payment";
      for (const [name, value] of Object.entries(cover)) {
        this.#frame.style.setProperty(name, value);
      }
      this.#frame.src = addressOf(this.#options);
      document.body.append(this.#frame);
      document.documentElement.style.setProperty("overflow", "hidden");
      addEventListener("message", this.#hear);
      this.#frame.focus();
      if (this.#options.timeout) {
        this.#timer = setTimeout(() => this.#dismiss("timeout"), this.#options.timeout * 1000);
      }
      return this;
    }

    close() {
      this.#remove();
      return this;
    }

    #remove() {
      if (!this.#frame) return;
      removeEventListener("message", this.#hear);
      clearTimeout(this.#timer);
      this.#frame.remove();
      this.#frame = undefined;
      document.documentElement.style.removeProperty("overflow");
      this.#before?.focus?.();
    }

    #dismiss(why) {
      this.#remove();
      this.#options.modal?.ondismiss?.(why);
    }

    #heard(event) {
      const told = event.data;
      if (event.origin !== home || event.source !== this.#frame?.contentWindow) return;
      if (told?.from !== "razorpay-simulator") return;
      if (told.what === "success") this.#succeeded(told.response);
      else if (told.what === "failed") this.#failed(told.error);
      else if (told.what === "dismiss") this.#dismiss();
      else if (told.what === "escape" && this.#options.modal?.escape !== false) this.#dismiss();
    }

    #succeeded(response) {
      const { handler, callback_url: callback, redirect } = this.#options;
      this.#remove();
      if (callback && (redirect || !handler)) post(callback, response);
      else handler?.(response);
    }

    #failed(error) {
      this.#failures += 1;
      for (const listener of this.#listeners.get("payment.failed") || []) listener({ error });
      const { callback_url: callback, redirect, retry } = this.#options;
      if (redirect) {
        this.#remove();
        post(callback, errorFields(error));
      } else if (retry?.max_count && this.#failures > retry.max_count) {
        this.#dismiss();
      }
    }
  }

  window.Razorpay = Razorpay;
})();
