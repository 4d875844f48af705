// @ts-check
/**
 * Reads the head of a copy: a catalog on a host that knows files only (docs/API.md). It names the state that lies there,
 * and the file for everything, and for what changed since each earlier state. Pure.
 */

/** @typedef {{ cursor: string, whole: string, changes: Map<string, string> }} Head */

const FILE = /^[a-z0-9][a-z0-9._-]{0,199}$/i;

/**
 * @param {{ cursor: string, etag: string | null }} held what was taken of a server
 * @returns {boolean} whether it may be such a host: the tag of a server that knows what changed is the state's own name
 */
export function mayBeCopy({ cursor, etag }) {
  return etag?.replace(/^W\//, "") !== `"${cursor}"`;
}

/**
 * @param {string} text
 * @returns {Head | null} null for whatever else a host answers where it has no such file
 */
export function readHead(text) {
  const { schema, cursor, whole, changes } = parsed(text);
  if (schema !== 1 || typeof cursor !== "string" || !isFile(whole)) return null;
  const named = Object.entries(Object(changes)).filter(([, file]) => isFile(file));
  return { cursor, whole: String(whole), changes: new Map(/** @type {[string, string][]} */ (named)) };
}

/**
 * @param {Head} head
 * @param {string} cursor of the state that we hold
 * @returns {string | null} the file to take; null: nothing has changed
 */
export function fileFor(head, cursor) {
  return head.cursor === cursor ? null : (head.changes.get(cursor) ?? head.whole);
}

/**
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** @param {unknown} name of a file that lies beside the head, and nowhere else */
function isFile(name) {
  return typeof name === "string" && FILE.test(name);
}
