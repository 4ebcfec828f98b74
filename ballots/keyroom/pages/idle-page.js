/** After a while without anybody: what was open is closed. */

import { button, paragraph } from "../../booth/pages/draw.js";

export function showIdle(room, back) {
  const body = [paragraph(room.say("idle.words")), button(room.say("idle.yes"), back)];
  room.frame.show({ key: "idle", title: room.say("idle.title"), body });
}
