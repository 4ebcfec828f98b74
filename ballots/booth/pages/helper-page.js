/** What the person beside the voter is asked to do, in words meant for them. */

import { button, element, heading, list, paragraph } from "./draw.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

export function showHelperPage(frame, { back, next }) {
  const rules = ["read", "point", "choose", "away", "sign"].map((rule) => frame.say(`helper.${rule}`));
  const title = frame.say("helper.title");
  frame.show({
    key: "helper",
    title,
    back,
    top: isEasy(frame.variant) ? element("div", { class: "app-easy" }, picture("person"), heading(title)) : undefined,
    body: [
      paragraph(frame.say("helper.words")),
      list(rules),
      paragraph(frame.say("helper.kept")),
      button(frame.say("helper.next"), next),
    ],
  });
}
