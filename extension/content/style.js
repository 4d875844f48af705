// @ts-check
/**
 * The style of badge and card inside their closed shadow roots. Draws nothing by itself.
 * Sizes are px, not rem: here the root element is the page's, and its font size is whatever the page likes.
 */

const ROOT_STYLE = `
:host { all: initial !important; display: inline !important; font: inherit !important; line-height: 0 !important; direction: inherit !important; }
.frame {
  display: contents; color-scheme: light;
  --paper: #ffffff; --sunk: #f2efe8; --ink: #211e1a; --muted: #5d574e; --rule: #e2ddd2; --border: #857d70;
  --accent: #73305c; --accent-strong: #5a2147; --accent-wash: #f6ebf2; --on-accent: #ffffff;
  --focus: #1f5fae; --good: #2a6544; --warn: #7d5200; --bad: #a02a1e;
  --shadow: 0 1px 2px rgb(33 30 26 / .08), 0 8px 24px rgb(33 30 26 / .12);
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "Noto Serif", "Liberation Serif", Georgia, serif;
}
.frame[data-theme="dark"] {
  --paper: #201e1b; --sunk: #2a2723; --ink: #ece7de; --muted: #b0a89b; --rule: #3a362f; --border: #8a8275;
  --accent: #e3a6cd; --accent-strong: #f0c4e0; --accent-wash: #3a2533; --on-accent: #2b0f22;
  --focus: #8fbdf5; --good: #8ccfa3; --warn: #e3b968; --bad: #f2a091;
  --shadow: 0 0 0 1px #3a362f, 0 8px 24px rgb(0 0 0 / .5);
  color-scheme: dark;
}
*, *::before, *::after { box-sizing: border-box; }
[data-says]::before { content: attr(data-says); }
svg { display: block; flex: none; }
.mark { width: 12px; height: 12px; fill: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

/* 16 px tall, no height of its own in the line (margins take it back), and a target of 24 px */
.badge {
  position: relative; display: inline-flex; align-items: center; gap: 4px; height: 16px; margin-block: -8px;
  margin-inline: 6px 2px; padding: 0 2px; border: 0; border-radius: 4px; background: none; color: var(--accent);
  font: 500 12px/16px var(--sans); letter-spacing: normal; text-transform: none; white-space: nowrap;
  font-variant-numeric: tabular-nums; vertical-align: middle; cursor: pointer; user-select: none;
  transition: background-color 120ms, color 120ms;
}
.badge::after { content: ""; position: absolute; inset: -4px; }
.badge .more { font-weight: 500; }
.badge.done { color: var(--muted); }
.badge.bare .more { display: none; }
.badge.tight { margin-inline: 2px -18px; }
/* The end of the last line alone is kept free of the name; --above is what the lines before it take. */
.badge.ahead {
  float: inline-end; margin-block: calc(var(--above) + (var(--line) - 16px) / 2) min(0px, (var(--line) - 16px) / 2);
  shape-outside: inset(calc(var(--above) + 1px) 0 0 0);
}
.badge:hover, .badge[aria-expanded="true"] { background: var(--accent-wash); color: var(--accent-strong); }
.badge:dir(rtl) .mark { transform: scaleX(-1); }

.card {
  position: fixed; inset: auto; width: 376px; max-width: calc(100vw - 32px); max-height: calc(100vh - 32px);
  overflow-y: auto; margin: 0; padding: 16px; border: 1px solid var(--rule); border-radius: 8px;
  background: var(--paper); color: var(--ink); box-shadow: var(--shadow); font: 400 13px/20px var(--sans);
  letter-spacing: normal; text-align: start; text-transform: none; white-space: normal; overflow-wrap: anywhere;
  cursor: auto; user-select: none;
}
.card:focus { outline: none; }
.card h2, .card p, .card ul { margin: 0; padding: 0; }
.card ul { list-style: none; }
.card a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
.card a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
.muted { color: var(--muted); }
.head { display: flex; gap: 12px; align-items: start; }
.head > div { flex: 1; min-width: 0; }
.head h2 { font: 600 20px/28px var(--serif); }
.close {
  flex: none; display: grid; place-items: center; width: 24px; height: 24px; padding: 0; border: 0; border-radius: 4px;
  background: none; color: var(--muted); cursor: pointer;
}
.close svg { width: 12px; height: 12px; fill: none; stroke: currentColor; stroke-width: 1.5; }
.close:hover { background: var(--sunk); color: var(--ink); }
.why { display: flex; gap: 8px; align-items: center; margin: 12px 0 8px !important; }
.why .mark { color: var(--accent); }
.why strong { font-weight: 600; }
.mention, .standing { padding: 8px 0 !important; box-shadow: inset 0 1px 0 var(--rule); }
.place { color: var(--muted); font-size: 12px; line-height: 16px; }
.reason { margin-top: 4px !important; font: italic 400 14px/20px var(--serif); }
.standing { display: flex; align-items: center; gap: 6px; }
.standing svg { width: 12px; height: 12px; fill: none; stroke: currentColor; stroke-width: 2; color: var(--muted); }
.standing.good svg { color: var(--good); }
.standing.moved svg, .standing.failing svg { color: var(--warn); }
.standing.gone svg { color: var(--bad); }
.acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
.acts[hidden], .badge[hidden] { display: none; }
.btn {
  display: inline-flex; align-items: center; gap: 6px; min-height: 32px; padding: 5px 12px; border: 1px solid var(--border);
  border-radius: 4px; background: var(--paper); color: var(--ink); font: 500 13px/20px var(--sans); text-align: start;
  cursor: pointer; transition: background-color 120ms;
}
.btn:hover { background: var(--sunk); }
.card a.primary {
  border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none;
}
.card a.primary:hover { background: var(--accent-strong); color: var(--on-accent); }
.btn.quiet { margin-inline-start: auto; padding-inline: 8px; border-color: transparent; background: none; color: var(--accent); }
.btn.quiet:hover { background: var(--accent-wash); }
.btn .mark { color: var(--muted); }
.said:empty { display: none; }
.said { margin-top: 8px !important; }
.address { display: block; width: 100%; margin-top: 4px; padding: 4px 8px; border: 1px solid var(--border); border-radius: 4px; background: var(--paper); color: var(--ink); font: 400 12px/16px var(--sans); user-select: text; }
.foot { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-top: 12px; font-size: 12px; line-height: 16px; }
.plain {
  position: relative; padding: 0; border: 0; background: none; color: var(--accent); font: inherit; cursor: pointer;
  text-decoration: underline 1px; text-underline-offset: 2px;
}
.plain::after { content: ""; position: absolute; inset: -4px; }
.plain:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
.from { margin-inline-start: auto; }
@media (prefers-reduced-motion: reduce) { .badge, .btn { transition: none; } }
@media (forced-colors: active) {
  .badge { color: ButtonText; }
  .badge.done { color: GrayText; }
  .close, .btn.quiet, .card { border: 1px solid ButtonText; }
}
`;

