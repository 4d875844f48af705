// @ts-check
/** Starts and stops the overlay in this page or frame as the reader has chosen, and answers the popup. Wiring only. */

/**
 * What the popup is told of a page or frame.
 * @typedef {{ profiles: number, people: string[], layouts: string[], frame: string,
 *             counts: ProfileLinks["counts"] & { asked: number }, spent: { scan: number, paint: number } }} PageSummary
 */

{
  /** After an update or removal the old script lives on in the page, cut off; the identifier is gone then. */
  const alive = () => Boolean(chrome.runtime?.id);
  const answers = new Answers(alive);
  const links = new ProfileLinks(answers, () => watch.all());
  const watch = new PageWatch(links, alive);
  /** @type {Set<chrome.runtime.Port>} popups that are open */
  const popups = new Set();

  /** Tells this frame from the others; known to the popup alone. */
  const frame = crypto.randomUUID();

  /** @returns {PageSummary} */
  const summary = () => ({
    ...links.summary(),
    layouts: layoutsSeen(),
    counts: { ...links.counts, asked: answers.asked },
    spent: { scan: watch.scanMs, paint: links.paintMs },
    frame,
  });

  links.changed = () => {
    watch.skipOwn();
    for (const popup of popups) popup.postMessage(summary());
  };

  /** Asks what the reader has chosen. Nothing is looked at before, and nothing is drawn unless they want badges. */
  const begin = async () => {
    const started = await tell({ type: "start" });
    if (!started) return;
    links.drawing = started.mode === "badges";
    links.hideIn = started.hideIn;
    links.hideFollowed = started.hideFollowed;
    watch.stop();
    if (links.drawing || popups.size) watch.start();
  };

  chrome.runtime.onConnect.addListener((popup) => {
    if (popup.name !== "page") return;
    popups.add(popup);
    popup.onDisconnect.addListener(() => {
      popups.delete(popup);
      if (!links.drawing && !popups.size) watch.stop(); // it looks only while the popup is open
    });
    popup.onMessage.addListener(({ show, sample }) => {
      if (show) showOnPage(show);
      if (sample) popup.postMessage({ sample: samplePage(watch.all()), frame });
    });
    watch.start();
    popup.postMessage(summary());
  });

  chrome.runtime.onMessage.addListener((told) => {
    if (told.type === "changed") void begin();
  });

  /** @param {string} who the first badge of theirs, or else their first link, comes into view with the focus on it */
  const showOnPage = (who) => {
    const badge = [...links.badges].find((one) => one.expert.who === who && one.host.isConnected);
    const place = badge?.host ?? watch.all().find((link) => links.marks.get(link)?.person.who === who);
    place?.scrollIntoView({ block: "center" });
    const focused = badge?.button ?? place;
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };

  const followTheme = () => {
    for (const badge of links.badges) badge.host.dataset.theme = themeAt(badge.link);
  };
  const theme = new MutationObserver(followTheme);
  for (const element of [document.documentElement, document.body]) {
    if (element) theme.observe(element, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followTheme);

  void begin();
}
