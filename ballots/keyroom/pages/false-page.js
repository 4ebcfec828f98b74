/** Something that was handed over does not hold: nothing is sent, and the key-holder knows whom to tell. */

import { button, element, paragraph, warning } from "../../booth/pages/draw.js";

/**
 * @param {import("./room.js").Room} room
 * @param {string} code of the refusal
 * @param {string} [words] what does not hold
 */
export function showFalse(room, code, words = code === "commitment-other" ? "false.begun" : "false.words") {
  const { frame } = room;
  frame.show({
    key: `false-${code}`,
    title: room.say("false.title"),
    body: [
      warning(room.say(words), room.say("frame.warning")),
      paragraph(room.say("false.tell")),
      element("p", { class: "app-tracker app-tracker--long" }, code),
      paragraph(button(room.say("false.again"), () => room.refresh(), "secondary")),
    ],
  });
}
