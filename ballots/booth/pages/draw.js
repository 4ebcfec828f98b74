/** Elements. Every text reaches the page as text, so a question that holds markup shows its markup (BAL-13). */

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element with its attributes and children. `false`, `null` and `undefined` leave an attribute or a child out;
 * `on…` attributes listen.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | false | null | undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function drawing(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) {
    if (child !== false && child !== null && child !== undefined) made.append(child);
  }
  return made;
}

export function paragraph(words, attributes = {}) {
  return element("p", { class: "govuk-body", ...attributes }, words);
}

/** The one heading of a page; focus goes to it when the page comes up. */
export function heading(words, attributes = {}) {
  return element("h1", { class: "govuk-heading-l", tabindex: "-1", ...attributes }, words);
}

export function subheading(words) {
  return element("h2", { class: "govuk-heading-m" }, words);
}

export function button(words, press, kind = "") {
  const class_ = `govuk-button${kind && ` govuk-button--${kind}`}`;
  return element("button", { type: "button", class: class_, onclick: press }, words);
}

export function link(words, address, attributes = {}) {
  return element("a", { class: "govuk-link", href: address, ...attributes }, words);
}

/** An address outside the booth, in a tab of its own: what is on this page stays. */
export function linkAside(words, address) {
  return link(words, address, { target: "_blank", rel: "noopener noreferrer" });
}

/** Looks like a link, acts on this page. */
export function linkButton(words, press, ...more) {
  return element("button", { type: "button", class: "govuk-link app-link-button", onclick: press }, words, ...more);
}

export function list(items, kind = "bullet") {
  const lines = items.map((item) => element("li", {}, item));
  return element(kind === "number" ? "ol" : "ul", { class: `govuk-list govuk-list--${kind}` }, ...lines);
}

export function inset(...children) {
  return element("div", { class: "govuk-inset-text" }, ...children);
}

export function warning(words, hidden) {
  return element(
    "div",
    { class: "govuk-warning-text" },
    element("span", { class: "govuk-warning-text__icon", "aria-hidden": "true" }, "!"),
    element(
      "strong",
      { class: "govuk-warning-text__text" },
      element("span", { class: "govuk-visually-hidden" }, `${hidden} `),
      words,
    ),
  );
}

export function more(summary, ...children) {
  const words = element("span", { class: "govuk-details__summary-text" }, summary);
  return element(
    "details",
    { class: "govuk-details" },
    element("summary", { class: "govuk-details__summary" }, words),
    element("div", { class: "govuk-details__text" }, ...children),
  );
}

/** A line that is read out when its words change. */
export function status(attributes = {}) {
  return element("div", { role: "status", class: "govuk-body", ...attributes });
}

export function spoken(words) {
  return element("span", { class: "govuk-visually-hidden" }, words);
}

/**
 * What is wrong, on top of the page, each with a link to its field.
 * @param {string} title
 * @param {[string, string][]} problems the id of a field, and the words
 */
export function problems(title, problems) {
  const lines = problems.map(([field, words]) =>
    element(
      "li",
      {},
      link(words, `#${field}`, {
        onclick: (event) => {
          event.preventDefault(); // no address of the booth ever changes
          document.getElementById(field)?.focus();
        },
      }),
    ),
  );
  const whole = element("ul", { class: "govuk-list govuk-error-summary__list" }, ...lines);
  return element(
    "div",
    { class: "govuk-error-summary", tabindex: "-1" },
    element(
      "div",
      { role: "alert" },
      element("h2", { class: "govuk-error-summary__title" }, title),
      element("div", { class: "govuk-error-summary__body" }, whole),
    ),
  );
}

/** The problem of one field, said beside it. */
export function problem(id, hidden, words) {
  return element("p", { id, class: "govuk-error-message" }, spoken(`${hidden} `), words);
}