/** Shapes, each on a grid of 12. The mark's lines are holes, so it survives print and forced colours. */
const SHAPES = {
  mark: "M4.2 1H11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4.2a1 1 0 0 1-.8-.4L.3 6.5a.8.8 0 0 1 0-1l3.1-4.1a1 1 0 0 1 .8-.4ZM5 3v2h5V3H5Zm0 4v2h3V7H5Z",
  markOpen: "M4.2 1H11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4.2a1 1 0 0 1-.8-.4L.3 6.5a.8.8 0 0 1 0-1l3.1-4.1a1 1 0 0 1 .8-.4ZM4.5 2.2 1.6 6l2.9 3.8h6.3V2.2ZM5 4h4v1H5ZM5 7h3v1H5Z",
  close: "m2 2 8 8m0-8-8 8",
  ring: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z",
  disc: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z",
  half: "M6 2a4 4 0 0 1 0 8Z",
  arrow: "M1 6h9M6 2l4 4-4 4",
};

/** @type {CSSStyleSheet | null} */
let sharedSheet = null;

/**
 * One parsed sheet for all roots: a thousand badges share it, and no page's content policy can refuse it.
 * @param {ShadowRoot} root
 */
function dress(root) {
  if (!sharedSheet) {
    sharedSheet = new CSSStyleSheet();
    sharedSheet.replaceSync(ROOT_STYLE);
  }
  root.adoptedStyleSheets = [sharedSheet];
}

/** Ready-made shapes, to be copied: a page may show a thousand. @type {Map<string, SVGSVGElement>} */
const shapesDrawn = new Map();

/**
 * @param {(keyof typeof SHAPES)[]} shapes drawn on top of each other
 * @param {string} [className]
 * @returns {SVGSVGElement} without a name: the words beside it say what it means
 */
function drawShape(shapes, className = "") {
  const kind = [className, ...shapes].join(" ");
  const ready = shapesDrawn.get(kind) ?? drawNew(shapes, className);
  shapesDrawn.set(kind, ready);
  return /** @type {SVGSVGElement} */ (ready.cloneNode(true));
}

/**
 * @param {(keyof typeof SHAPES)[]} shapes
 * @param {string} className
 * @returns {SVGSVGElement}
 */
function drawNew(shapes, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  for (const shape of shapes) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", SHAPES[shape]);
    if (shape === "mark" || shape === "markOpen") path.setAttribute("fill-rule", "evenodd");
    if (shape === "disc" || shape === "half") path.setAttribute("style", "fill: currentColor; stroke: none");
    svg.append(path);
  }
  return svg;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
function build(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter(Boolean).map(drawn));
  return element;
}

/**
 * Words are written by the style, which no page can search, select or drag, as it can the text of closed roots. Assistive
 * technology hears them all the same.
 * @param {Node | string} child
 * @returns {Node}
 */
function drawn(child) {
  if (typeof child !== "string") return child;
  const words = document.createElement("span");
  words.dataset.says = child;
  return words;
}
