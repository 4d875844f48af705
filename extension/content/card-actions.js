// @ts-check
/** What can be done in the card: open, mark as followed, not interested, copy, report. Each says what it did. */

/**
 * @param {ExpertView} expert
 * @param {CardHolder} holder
 * @returns {HTMLElement[]} the rows at the card's foot
 */
function buildActions(expert, holder) {
  const said = build("p", "said");
  said.setAttribute("role", "status");
  const main = build("div", "acts");
  if (expert.profile) main.append(buildLink("btn primary", word("openProfile"), expert.profile));
  const hide = buildButton("btn quiet", word("notInterested"), () => void hidden());
  main.append(buildFollow(expert, holder), hide);
  const foot = build("div", "foot");
  if (expert.profile) foot.append(buildButton("plain", word("copyLink"), () => void copy(expert.profile ?? "", said)));
  if (expert.report) foot.append(buildReport(expert.report));
  foot.append(build("span", "from muted", expert.from));

  const hidden = async () => {
    holder.decided();
    await tell({ type: "mark", ids: expert.ids, as: "hidden" });
    main.hidden = true;
    const undo = buildButton("plain", word("undo"), () => void shown());
    said.replaceChildren(drawn(`${word("hiddenFromNow")} `), undo);
    undo.focus();
  };
  const shown = async () => {
    await tell({ type: "mark", ids: expert.ids, as: expert.followed ? "followed" : null });
    said.replaceChildren();
    main.hidden = false;
    hide.focus();
  };
  return [main, said, foot];
}

/**
 * @param {ExpertView} expert
 * @param {CardHolder} holder
 * @returns {HTMLElement} says what is so, and takes it back when pressed again
 */
function buildFollow(expert, holder) {
  let { followed } = expert;
  const button = buildButton("btn", "", () => void turn());
  const draw = () => {
    button.replaceChildren(...(followed ? [drawShape(["markOpen"], "mark")] : []), drawn(word(followed ? "youFollow" : "markFollowed")));
    button.setAttribute("aria-pressed", String(followed));
  };
  const turn = async () => {
    holder.decided();
    followed = !followed;
    await tell({ type: "mark", ids: expert.ids, as: followed ? "followed" : null });
    draw();
  };
  draw();
  return button;
}

/**
 * @param {string} address of the catalog's page about this person
 * @returns {HTMLElement}
 */
function buildReport(address) {
  const link = buildLink("plain", word("reportProblem"), address);
  link.setAttribute("target", "_blank");
  return link;
}

/**
 * @param {string} address
 * @param {HTMLElement} said
 */
async function copy(address, said) {
  try {
    await navigator.clipboard.writeText(address);
    said.replaceChildren(drawn(word("copied")));
  } catch {
    const field = build("input", "address");
    field.setAttribute("readonly", "");
    field.setAttribute("aria-label", word("copyByHand"));
    /** @type {HTMLInputElement} */ (field).value = address;
    said.replaceChildren(drawn(word("copyByHand")), field);
    /** @type {HTMLInputElement} */ (field).select(); // the page may not let anybody write to the clipboard
  }
}

/**
 * A page is told by which element it is left, and may stop it. So a plain click has the background lead on; one that opens
 * another tab or window is none of the page's business.
 * @param {MouseEvent} event
 * @param {HTMLElement} link
 */
async function follow(event, link) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.hasAttribute("target")) return;
  event.preventDefault();
  const address = link.getAttribute("href") ?? "";
  if (!(await tell({ type: "open", address }))) location.assign(address);
}
