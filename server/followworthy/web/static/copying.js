// @ts-check
/** A button that copies what a field holds. Without JavaScript it stays hidden, and the field is there to be marked. */

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const field = document.getElementById(button.dataset.copies ?? "");
  if (!(field instanceof HTMLInputElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copy(field));
}

/**
 * Marks the field in any case, so that the keys for copying work where the browser refuses to.
 * @param {HTMLInputElement} field
 */
async function copy(field) {
  field.select();
  const told = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
    if (told) told.textContent = "Copied.";
  } catch {
    if (told) told.textContent = "Your browser did not let us copy. The address is marked: copy it with Ctrl+C.";
  }
}
