// @ts-check
/** The first run in a tab of its own, after installation. Wiring only. */

import { fillWords, learnWords, say } from "../words.js";
import { wireFirstRun } from "./first-run.js";
import { element } from "./parts.js";

await learnWords();
fillWords(document);
document.title = `${say("firstRunTitle")} · ${say("extensionName")}`;
await wireFirstRun(() => {
  element("first-form").hidden = true;
  element("first-done").hidden = false;
  element("first-done").focus();
});
