/** Ranking with all names on one page: for each a list of places to choose from, and nothing to drag. */

import { choose, isEmpty, leaveBlank } from "./answer.js";
import { BLANK, blankBox } from "./blank-box.js";
import { element } from "./draw.js";
import { named, statement } from "./option.js";
import { choiceNumber, closeGaps, missingRank, orderInWords, putFirst, tiedRank } from "./order.js";

/** @type {import("./question-page.js").Way} */
export const ranking = {
  other: "picking",

  hint: (frame) => frame.say("rank.hint"),

  fields({ frame, asked, answer }) {
    const items = asked.options.map((option, place) => drawn(frame, asked, option, place));
    const { box, node } = blankBox(frame, answer);
    const line = element("p", { class: "govuk-inset-text", id: "order", tabindex: "-1" });
    const show = () => {
      items.forEach(({ select }, place) => (select.value = String(answer.numbers[place])));
      box.checked = answer.blank;
      line.hidden = answer.numbers.every((rank) => rank === 0);
      line.textContent = frame.say("rank.order", { order: orderInWords(frame, asked, answer) });
    };
    const changed = ({ target }) => {
      if (target.id === BLANK) leaveBlank(answer, target.checked);
      else choose(answer, Number(target.name), Number(target.value));
      show();
    };
    show();
    const fields = element("div", { onchange: changed }, ...items.map(({ item }) => item), asked.blank && node);
    return { nodes: [fields], after: line, first: items[0].select.id };
  },

  wrongWith(frame, asked, answer) {
    if (answer.blank) return null;
    if (isEmpty(answer)) return { words: frame.say(asked.blank ? "rank.none" : "rank.noneatall") };
    return tied(frame, asked, answer) ?? gap(frame, asked, answer);
  },
};

function drawn(frame, asked, option, place) {
  const id = `answer-${place}`;
  const words = [frame.say("rank.nochoice"), ...asked.options.map((_, index) => choiceNumber(frame, index + 1))];
  const places = words.map((line, rank) => element("option", { value: String(rank) }, line));
  const field = { id, name: String(place), autocomplete: "off" };
  const select = element("select", { class: "govuk-select", ...field }, ...places);
  const label = element("label", { class: "govuk-label govuk-label--s", for: id }, ...named(frame, option));
  return { select, item: element("div", { class: "govuk-form-group" }, label, select, statement(frame, option)) };
}

/** Two options with one rank: one press says which of them comes first. */
function tied(frame, asked, { numbers }) {
  const rank = tiedRank(numbers);
  if (rank === undefined) return null;
  const places = [...numbers.keys()].filter((place) => numbers[place] === rank);
  const names = places.map((place) => frame.words(asked.options[place].name));
  const choice = choiceNumber(frame, rank);
  const fixes = places.map((place, index) => ({
    words: frame.say("rank.first", { choice, name: names[index] }),
    act: () => putFirst(numbers, place),
  }));
  return { words: frame.say("rank.twice", { choice, names: names.join(", ") }), field: `answer-${places[1]}`, fixes };
}

/** A rank left out: one press moves the later ones up. */
function gap(frame, asked, { numbers }) {
  const rank = missingRank(numbers);
  if (rank === undefined) return null;
  const closed = [...numbers];
  closeGaps(closed);
  const order = orderInWords(frame, asked, { numbers: closed });
  const next = numbers.findIndex((given) => given === Math.min(...numbers.filter((each) => each > rank)));
  const fixes = [{ words: frame.say("rank.close", { order }), act: () => closeGaps(numbers) }];
  return { words: frame.say("rank.gap", { choice: choiceNumber(frame, rank) }), field: `answer-${next}`, fixes };
}
