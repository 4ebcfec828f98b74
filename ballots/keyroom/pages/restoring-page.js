/** The key again, from its 24 words: afterwards it is locked into a new file. */

import { paragraph } from "../../booth/pages/draw.js";
import { derived } from "../keys.js";
import { seedOf, slipIn } from "../recovery.js";
import { form, textField } from "./fields.js";
import { keepKey } from "./making-page.js";
import { isWanted } from "./opening-key-page.js";

/** @param {import("./room.js").Room} room @param {() => void} [then] */
export function showRestoring(room, then = () => room.home(), typed = "", wrong = undefined) {
  room.go(() => {
    const field = { id: "words", label: room.say("restore.label"), hint: room.say("restore.hint"), wrong };
    const [group, input] = textField(room, { ...field, attributes: { class: "govuk-textarea", rows: 6, type: false } });
    input.value = typed;
    const submit = async () => {
      const problem = await restore(room, input.value, then);
      if (problem) showRestoring(room, then, input.value, problem);
    };
    room.frame.show({
      key: `restore-${wrong ?? ""}`,
      title: room.say("restore.title"),
      back: () => room.home(),
      problems: wrong && [["words", wrong]],
      body: [paragraph(room.say("restore.words")), form(room.say("restore.open"), submit, group)],
    });
  });
}

/** What is wrong, or nothing. */
async function restore(room, typed, then) {
  const { facts } = room;
  const slip = slipIn(typed);
  if (slip) return room.say(`restore.${slip.code === "word-unknown" && !slip.near ? "word-strange" : slip.code}`, slip);
  const seed = seedOf(typed);
  const holder = await derived(facts.group, seed, seatOf(facts));
  if (!isWanted(facts, holder)) return room.say("restore.other");
  keepKey(room, { seed, holder, name: "" }, then);
  return undefined;
}

/** The place that a key made for this vote has, or null where all key-holders are needed. */
export function seatOf({ size, needed, owner, seat_offered: offered }) {
  return needed === size ? null : { threshold: needed, size, index: owner ?? offered };
}
