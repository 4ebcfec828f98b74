/** What is asked of a page from inside it; runs in the page after axe. */

const YELLOW = "rgb(255, 221, 0)"; // where the focus is
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

window.looking = {
  /** Every breach of these rules, one line each. */
  async faults(kind, values) {
    const { violations } = await axe.run(document, { runOnly: { type: kind, values }, resultTypes: ["violations"] });
    const why = (node) => node.failureSummary.split("\n").slice(1).join(" ").replace(/\s+/g, " ");
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}:${why(node)}`));
  },

  dress(name, value) {
    if (value === null) document.documentElement.removeAttribute(name);
    else document.documentElement.setAttribute(name, value);
  },

  /** The spacing that WCAG 1.4.12 lets a reader set. */
  space(isOn) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(isOn ? SPACING : "");
    document.adoptedStyleSheets = [sheet];
  },

  /** What sticks out of the window, where the page as a whole can be scrolled sideways. */
  wide() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll("body *")].filter(
      (one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".app-scroll"),
    );
    const told = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class")}: ${one.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}`;
    return out.length ? out.slice(0, 3).map(told) : [`the page, by ${document.documentElement.scrollWidth - width}`];
  },

  /** Where the focus is, and whether the place looks it; nothing when it is nowhere. */
  focused() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const label = one.labels?.[0];
    const name = one.getAttribute("aria-label") || label?.innerText || one.innerText || one.name || "";
    const kind = one.tagName === "INPUT" ? `input ${one.type}` : one.tagName.toLowerCase();
    const places = [one, label].filter(Boolean).flatMap((place) => [null, "::before"].map((part) => getComputedStyle(place, part)));
    return { words: `${kind}: ${name.trim().replace(/\s+/g, " ")}`, seen: places.some(isMarked) };
  },

  /** Begin at the top again. */
  leave() {
    document.activeElement?.blur();
    scrollTo(0, 0);
  },
};

function isMarked(style) {
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !isClear(style.outlineColor);
  return isOutlined || style.boxShadow !== "none" || style.backgroundColor === YELLOW;
}

function isClear(colour) {
  return colour === "transparent" || colour === "rgba(0, 0, 0, 0)";
}
