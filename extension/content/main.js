// @ts-check
/** Starts and stops the overlay in this page or frame as the reader has chosen, and lets the popup in. Wiring only. */

{
  /** After an update or removal the old script lives on in the page, cut off; the identifier is gone then. */
  const alive = () => Boolean(chrome.runtime?.id);
  const watch = new PageWatch(alive);
  const talk = new Talk(watch);

  watch.links.changed = () => {
    watch.painting.paint();
    talk.tellSoon();
  };

  /** Asks what the reader has chosen. Nothing is looked at before, and nothing is drawn unless they want badges. */
  const begin = async () => {
    const started = await tell({ type: "start" });
    if (!started) return;
    if (started.mode !== "badges" && started.mode !== "popup") talk.close();
    if (started.mode !== "badges") return watch.stop();
    const { hideIn, hideFollowed, style, words } = started;
    Object.assign(watch.painting, { hideIn, hideFollowed });
    const dress = JSON.stringify([style, words]);
    if (dress !== JSON.stringify([worn.style, worn.words])) watch.painting.clear();
    Object.assign(worn, { style, words });
    if (watch.roots.size) watch.askAnew();
    else watch.start();
  };

  chrome.runtime.onConnect.addListener((popup) => {
    if (popup.name === "page") talk.open(popup);
  });

  chrome.runtime.onMessage.addListener((told) => {
    if (told.type === "changed") void begin();
  });

  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) void begin(); // the page slept while the reader was elsewhere, and has not heard what changed
  });

  const followTheme = () => {
    for (const badge of watch.painting.badges) followPage(badge);
  };
  const theme = new MutationObserver(followTheme);
  for (const element of [document.documentElement, document.body]) {
    if (element) theme.observe(element, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followTheme);
  addEventListener("transitionend", ({ target, propertyName }) => {
    if (!(target instanceof Node) || !/^(?:background-)?color$/.test(propertyName)) return;
    for (const badge of watch.painting.badges) if (target.contains(badge.host)) followPage(badge);
  }, true);

  void begin();
}
