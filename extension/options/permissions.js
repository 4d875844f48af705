// @ts-check
/** What the browser lets us reach: each catalog's address, asked for alone and given back when none needs it; LinkedIn's pages. */

import { originPattern } from "../server-address.js";
import { element } from "./parts.js";

/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

/**
 * Has to be called straight from a click, with nothing awaited before: browsers ask the reader only then.
 * @param {string} address of a catalog's server
 * @returns {Promise<boolean>} whether the reader allows it
 */
export function askFor(address) {
  return chrome.permissions.request({ origins: [originPattern(address)] });
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export function isAllowed(address) {
  return chrome.permissions.contains({ origins: [originPattern(address)] });
}

/** Shows a button for the pages of LinkedIn where Firefox has not given them: it leaves that to the reader. */
export async function drawPages() {
  const firefox = chrome.runtime.getURL("").startsWith("moz-extension:"); // Chromium has asked at installation
  element("pages").hidden = !firefox || (await chrome.permissions.contains(pages()));
}

/** Listens to that button. */
export function wirePages() {
  element("pages-allow").addEventListener("click", () => void chrome.permissions.request(pages()));
}

function pages() {
  return { origins: chrome.runtime.getManifest().content_scripts?.flatMap(({ matches }) => matches ?? []) ?? [] };
}

/**
 * @param {string[]} addresses that are perhaps not needed any more
 * @param {readonly Subscription[]} catalogs those that stay
 */
export async function giveBack(addresses, catalogs) {
  const origins = noLongerNeeded(addresses, catalogs, chrome.runtime.getManifest().host_permissions ?? []);
  for (const origin of origins) await chrome.permissions.remove({ origins: [origin] });
}

/**
 * @param {string[]} addresses
 * @param {readonly Pick<Subscription, "address">[]} catalogs
 * @param {readonly string[]} always what the extension has from its installation; browsers do not take it back
 * @returns {string[]} the permissions to give back
 */
export function noLongerNeeded(addresses, catalogs, always) {
  const needed = new Set([...catalogs.map(({ address }) => originPattern(address)), ...always]);
  return [...new Set(addresses.map(originPattern))].filter((origin) => !needed.has(origin));
}
