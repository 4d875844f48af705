// @ts-check
/** The words of badge and card that are the same for everybody; pages get them from the background. Draws nothing. */

import { say } from "./words.js";

/** Message keys; content scripts know them by these names. */
const CARD_WORDS = /** @type {const} */ ([
  "recommended", "badgeWord", "close", "cardLabel", "openProfile", "markFollowed", "youFollow", "notInterested", "hiddenFromNow",
  "undo", "copyLink", "copied", "copyByHand", "reportProblem",
]);

/** @typedef {Record<typeof CARD_WORDS[number], string>} CardWords `cardLabel` holds a `$1` where the name goes */

/** @returns {CardWords} in the reader's language */
export function cardWords() {
  return /** @type {CardWords} */ (Object.fromEntries(CARD_WORDS.map((key) => [key, say(key, "$1")])));
}
