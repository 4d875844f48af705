// @ts-check
/**
 * Looks at the page once, for the popup: how many profiles it links to, and whom of them we know. Works whether badges are
 * drawn or not. Draws nothing, watches nothing, remembers nothing.
 */

/**
 * `profiles`: how many the links lead to; `keys`: of these and of the page itself; `matched`: how many links lead to people
 * whom we know; `places`: a link to each of the people.
 * @typedef {{ profiles: number, keys: string[], people: string[], matched: number, places: Map<string, Element> }} Look
 */

/**
 * @param {Element[]} links every link of the page
 * @returns {Promise<Look>}
 */
async function lookOnce(links) {
  const byHref = hrefsOf(links);
  const path = ownPath();
  const [{ keys, who }, here] = await Promise.all([askedOnce([...byHref.keys()]), askedOnce(path ? [path] : [])]);
  /** @type {Look["places"]} */
  const places = new Map();
  const own = await ownPerson();
  if (own) places.set(own.who, own.element);
  for (const [href, link] of byHref) {
    const person = who.get(href);
    if (person && !(places.has(person) && visibleText(/** @type {Element} */ (places.get(person))))) places.set(person, link);
  }
  const matched = links.filter((link) => who.has(link.getAttribute("href") ?? "")).length;
  return { profiles: keys.size, keys: [...new Set([...keys, ...here.keys])], people: [...places.keys()], matched, places };
}

/**
 * @param {Iterable<Element>} links
 * @returns {Map<string, Element>} a link for each address, if possible one with text
 */
function hrefsOf(links) {
  const byHref = new Map();
  for (const link of links) {
    const href = link.getAttribute("href") ?? "";
    if (MAYBE_PROFILE.test(href) && !byHref.get(href)?.textContent.trim()) byHref.set(href, link);
  }
  return byHref;
}

/**
 * @param {string[]} hrefs
 * @returns {Promise<{ keys: Set<string>, who: Map<string, string> }>} the different profiles, and whose an address is
 */
async function askedOnce(hrefs) {
  /** @type {[string, import("../known.js").Answer][]} */
  const heard = [];
  for (let at = 0; at < hrefs.length; at += ASK_AT_ONCE) {
    const some = hrefs.slice(at, at + ASK_AT_ONCE);
    const reply = await tell({ type: "recognise", hrefs: some, base: document.baseURI });
    some.forEach((href, index) => heard.push([href, reply?.answers[index] ?? null]));
  }
  const twins = new Map(heard.flatMap(([, answer]) => (answer?.opaque ? [[answer.opaque, answer]] : [])));
  const keys = new Set(heard.flatMap(([, answer]) => (answer ? [twins.get(answer.key)?.key ?? answer.key] : [])));
  const who = new Map(heard.flatMap(([href, answer]) => {
    const person = answer && (answer.who ?? twins.get(answer.key)?.who);
    return person ? [[href, person]] : [];
  }));
  return { keys, who };
}

/** @returns {Promise<{ who: string, element: Element } | null>} whose page this is, if its heading says so too */
async function ownPerson() {
  const path = ownPath();
  const headings = path ? headingsOfPage() : [];
  if (!headings.length) return null;
  const reply = await tell({ type: "heading", href: location.origin + path, texts: headings.map(({ text }) => text) });
  const heading = headings[reply?.at ?? -1];
  return reply?.person && heading ? { who: reply.person.who, element: heading.element } : null;
}

/**
 * @param {Document | ShadowRoot} root
 * @returns {Element[]} every link in it and in the open roots within it
 */
function linksWithin(root) {
  const inner = [...allWithin(root, "*")].flatMap((element) => (element.shadowRoot ? linksWithin(element.shadowRoot) : []));
  return [...allWithin(root, LINKS), ...inner];
}
