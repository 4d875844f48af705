// @ts-check
/** Tells which of the site's layouts a page is made of, for the popup's diagnosis. Reads attributes, never text. */

/** By the year in which each was new; several stand on one page, because the site changes part by part. */
const LAYOUTS = {
  2018: ".ember-view, [id^='ember']",
  2024: "a[href*='miniProfileUrn='], [data-view-name], [data-urn]",
  2026: "[componentkey], [data-sdui-screen], [data-lazy-mount-id], [data-testid='mainFeed']",
  "logged out": "a[href*='trk=public_profile'], meta[name='pageKey'][content^='public_profile']",
};

/** @returns {string[]} the layouts that this page or frame shows */
function layoutsSeen() {
  return Object.entries(LAYOUTS).flatMap(([layout, marks]) => (document.querySelector(marks) ? [layout] : []));
}
