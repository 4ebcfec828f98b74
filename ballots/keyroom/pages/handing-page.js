/** Handing out the codes: a letter, a file or a mail for each member, all made on this device. */

import { button, element, linkButton, paragraph, status, subheading, warning } from "../../booth/pages/draw.js";
import { isTrouble } from "../../booth/pages/talk.js";
import { showBusy } from "./busy-page.js";
import { withBook } from "./codes-page.js";
import { save, textField } from "./fields.js";
import { fileOf, mailOf, showLetters } from "./letters.js";
import { whyNot } from "./stop.js";

const SHOWN = 50; // people at once

/**
 * Whoever gets a code, with the code.
 * @typedef {object} Recipient
 * @property {number} line of the roll
 * @property {string} name
 * @property {string | null} email
 * @property {string} address
 * @property {string} language
 * @property {string[]} formats
 * @property {string | null} lent_by whose right it is, where that is somebody else
 * @property {string} code
 */

/** @param {import("./room.js").Room} room */
export function showHanding(room) {
  withBook(room, async () => {
    showBusy(room, "busy.people");
    try {
      const people = await room.server.recipients();
      if (people.length !== room.book.codes.length) return stop(room, "hand.differ");
      return showPeople(room, byName(people.map((person, place) => ({ ...person, code: room.book.codes[place] }))));
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return stop(room, whyNot(error));
    }
  });
}

/** The order of the roll tells nobody where to look. */
function byName(people) {
  return people.sort((one, other) => one.name.localeCompare(other.name, "cy"));
}

function stop(room, words) {
  room.go(() => {
    const body = [paragraph(room.say(words)), button(room.say("unsent.desk"), () => room.refresh())];
    room.frame.show({ key: words, title: room.say("hand.title"), body });
  });
}

/** @param {import("./room.js").Room} room @param {Recipient[]} people */
function showPeople(room, people) {
  const back = () => showPeople(room, people);
  const post = people.filter(({ email }) => !email);
  room.go(() => {
    const line = status();
    const rows = element("ul", { class: "govuk-list app-people" });
    const [search, name] = textField(room, { id: "person", label: room.say("hand.find") });
    const list = () => rows.replaceChildren(...matching(people, name.value).map((one) => row(room, one, line, back)));
    name.addEventListener("input", list);
    list();
    room.frame.show({
      key: "hand",
      title: room.say("hand.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("hand.words", { count: people.length })),
        warning(room.say("hand.note"), room.say("frame.warning")),
        element(
          "div",
          { class: "app-actions" },
          button(room.say("hand.all", { count: people.length }), () => showLetters(room, people, back)),
          post.length > 0 &&
            post.length < people.length &&
            button(room.say("hand.post", { count: post.length }), () => showLetters(room, post, back), "secondary"),
        ),
        subheading(room.say("hand.one")),
        search,
        people.length > SHOWN && paragraph(room.say("hand.some", { count: SHOWN })),
        line,
        rows,
      ].filter(Boolean),
    });
  });
}

function matching(people, typed) {
  const wanted = plain(typed);
  return people.filter(({ name }) => plain(name).includes(wanted)).slice(0, SHOWN);
}

/** Without accents and capitals: nobody types ŵ to find a name. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase().trim();
}

function row(room, person, line, back) {
  const { name, email, line: number } = person;
  const hidden = (words) => [room.say(words), element("span", { class: "govuk-visually-hidden" }, ` ${name}`)];
  const keep = () => {
    save(`${room.facts.uuid}-${number}.txt`, new TextEncoder().encode(fileOf(room, person)), "text/plain");
    line.textContent = room.say("hand.saved", { name });
  };
  const write = () => element("a", { href: mailOf(room, person) }).click();
  return element(
    "li",
    {},
    element("strong", {}, named(room, person)),
    element(
      "div",
      { class: "app-actions" },
      linkButton(...first(hidden("hand.letter"), () => showLetters(room, [person], back))),
      linkButton(...first(hidden("hand.file"), keep)),
      email && linkButton(...first(hidden("hand.mail"), write)),
    ),
  );
}

const first = ([words, ...more], press) => [words, press, ...more];

/** The member, and whom they vote for. */
export function named(room, { name, lent_by: other }) {
  return other ? room.say("hand.for", { name, other }) : name;
}
