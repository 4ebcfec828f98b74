/** What stands round every page of booth and keyroom: the name, the four variants, the way out; and where focus goes. */

import { element, heading, link, linkAside, linkButton, problems } from "./draw.js";
import { isEasy, languageOf, NAMES, say, shown, VARIANTS } from "./words.js";

/**
 * A page: `title` is its one heading, `body` everything below, `back` goes one step back where that is possible.
 * `key` tells pages apart: the same page shown again keeps the focus where it was.
 * @typedef {object} Page
 * @property {string} key
 * @property {string} title
 * @property {Node[]} body
 * @property {() => void} [back]
 * @property {Node} [top] a heading other than a plain one
 * @property {[string, string][]} [problems]
 */

export class Frame {
  #root;
  #here;
  #key = "";

  /**
   * @param {HTMLElement} root
   * @param {string} variant
   * @param {{home: string, here: string}} addresses where one leaves to, and this page's own, both without variant
   */
  constructor(root, variant, { home, here }) {
    this.#root = root;
    this.variant = variant;
    this.home = home;
    this.#here = here;
    this.about = { organisation: {}, comfort: {}, contact: {} };
    this.onVariant = () => {};
    document.body.classList.add("js-enabled", "govuk-frontend-supported");
  }

  say(key, facts) {
    return say(this.variant, key, facts);
  }

  /** A text that people wrote for this vote, marked where it is in another language than the page. */
  written(texts) {
    const found = shown(texts, this.variant);
    const foreign = languageOf(found.variant) !== languageOf(this.variant);
    return element("span", { lang: foreign && languageOf(found.variant) }, found.text);
  }

  words(texts) {
    return shown(texts, this.variant).text;
  }

  /** The address of another page of the house, in this variant. */
  address(path) {
    return `/${this.variant}${path}`;
  }

  /** @param {Page} page */
  show(page) {
    const kept = page.key === this.#key ? document.activeElement?.id : "";
    const isNew = page.key !== this.#key;
    this.#key = page.key;
    this.#dress(page);
    const top = page.top ?? heading(page.title);
    const summary = page.problems?.length ? problems(this.say("frame.problem"), page.problems) : null;
    const column = `govuk-grid-column-two-thirds${this.#easy ? " app-easy-page" : ""}`;
    const main = element(
      "main",
      { class: "govuk-main-wrapper", id: "main" },
      element(
        "div",
        { class: "govuk-grid-row" },
        element("div", { class: column }, summary, top, ...page.body),
      ),
    );
    this.#root.replaceChildren(this.#skip(), this.#header(), this.#middle(page, main), this.#foot());
    this.#focus(summary, isNew, kept);
  }

  get #easy() {
    return isEasy(this.variant);
  }

  #dress(page) {
    const html = document.documentElement;
    html.lang = languageOf(this.variant);
    html.toggleAttribute("data-easy", this.#easy);
    for (const [name, value] of [["data-theme", this.about.comfort.theme], ["data-text", this.about.comfort.text]]) {
      if (value) html.setAttribute(name, value);
    }
    const error = page.problems?.length ? `${this.say("frame.error")} ` : "";
    const name = this.#organisation;
    document.title = `${error}${page.title} – ${this.say("frame.name")}${name ? ` – ${name}` : ""}`;
  }

  get #organisation() {
    return this.about.organisation[languageOf(this.variant)] ?? "";
  }

  #skip() {
    const jump = (event) => {
      event.preventDefault();
      document.querySelector("h1")?.focus();
    };
    return link(this.say("frame.skip"), "#main", { class: "govuk-skip-link", onclick: jump });
  }

  #header() {
    const variants = VARIANTS.map((other) =>
      element(
        "li",
        {},
        link(NAMES[other], `/${other}${this.#here}`, {
          id: `variant-${other}`,
          hreflang: languageOf(other),
          lang: languageOf(other),
          "aria-current": other === this.variant && "true",
          onclick: (event) => this.#change(event, other),
        }),
      ),
    );
    const listed = element("ul", { class: "app-header__list" }, ...variants);
    return element(
      "header",
      { class: "app-header" },
      element(
        "div",
        { class: "govuk-width-container app-header__inside" },
        element("p", { class: "app-header__name" }, this.#organisation || "Cydlais"),
        element("nav", { "aria-label": this.say("frame.variants") }, listed),
        element("p", { class: "govuk-!-margin-0" }, this.#leave()),
      ),
    );
  }

  #leave() {
    return link(this.say("frame.leave"), this.address(this.home), { class: "govuk-link app-booth__leave" });
  }

  #change(event, variant) {
    event.preventDefault(); // the choices stay: all four texts are here already
    this.variant = variant;
    history.replaceState(history.state, "", `/${variant}${this.#here}`);
    this.onVariant();
    document.getElementById(`variant-${variant}`)?.focus();
  }

  #middle(page, main) {
    const back = page.back && element(
      "nav",
      { "aria-label": this.say("frame.back") },
      linkButton(this.say("frame.back"), page.back),
    );
    back?.firstChild.setAttribute("class", "govuk-back-link app-link-button");
    return element("div", { class: "govuk-width-container" }, back, main);
  }

  #foot() {
    const { phone } = this.about.contact;
    const words = phone ? this.say("frame.phone", { phone }) : this.say("frame.ask");
    return element(
      "footer",
      { class: "app-footer" },
      element(
        "div",
        { class: "govuk-width-container" },
        element("h2", { class: "govuk-visually-hidden" }, this.say("frame.help")),
        element("p", { class: "govuk-body" }, words),
        element("p", { class: "govuk-body" }, linkAside(this.say("frame.otherways"), this.address("/help"))),
      ),
    );
  }

  #focus(summary, isNew, kept) {
    if (summary) return summary.focus();
    if (isNew) {
      window.scrollTo(0, 0);
      return document.querySelector("h1").focus();
    }
    return kept && document.getElementById(kept)?.focus();
  }
}
