// @ts-check
/** Talks to the page in the active tab, all of its frames. Sees nothing of the tab but what its script says. */

/** What Firefox leaves to the reader to grant. */
export const pagePermission = { origins: ["https://*.linkedin.com/*"] };

/** A page answers at once or not at all. @typedef {(summary: PageSummary | null) => void} Heard */

/**
 * @typedef {object} Page what can be asked of the page
 * @property {(who: string) => void} show brings somebody's badge into view
 * @property {() => Promise<string>} sample the redacted structure of all frames
 */

/**
 * @param {Heard} heard called with what all frames say together, again when it changes; with null when nobody answers
 * @returns {Page}
 */
export function askPage(heard) {
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /** @type {Map<string, PageSummary>} the latest word of each frame */
  const frames = new Map();
  /** @type {Map<string, string>} */
  const samples = new Map();
  let sampled = () => {};

  /** @param {PageSummary & { sample?: string }} told */
  const listen = (told) => {
    if (told.sample !== undefined) {
      samples.set(told.frame, told.sample);
      if (samples.size >= frames.size) sampled();
      return;
    }
    frames.set(told.frame, told);
    heard(together([...frames.values()]));
  };

  /** @param {chrome.tabs.Tab} tab */
  const connect = (tab) => {
    port = chrome.tabs.connect(tab.id ?? -1, { name: "page" });
    port.onMessage.addListener(listen);
    port.onDisconnect.addListener(async () => {
      void chrome.runtime.lastError; // nobody there
      port = null;
      const first = frames.size === 0 && !tab.discarded;
      frames.clear();
      if (first && (await woken(tab))) connect({ ...tab, discarded: true });
      else heard(null);
    });
  };

  chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => (tab ? connect({ ...tab, discarded: false }) : heard(null)));
  return {
    show: (who) => port?.postMessage({ show: who }),
    sample: () => new Promise((resolve) => {
      samples.clear();
      sampled = () => resolve([...samples.values()].filter(Boolean).join("\n\n"));
      port?.postMessage({ sample: true });
    }),
  };
}

/**
 * A page that was open before the extension came, or that the reader has not opened to it, has no script yet. Opening the
 * popup is the reader's word for this one tab.
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<boolean>} whether there is one now
 */
async function woken({ id, url }) {
  if (id === undefined || !url || !/^https:\/\/(?:[a-z0-9-]+\.)*linkedin\.com\//.test(url)) return false;
  const files = chrome.runtime.getManifest().content_scripts?.flatMap(({ js }) => js ?? []) ?? [];
  try {
    await chrome.scripting.executeScript({ target: { tabId: id, allFrames: true }, files });
    return true;
  } catch {
    return false; // the browser does not allow it here
  }
}

/**
 * @param {PageSummary[]} summaries
 * @returns {PageSummary}
 */
function together(summaries) {
  const sum = (/** @type {(summary: PageSummary) => number} */ part) => summaries.reduce((all, one) => all + part(one), 0);
  return {
    profiles: sum(({ profiles }) => profiles),
    people: [...new Set(summaries.flatMap(({ people }) => people))],
    layouts: [...new Set(summaries.flatMap(({ layouts }) => layouts))],
    counts: {
      visited: sum(({ counts }) => counts.visited),
      asked: sum(({ counts }) => counts.asked),
      matched: sum(({ counts }) => counts.matched),
      painted: sum(({ counts }) => counts.painted),
      ownNodes: sum(({ counts }) => counts.ownNodes),
    },
    spent: { scan: sum(({ spent }) => spent.scan), paint: sum(({ spent }) => spent.paint) },
    frame: "all",
  };
}
