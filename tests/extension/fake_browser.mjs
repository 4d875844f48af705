// As much of a browser as keeping catalogs needs: storage, locks, alarms, permissions, and a network that a test writes.

/**
 * @param {(url: string, options: RequestInit) => Promise<Response> | Response} answer what the network does
 */
export function fakeBrowser(answer) {
  const browser = {
    /** What storage holds. */
    kept: {},
    /** The keys of each stroke that was written, in order. */
    strokes: [],
    /** Called before each stroke with its keys; may throw, as a full disk does. */
    beforeStroke: (keys) => keys,
    /** The alarms that are set. */
    alarms: {},
    /** Address and If-None-Match of each request. */
    asked: [],
    allowed: true,
    answer,
  };
  globalThis.chrome = {
    storage: { local: storageOf(browser) },
    alarms: {
      create: async (name, plan) => void (browser.alarms[name] = plan),
      get: async (name) => browser.alarms[name],
      clear: async (name) => delete browser.alarms[name],
    },
    permissions: { contains: async () => browser.allowed },
    runtime: { getURL: (path) => `chrome-extension://x/${path}` },
  };
  Object.defineProperty(globalThis, "navigator", { value: { locks: locks() }, configurable: true });
  globalThis.fetch = async (url, options) => {
    browser.asked.push([url, options.headers["If-None-Match"] ?? null]);
    return browser.answer(url, options);
  };
  return browser;
}

/** Each stroke is written whole or not at all, as in real browsers; what is read is a copy. */
function storageOf(browser) {
  return {
    get: async (keys) => {
      const wanted = keys === null ? Object.keys(browser.kept) : [keys].flat();
      return structuredClone(Object.fromEntries(wanted.flatMap((key) => (key in browser.kept ? [[key, browser.kept[key]]] : []))));
    },
    set: async (values) => {
      browser.beforeStroke(Object.keys(values));
      browser.strokes.push(Object.keys(values));
      Object.assign(browser.kept, structuredClone(values));
    },
    remove: async (keys) => {
      for (const key of [keys].flat()) delete browser.kept[key];
    },
    clear: async () => void (browser.kept = {}),
  };
}

/** One after another, as the browser's own. */
function locks() {
  let last = Promise.resolve();
  return {
    request: (_, held) => {
      const mine = last.then(held);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
