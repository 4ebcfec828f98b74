/** What a member gets with a code: in their language and format, and with nothing in it that reaches the server. */

import { button, element, paragraph } from "../../booth/pages/draw.js";
import { qr } from "../../booth/pages/qr.js";
import { languageOf, say, shown } from "../../booth/pages/words.js";

const STEPS = ["letter.go", "letter.open", "letter.give", "letter.choose"];

/** The variant of words for a member. */
function variantOf({ language, formats }) {
  return formats.includes("easy") ? `${language}-easy` : language;
}

/** What a letter, a file and a mail say alike. */
function saying(room, person) {
  const variant = variantOf(person);
  const { facts } = room;
  const told = { site: location.host, name: person.name, other: person.lent_by, phone: facts.contact.phone };
  const about = { title: shown(facts.title, variant).text, house: shown(facts.organisation, variant).text };
  return { variant, about, words: (key) => say(variant, key, told) };
}

/**
 * A page of paper for each of these people, shown before it is printed.
 * @param {import("./room.js").Room} room
 * @param {import("./handing-page.js").Recipient[]} people
 * @param {() => void} back
 */
export function showLetters(room, people, back) {
  room.go(() =>
    room.frame.show({
      key: "letters",
      title: room.say("letters.title", { count: people.length }),
      back,
      body: [
        paragraph(room.say("letters.words"), { class: "govuk-body app-only-screen" }),
        button(room.say("letters.print"), () => window.print()),
        element("div", {}, ...people.map((person) => letter(room, person))),
      ],
    }),
  );
}

function letter(room, person) {
  const { variant, about, words } = saying(room, person);
  const address = [person.name, ...(person.address ?? "").split(/\n|, */)].filter(Boolean);
  const class_ = `app-letter${person.formats.includes("large-print") ? " app-letter--large" : ""}`;
  return element(
    "section",
    { class: class_, lang: languageOf(variant), "aria-label": person.name },
    element("p", {}, about.house),
    element("address", {}, ...address.map((line) => element("div", {}, line))),
    element("h2", { class: "govuk-heading-m" }, words("letter.title")),
    element("p", {}, about.title),
    person.lent_by && element("p", {}, words("letter.for")),
    element("div", { class: "app-letter__code" }, element("p", {}, person.code), qr(person.code, words("letter.qr"))),
    element("ol", {}, ...STEPS.map((key) => element("li", {}, words(key)))),
    element("p", {}, words("letter.secret")),
    element("p", {}, words(room.facts.contact.phone ? "letter.phone" : "letter.ask")),
  );
}

/** The same as a text. It does not name the member: whoever finds the file learns a code and not whose. */
export function fileOf(room, person) {
  const { about, words } = saying(room, person);
  const steps = STEPS.map((key, place) => `${place + 1}. ${words(key)}`);
  const help = words(room.facts.contact.phone ? "letter.phone" : "letter.ask");
  const top = [about.house, words("letter.title"), about.title, ""];
  const lines = [...top, person.code, "", ...steps, "", words("letter.secret"), help];
  return `${lines.join("\n")}\n`;
}

/** An address that opens a draft in the keeper's own mail program; nothing of it is sent to our server. */
export function mailOf(room, person) {
  const { about, words } = saying(room, person);
  const subject = encodeURIComponent(`${words("letter.title")}: ${about.title}`);
  const body = encodeURIComponent(fileOf(room, person));
  return `mailto:${encodeURIComponent(person.email)}?subject=${subject}&body=${body}`;
}
