// @ts-check
/** Talks to the page in the active tab, all of its frames. Sees nothing of the tab but what its script says. */

/** What Firefox leaves to the reader to grant. */
export const pagePermission = { origins: ["https://*.linkedin.com/*"] };

/** A frame that has not answered by then has gone. */
const ANSWER_MS = 500;

/**
 * @typedef {object} Page what can be asked of the page
 * @property {(who: string) => void} show brings somebody's badge into view
 * @property {() => Promise<void>} again looks anew; what frames said that have gone goes with them
 * @property {() => Promise<string>} sample the redacted structure of all frames that answer
 * @property {() => void} close looks no more
 */

/** What a frame says. @typedef {PageSummary & { sample?: string }} Told */

/**
 * @param {(summary: PageSummary | null) => void} heard called with what all frames say together, again when it changes;
 *   with null when nobody answers
 * @returns {Page}
 */
export function askPage(heard) {
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  let closed = false;
  /** @type {Map<string, PageSummary>} the latest word of each frame */
  const frames = new Map();
  /** @type {Set<(told: Told) => void>} who waits for frames to answer */
  const waiting = new Set();

  /** @param {Told} told */
  const listen = (told) => {
    for (const hear of waiting) hear(told);
    if (told.sample !== undefined) return;
    frames.set(told.frame, told);
    heard(together([...frames.values()]));
  };

  /** @param {chrome.tabs.Tab} tab */
  const connect = (tab) => {
    if (closed) return;
    port = chrome.tabs.connect(tab.id ?? -1, { name: "page" });
    port.onMessage.addListener(listen);
    port.onDisconnect.addListener(async () => {
      void chrome.runtime.lastError; // nobody there
      port = null;
      const first = frames.size === 0 && !tab.discarded;
      frames.clear();
      if (first && !closed && (await woken(tab))) connect({ ...tab, discarded: true });
      else if (!closed) heard(null);
    });
  };

  /**
   * No word comes of a frame that has gone; it is known by its silence.
   * @param {object} wish
   * @param {(told: Told) => boolean} isAnswer
   * @returns {Promise<Told[]>}
   */
  const ask = (wish, isAnswer) => new Promise((answered) => {
    const silent = new Set(frames.keys());
    /** @type {Told[]} */
    const answers = [];
    const end = () => {
      clearTimeout(late);
      waiting.delete(hear);
      const gone = [...silent].filter((frame) => frames.delete(frame));
      if (gone.length && frames.size) heard(together([...frames.values()]));
      answered(answers);
    };
    const hear = (/** @type {Told} */ told) => {
      if (!isAnswer(told)) return;
      answers.push(told);
      silent.delete(told.frame);
      if (!silent.size) end();
    };
    const late = setTimeout(end, ANSWER_MS);
    waiting.add(hear);
    port?.postMessage(wish);
  });

  chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => (tab ? connect({ ...tab, discarded: false }) : heard(null)));
  return {
    show: (who) => port?.postMessage({ show: who }),
    again: async () => void (await ask({ again: true }, ({ sample }) => sample === undefined)),
    sample: async () => {
      const answers = await ask({ sample: true }, ({ sample }) => sample !== undefined);
      return answers.map(({ sample }) => sample).filter(Boolean).join("\n\n");
    },
    close: () => {
      closed = true;
      port?.disconnect();
    },
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
    keys: [...new Set(summaries.flatMap(({ keys }) => keys))],
    people: [...new Set(summaries.flatMap(({ people }) => people))],
    layouts: [...new Set(summaries.flatMap(({ layouts }) => layouts))],
    now: { links: sum(({ now }) => now.links), matched: sum(({ now }) => now.matched), badged: sum(({ now }) => now.badged) },
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
