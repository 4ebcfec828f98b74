/** The record is checked on this device: how far that is, in words and as a bar. */

import { Invalid } from "../../booth/errors.js";
import { element, paragraph, status } from "../../booth/pages/draw.js";
import { requireTurn } from "../part.js";
import { verify } from "../verify.js";
import { showChecked } from "./checked-page.js";
import { showFalse } from "./false-page.js";

const SAID_EVERY = 5_000; // milliseconds: a screen reader reads out every change of the line

/**
 * @param {import("./room.js").Room} room
 * @param {import("./part-page.js").Part} part
 * @param {{archive: Uint8Array, checkpoints: import("../checkpoint.js").Checkpoint[]}} record
 */
export async function showChecking(room, part, { archive, checkpoints }) {
  const onProgress = showProgress(room);
  try {
    const verified = await verify(archive, { checkpoints, onProgress });
    requireTurn(verified, room.facts, part);
    return showChecked(room, part, verified);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return room.go(() => showFalse(room, error.code, "false.record"));
  }
}

function showProgress(room) {
  const line = status();
  const bar = element("progress", { class: "app-progress" });
  let last = { what: "", said: 0 };
  room.go(() => {
    bar.setAttribute("aria-label", room.say("part.checking"));
    const body = [paragraph(room.say("part.stay")), line, bar];
    room.frame.show({ key: "part-checking", title: room.say("part.checking"), body });
  });
  return (what, done, total) => {
    if (!total) return;
    bar.max = total;
    bar.value = done;
    const now = performance.now();
    if (what === last.what && now - last.said < SAID_EVERY) return;
    last = { what, said: now };
    line.textContent = room.say(`part.${what}`, { done, total });
  };
}
