// @ts-check
/**
 * What makes the desk quicker: the keys printed on buttons and links press them, times are the reader's own, and a
 * form is sent once. Everything works without it. Keys can be switched off (WCAG 2.1.4): speech input types letters.
 */
const KEYS = "followworthy-keys";
const page = document.documentElement;

for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.getAttribute("datetime") ?? "");
  const language = navigator.languages.find((one) => one.startsWith(page.lang)) ?? "en-GB";
  time.setAttribute("title", time.textContent ?? "");
  time.textContent = at.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) event.preventDefault();
    form.setAttribute("data-sent", "");
  });
}

const toggle = document.querySelector("[data-keys-switch]");
if (toggle) {
  showKeys(localStorage.getItem(KEYS) !== "off");
  toggle.closest("[hidden]")?.removeAttribute("hidden");
  toggle.addEventListener("click", () => {
    const on = page.dataset.keys !== "on";
    localStorage.setItem(KEYS, on ? "on" : "off");
    showKeys(on);
  });
}

const live = document.querySelector("[data-live]");
if (live) {
  const end = () => clearInterval(timer);
  const timer = setInterval(() => void look(live).then((goesOn) => goesOn || end(), end), 2000);
}

for (const all of document.querySelectorAll("[data-tick-all]")) {
  if (!(all instanceof HTMLInputElement)) continue;
  for (const one of [all, document.querySelector("[data-tick-all-words]")]) one?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    const boxes = all.form?.querySelectorAll('input[name="one"]') ?? [];
    for (const box of boxes) if (box instanceof HTMLInputElement) box.checked = all.checked;
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
  if (event.key === "Escape") leave(typing);
  if (event.key === "Enter" && typing instanceof HTMLInputElement && typing.closest("[data-review]")) {
    if (!typing.hasAttribute("data-enter")) event.preventDefault(); // in a field it decides nothing
  }
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || page.dataset.keys !== "on") return;
  const found = document.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
  if (!(found instanceof HTMLElement)) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
});

/**
 * What Escape does: leaves the field that is typed in, or closes what is unfolded; the focus stays where it was opened.
 * @param {Element | null | false} typing
 */
function leave(typing) {
  if (typing instanceof HTMLElement) return typing.blur();
  for (const open of document.querySelectorAll("[data-closes][open]")) {
    open.removeAttribute("open");
    open.querySelector("summary")?.focus();
  }
}

/** @param {boolean} on */
function showKeys(on) {
  page.dataset.keys = on ? "on" : "off";
  if (toggle) toggle.textContent = on ? "Switch keys off" : "Switch keys on";
}

/**
 * Shows how far work under way is, or that it has ended; tells whether it goes on. Nothing moves the focus.
 * @param {Element} section
 * @returns {Promise<boolean>}
 */
async function look(section) {
  const answer = await fetch(section.getAttribute("data-live") ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const found = await answer.json();
  const said = section.querySelector("[data-live-said]");
  const bar = section.querySelector("progress");
  if (!found.running) said?.setAttribute("role", "status");
  if (said) said.textContent = found.said;
  if (bar) [bar.max, bar.value] = [found.due || 1, found.done];
  return found.running;
}
