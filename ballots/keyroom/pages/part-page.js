/** A part in the count, from the beginning: what will happen, the record of the vote, and how long it will take. */

import { Invalid } from "../../booth/errors.js";
import { button, inset, list, paragraph } from "../../booth/pages/draw.js";
import { isTrouble } from "../../booth/pages/talk.js";
import { readCheckpoint } from "../checkpoint.js";
import { effortOf } from "../effort.js";
import { showBusy } from "./busy-page.js";
import { showChecking } from "./checking-page.js";
import { showFalse } from "./false-page.js";
import { showOpeningKey } from "./opening-key-page.js";
import { whyNot } from "./stop.js";

const SHORT = 15; // seconds that need no announcement

/** @typedef {"shuffle" | "open-sum"} Part */

/** @param {import("./room.js").Room} room */
export const showShuffling = (room) => showPart(room, "shuffle");

/** @param {import("./room.js").Room} room */
export const showOpening = (room) => showPart(room, "open-sum");

function showPart(room, part, trouble = "") {
  const mixes = part === "shuffle";
  const begin = () => showOpeningKey(room, () => fetchRecord(room, part));
  room.go(() =>
    room.frame.show({
      key: `part-${part}-${trouble}`,
      title: room.say(mixes ? "part.mix" : "part.open"),
      back: () => room.home(),
      body: [
        trouble && inset(paragraph(room.say(trouble))),
        paragraph(room.say(mixes ? "part.mixwords" : "part.openwords")),
        paragraph(room.say("part.what")),
        list(["part.fetch", "part.check", mixes ? "part.mixdo" : "part.opendo"].map((key) => room.say(key)), "number"),
        button(room.say("part.begin"), begin),
      ].filter(Boolean),
    }),
  );
}

/** The checkpoint comes first: the record that comes after it has to hold everything that it covers. */
async function fetchRecord(room, part) {
  showBusy(room, "busy.record");
  try {
    const signed = await room.server.checkpoint();
    const checkpoints = signed ? [readCheckpoint(signed.note, signed.public_key)] : [];
    const archive = await room.server.archive();
    const effort = await effortOf(archive, { shuffles: part === "shuffle" });
    const start = () => showChecking(room, part, { archive, checkpoints });
    return effort.seconds < SHORT ? await start() : showReady(room, effort, start);
  } catch (error) {
    if (error instanceof Invalid) return room.go(() => showFalse(room, error.code, "false.record"));
    if (!isTrouble(error)) throw error;
    return showPart(room, part, whyNot(error));
  }
}

function showReady(room, { seconds, ballots }, start) {
  const minutes = Math.ceil(seconds / 60);
  const words = minutes === 1 ? "part.minute" : "part.minutes";
  room.go(() =>
    room.frame.show({
      key: "part-ready",
      title: room.say("part.ready"),
      back: () => room.home(),
      body: [
        paragraph(room.say(words, { count: ballots, minutes })),
        paragraph(room.say("part.stay")),
        button(room.say("part.start"), start),
      ],
    }),
  );
}
