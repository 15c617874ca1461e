// The size chosen shows its own price and stands in the address; none chosen is said in words.
import { say } from "./live.js";

const sizes = document.querySelector("[data-sizes]");

if (sizes) {
  sizes.addEventListener("change", (event) => show(event.target));
  sizes.addEventListener("invalid", askForSize, true);
}

function show(size) {
  const { price, mrp, off, soldOut } = size.dataset;
  const block = document.querySelector("[data-price-block] .price");
  block.querySelector("b").textContent = price;
  if (block.querySelector("s")) {
    block.querySelector("s").lastChild.textContent = mrp;
    block.querySelector(".off").textContent = `${off}% off`;
  }
  tell(soldOut === undefined ? "" : `Size ${size.dataset.size} is sold out.`);
  const address = new URL(location);
  address.searchParams.set("size", size.dataset.size);
  history.replaceState(history.state, "", address);
}

function askForSize(event) {
  event.preventDefault();
  tell("Select a size.");
  sizes.scrollIntoView({ block: "center" });
  sizes.querySelector("input").focus();
}

function tell(text) {
  const note = document.getElementById("buy-note");
  note.replaceChildren();
  if (!text) return;
  const words = document.createElement("p");
  words.className = "field-error";
  words.textContent = text;
  note.append(words);
  say(text);
}
