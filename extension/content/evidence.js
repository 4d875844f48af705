// @ts-check
/**
 * What a profile page says of itself, for browsers that a curator has paired; silent in all others. Looks only, and tells
 * the background, which decides whether that concerns anybody. Opens nothing, draws nothing, knows no catalog.
 */

if (window.top === window) {
  const EVERY_MS = 250;
  const PROFILE = /^\/(?:in|company|school)\/./i;
  const NOWHERE = /^\/(?:404|(?:in|company|school)\/unavailable)\/?$/i;
  /** Between the parts of a title, and before the count of news that stands in front of it. */
  const PARTS = /\s*[|\u00b7\u2013\u2014]\s*|\s+-\s+/;
  const COUNT = /^\(\d+\+?\)\s*/;
  /** A heading or a part of a title that says "this page doesn't exist", in the languages that we have seen it in. */
  const NOBODY = new RegExp(
    `^(?:${[
      "this (?:page|profile) (?:doesn't|does not) exist|(?:page|profile|member) not found",
      "this (?:page|profile) (?:isn't|is not|is no longer) available",
      "dies(?:e seite|es profil) (?:existiert nicht|ist nicht verfügbar)|(?:seite|profil) (?:wurde )?nicht gefunden",
      "c(?:ette page|e profil) n'(?:existe pas|est (?:pas|plus) disponible)|(?:page|profil) (?:introuvable|non trouvée?)",
      "est(?:a página|e perfil) no (?:existe|está disponible)|(?:página|perfil) no encontrad[oa]",
      "est(?:a página|e perfil) não (?:existe|está disponível)|(?:página|perfil) não encontrad[oa]",
      "quest(?:a pagina|o profilo) non esiste|(?:pagina|profilo) non trovat[oa]",
      "(?:deze pagina|dit profiel) bestaat niet|(?:pagina|profiel) niet gevonden",
    ].join("|")})$`,
  );

  /** The address at which this document came; null once the reader went on from there. @type {string | null} */
  let loaded = performance.getEntriesByType("navigation")[0]?.name ?? null;
  /** A tab of its own, from nowhere that it tells: as the desk opens them. */
  const fresh = history.length === 1 && !document.referrer;
  const length = history.length; // a tab forgets what is older than 50 pages, and its length no longer tells
  /** Where this page was last; the page may have gone on from where it was loaded before this script ran. */
  let path = (loaded && URL.canParse(loaded) ? new URL(loaded) : location).pathname;
  let traversed = false;
  /** The name that stood here under another address: until it changes, it is the page before. */
  let stale = "";
  let before = "";
  /** @type {Set<string>} */
  const told = new Set();

  const alive = () => Boolean(chrome.runtime?.id);

  /** @param {string | null | undefined} text */
  const line = (text) => (text ?? "").replace(/\s+/g, " ").trim();

  const titleParts = () => document.title.replace(COUNT, "").split(PARTS).map(line);

  /** @returns {string} whom the page names: the heading that opens its title, else the first one, else the title */
  const nameOf = () => {
    const title = line(document.title.replace(COUNT, "")).toLowerCase();
    const headings = [...document.querySelectorAll("h1")].map((one) => line(one.textContent)).filter(Boolean);
    return headings.find((one) => title.startsWith(one.toLowerCase())) ?? headings[0] ?? titleParts()[0] ?? "";
  };

  /** As it was at the last look. */
  let named = nameOf();

  /** What visitors are shown says the same of profiles that are only private: it tells nothing. */
  const isMissing = () => {
    const key = document.querySelector("meta[name='pageKey']")?.getAttribute("content") ?? "";
    if (key.startsWith("public_profile")) return false;
    if (NOWHERE.test(location.pathname)) return true;
    const headings = [...document.querySelectorAll("h1, h2")].slice(0, 3).map((one) => line(one.textContent));
    const said = [...titleParts(), ...headings].map((one) => one.toLowerCase().replace(/\u2019/g, "'").replace(/[.!]+$/, ""));
    return said.some((one) => NOBODY.test(one));
  };

  /** A form to sign in, in the place of the page; walls with an address of their own are no profile to begin with. */
  const isWall = () => !document.querySelector("h1") && Boolean(document.querySelector("input[type=password]"));

  /** What the page says now; null where it says nothing. */
  const gathered = () => {
    if (isWall() || !(PROFILE.test(location.pathname) || NOWHERE.test(location.pathname))) return null;
    const [name, missing] = [nameOf(), loaded !== null && isMissing()];
    if (!missing && (!name || name === stale)) return null;
    const canonical = loaded === null ? "" : document.querySelector("link[rel='canonical']")?.getAttribute("href") ?? "";
    return { type: "seen", address: location.href, loaded, canonical, name, missing, fresh: fresh && loaded !== null };
  };

  /** The address has changed without a new document: the page itself put another in its place, or somebody went on. */
  const turned = () => {
    path = location.pathname;
    const byItself = !traversed && length < 50 && history.length === length && navigator.userActivation?.hasBeenActive === false;
    if (byItself) return;
    loaded = null;
    stale = named;
  };

  const look = () => {
    if (!alive()) return clearInterval(timer);
    if (location.pathname !== path) turned();
    named = nameOf();
    const found = gathered();
    const now = found ? JSON.stringify(found) : "";
    if (found && now === before && !told.has(now)) {
      told.add(now);
      chrome.runtime.sendMessage(found).catch(() => undefined); // the extension was updated meanwhile
    }
    before = now;
  };

  if (location.pathname !== path) turned();

  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  addEventListener("popstate", () => (traversed = true));
  chrome.runtime.sendMessage({ type: "start" }).then(
    (reply) => {
      if (reply?.watching) timer = setInterval(look, EVERY_MS);
    },
    () => undefined,
  );
}
