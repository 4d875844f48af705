// @ts-check
/**
 * Ticks off, on the open page of *Needs your eyes*, what was said elsewhere meanwhile: by a paired browser, or by others.
 * Rows and panel show it where they stand, and who listens hears it. Nothing is pressed, filled, moved or focused, so
 * that no key and no click ever means somebody else. The page works without it, by loading it again.
 */
const EVERY_MS = 2000;
const news = document.querySelector("[data-news]");
const told = document.querySelector("[data-told]");
let asking = false;

if (news && told) {
  const timer = setInterval(() => void ask(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void ask());
  window.addEventListener("focus", () => void ask());

  /** Asks, while the page is seen; whoever is signed out meanwhile is not asked for again. */
  async function ask() {
    if (asking || document.visibilityState !== "visible") return;
    asking = true;
    try {
      const address = `${news?.getAttribute("data-news")}?after=${news?.getAttribute("data-after")}`;
      const answer = await fetch(address, { redirect: "manual" });
      if (answer.type === "opaqueredirect") clearInterval(timer);
      if (answer.ok) show(await answer.json());
    } catch {
      // The server does not answer: the next try may find it.
    } finally {
      asking = false;
    }
  }
}

/** @param {{ latest: number, left: number, said: { expert: string, url: string, said: string }[] }} found */
function show({ latest, left, said }) {
  news?.setAttribute("data-after", String(latest));
  for (const one of said) {
    const line = document.createElement("p");
    line.textContent = one.said;
    told?.append(line);
    tick(one);
  }
  if (!said.length) return;
  const tag = document.querySelector("nav [aria-current] .tag");
  const words = document.querySelector("[data-left]");
  if (tag) tag.textContent = String(left);
  if (words) words.textContent = `${left} ${left === 1 ? "address" : "addresses"} to open`;
}

/** @param {{ expert: string, url: string, said: string }} one */
function tick({ expert, url, said }) {
  for (const row of document.querySelectorAll("[data-expert]")) {
    if (row.getAttribute("data-expert") !== expert || row.getAttribute("data-url") !== url) continue;
    row.setAttribute("data-ticked", "");
    const words = row.querySelector("[data-said]");
    if (words) words.textContent = `\u2713 ${said.slice(said.indexOf(": ") + 2)}`;
  }
}
