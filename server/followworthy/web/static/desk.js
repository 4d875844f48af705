// @ts-check
/**
 * What makes the desk quicker: the keys printed on buttons and links press them. Everything works without it.
 */
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.key === "Escape" && typing instanceof HTMLElement) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (pressed instanceof HTMLElement) {
    event.preventDefault();
    if (pressed.matches("input, textarea")) pressed.focus();
    else pressed.click();
  }
});

for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.getAttribute("datetime") ?? "");
  time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
}
