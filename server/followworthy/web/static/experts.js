// @ts-check
/**
 * The selection on the experts' page: how many are ticked, all of a page at once, and a range with Shift.
 * Everything works without it; the buttons send the same form.
 */
const form = document.querySelector("form[data-bulk]");
const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("form[data-bulk] input[name=id]:enabled")]);
const said = document.querySelector("[data-selected]");
let last = -1;

if (form && said && boxes.length) {
  const place = form.querySelector("thead th");
  const every = document.createElement("input");
  every.type = "checkbox";
  every.setAttribute("aria-label", "Select everybody on this page");
  place?.append(every);
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    tell(said, every);
  });
  for (const [index, box] of boxes.entries()) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        for (const one of boxes.slice(Math.min(last, index), Math.max(last, index) + 1)) one.checked = box.checked;
      }
      last = index;
      tell(said, every);
    });
  }
  window.addEventListener("pageshow", () => tell(said, every));
}

/**
 * @param {Element} place
 * @param {HTMLInputElement} every
 */
function tell(place, every) {
  const number = boxes.filter((one) => one.checked).length;
  every.checked = number === boxes.length;
  every.indeterminate = number > 0 && number < boxes.length;
  place.textContent = number ? `${number} selected` : "Nobody selected";
}
