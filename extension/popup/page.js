// @ts-check
/** Talks to the page in the active tab, all of its frames. Reads nothing of the tab itself, so needs no permission for it. */

/** What Firefox leaves to the reader to grant. */
export const pagePermission = { origins: ["https://*.linkedin.com/*"] };

/**
 * @param {(summary: PageSummary | null) => void} heard called with what all frames say together, again when it changes;
 *   with null when nobody answers
 * @returns {(id: string) => void} asks the page to show an expert's badge
 */
export function askPage(heard) {
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /** @type {Map<string, PageSummary>} the latest word of each frame */
  const frames = new Map();
  chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
    if (tab?.id === undefined) return;
    port = chrome.tabs.connect(tab.id, { name: "page" });
    port.onMessage.addListener((/** @type {PageSummary & { frame: string }} */ summary) => {
      frames.set(summary.frame, summary);
      heard(together([...frames.values()]));
    });
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError; // nobody there: not a page of LinkedIn
      port = null;
      heard(null);
    });
  });
  return (id) => port?.postMessage({ show: id });
}

/**
 * @param {PageSummary[]} summaries
 * @returns {PageSummary}
 */
function together(summaries) {
  const counts = { visited: 0, asked: 0, painted: 0, ownNodes: 0 };
  for (const summary of summaries) {
    for (const name of /** @type {(keyof typeof counts)[]} */ (Object.keys(counts))) counts[name] += summary.counts[name];
  }
  return {
    profiles: summaries.reduce((sum, summary) => sum + summary.profiles, 0),
    experts: [...new Set(summaries.flatMap((summary) => summary.experts))],
    counts,
  };
}
