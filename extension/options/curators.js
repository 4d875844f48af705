// @ts-check
/** For curators: a place for each catalog that is on, where this browser is paired with its desk. Pairing itself is not here. */

import { readCatalogs } from "../catalog-storage.js";
import { drawPairing } from "./pairing.js";
import { element, make } from "./parts.js";

/** Draws how this browser stands with each desk; a code that is being typed stays. */
export async function drawCurators() {
  const catalogs = (await readCatalogs()).filter(({ on }) => on);
  const section = element("curators");
  const shown = new Set(catalogs.map(({ id }) => `curator-${id}`));
  for (const gone of [...section.children].filter(({ id }) => !shown.has(id))) gone.remove();
  for (const { id, name } of catalogs) {
    const box = document.getElementById(`curator-${id}`) ?? make("div", { id: `curator-${id}` }, make("h3", {}), make("div", {}));
    /** @type {Element} */ (box.firstElementChild).textContent = name;
    if (!box.isConnected) section.append(box);
  }
  element("curators-section").hidden = !catalogs.length;
  await Promise.all(catalogs.map((one) => drawPairing(/** @type {HTMLElement} */ (element(`curator-${one.id}`).lastElementChild), one)));
}

/** Draws them in another language. */
export async function redrawCurators() {
  element("curators").replaceChildren();
  await drawCurators();
}
