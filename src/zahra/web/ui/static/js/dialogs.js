// Buttons name the dialog they open or close; newer browsers need none of this.
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;
const knowsClosedBy = "closedBy" in HTMLDialogElement.prototype;

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[commandfor]");
  if (button && !knowsCommands) {
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  }
  if (!knowsClosedBy && event.target.matches?.("dialog[closedby=any]")) event.target.close();
});
