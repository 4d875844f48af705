// @ts-check
/** The import page: a file dropped on the form is chosen, and a document that is read by now shows what was found. */

const form = document.querySelector("[data-drop]");
const input = document.querySelector("input[type=file]");

if (form instanceof HTMLFormElement && input instanceof HTMLInputElement) {
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.dataset.over = "";
  });
  form.addEventListener("dragleave", () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    delete form.dataset.over;
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

const reading = document.querySelector("[data-then]");
if (reading) {
  // `desk.js` shows how far it is, and says by this role that it has ended.
  const ended = new MutationObserver(() => {
    if (reading.querySelector("[data-live-said][role=status]")) location.replace(reading.getAttribute("data-then") ?? "");
  });
  ended.observe(reading, { subtree: true, attributes: true });
}
