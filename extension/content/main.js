// @ts-check
/** Starts the overlay in this page or frame, answers the popup, and stops when the extension goes. Wiring only. */

/** @typedef {{ profiles: number, experts: string[], counts: ProfileLinks["counts"] }} PageSummary what the popup is told */

{
  /** After an update or removal the old script lives on in the page, cut off; the identifier is gone then. */
  const alive = () => Boolean(chrome.runtime?.id);
  const links = new ProfileLinks(alive);
  const watch = new PageWatch(links, alive);
  /** @type {Set<chrome.runtime.Port>} popups that are open */
  const listeners = new Set();

  /** Tells this frame from the others; known to the popup alone. */
  const frame = crypto.randomUUID();
  const summary = () => ({ ...links.summary(watch.all()), counts: links.counts, frame });

  links.changed = () => {
    watch.skipOwn();
    for (const port of listeners) port.postMessage(summary());
  };

  chrome.runtime.onConnect.addListener((port) => {
    if (port.name !== "page") return;
    listeners.add(port);
    port.onDisconnect.addListener(() => listeners.delete(port));
    port.onMessage.addListener(({ show }) => showOnPage(show));
    port.postMessage(summary());
  });

  chrome.runtime.onMessage.addListener((told) => {
    if (told.type === "changed") void links.askAnew(watch.all());
  });

  /** @param {string} id of an expert: the first badge comes into view, with the focus on it */
  const showOnPage = (id) => {
    const badge = [...links.badges].find((one) => one.expert.who === id && one.host.isConnected);
    badge?.host.scrollIntoView({ block: "center" });
    badge?.button.focus({ preventScroll: true });
  };

  const followTheme = () => {
    for (const badge of links.badges) badge.host.dataset.theme = themeAt(badge.link);
  };
  const theme = new MutationObserver(followTheme);
  for (const element of [document.documentElement, document.body]) {
    if (element) theme.observe(element, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followTheme);

  watch.start();
}
