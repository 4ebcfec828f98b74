/** What was checked of the record, and the part itself: one press, and only on what was computed here (BAL-9). */

import { Invalid } from "../../booth/errors.js";
import { button, element, list, paragraph, warning } from "../../booth/pages/draw.js";
import { isShuffled } from "../answers.js";
import { decrypt, floorOf, mix, shortTally, SMALLEST } from "../part.js";
import { showBusy } from "./busy-page.js";
import { showFalse } from "./false-page.js";
import { showOpeningKey } from "./opening-key-page.js";
import { showSending } from "./sending-page.js";

const text = (bytes) => new TextDecoder().decode(bytes);

/**
 * @param {import("./room.js").Room} room
 * @param {import("./part-page.js").Part} part
 * @param {import("../verify.js").Verified} verified
 */
export function showChecked(room, part, verified) {
  if (verified.counted < floorOf(verified, room.facts)) return showTooFew(room, verified);
  const { election, credentials } = verified.setup;
  const act = () => showOpeningKey(room, () => (part === "shuffle" ? shuffle : open)(room, verified));
  return room.go(() =>
    room.frame.show({
      key: "part-checked",
      title: room.say("checked.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("checked.words", { name: election.name })),
        list(claims(room, verified)),
        credentials.size < SMALLEST && few(room, credentials.size),
        part === "open-sum" && paragraph(room.say("checked.compare")),
        part === "open-sum" && element("p", { class: "app-fingerprint" }, shortTally(verified)),
        button(room.say(part === "shuffle" ? "checked.mix" : "checked.open"), act),
      ].filter(Boolean),
    }),
  );
}

function few(room, count) {
  return warning(room.say("checked.few", { count }), room.say("frame.warning"));
}

function claims(room, { setup, cast, counted, shufflers }) {
  return [
    room.say("checked.roll", { count: setup.credentials.size }),
    room.say("checked.ballots", { cast, counted }),
    room.say("checked.proofs"),
    room.say("checked.sum"),
    mixed(room, setup.election, shufflers.length),
  ];
}

function mixed(room, election, count) {
  if (!election.questions.some(isShuffled)) return room.say("checked.unmixed");
  return count ? room.say("checked.mixed", { count }) : room.say("checked.first");
}

/** So few votes that their total would tell how single people voted: the key is not used (SMALL-1). */
function showTooFew(room, verified) {
  const floor = floorOf(verified, room.facts);
  room.go(() =>
    room.frame.show({
      key: "part-few",
      title: room.say("few.title"),
      body: [
        warning(room.say("few.words", { counted: verified.counted, floor }), room.say("frame.warning")),
        paragraph(room.say("few.then")),
        button(room.say("unsent.desk"), () => room.refresh()),
      ],
    }),
  );
}

function shuffle(room, verified) {
  return made(room, "busy.mixing", async (tell) => {
    const shuffled = await mix(verified, room.facts, tell);
    return () => room.server.bringShuffle(shuffled);
  });
}

function open(room, verified) {
  return made(room, "busy.decrypting", async (tell) => {
    const secret = await room.key.holder.exponent(room.facts.share);
    const { decryption, binding } = await decrypt(verified, room.facts, { secret, notes: localStorage }, tell);
    return () => room.server.bringDecryption({ decryption: text(decryption), binding: text(binding) });
  });
}

/** Makes a part, then sends it; nothing is sent of what does not hold. */
async function made(room, words, make) {
  const tell = showBusy(room, words);
  try {
    const send = await make((done, total) => tell(total ? done / total : 1));
    return await showSending(room, send);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const said = error.code === "second-tally" ? "false.second" : "false.record";
    return room.go(() => showFalse(room, error.code, said));
  }
}
