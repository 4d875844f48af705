// @ts-check
/** Starting over: asks in place, says what goes, unpairs, forgets all, gives the permissions back. */

import { readCatalogs } from "../catalog-storage.js";
import { unpairFrom } from "../curator.js";
import { readMarks, reset } from "../storage.js";
import { say, sayMany } from "../words.js";
import { element, sure, tellSaved } from "./parts.js";
import { giveBack } from "./permissions.js";

/** Listens to the section's button. */
export function wireReset() {
  element("reset").addEventListener("click", () => void startOver());
}

async function startOver() {
  const [catalogs, marks] = await Promise.all([readCatalogs(), readMarks()]);
  const going = [sayMany("resetCatalogs", catalogs.length), sayMany("resetMarks", Object.keys(marks).length)];
  const words = { question: say("resetSure", ...going), yes: say("resetYes"), no: say("cancel") };
  if (!(await sure(element("reset-sure"), words))) return element("reset").focus();
  await Promise.allSettled(catalogs.map(unpairFrom)); // afterwards nobody knows the token, and the desk would go on
  await reset();
  await giveBack(catalogs.map(({ address }) => address), await readCatalogs());
  tellSaved(say("resetDone"));
  element("top").focus();
  await chrome.runtime.sendMessage({ type: "sync" });
}
