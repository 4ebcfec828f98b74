/** Opening the key file: for a ceremony that goes on, and for every part that a key has in the count. */

import { b64Hash, utf8ToBytes } from "../../booth/encoding.js";
import { linkButton, paragraph } from "../../booth/pages/draw.js";
import { readKeyFile } from "../keyfile.js";
import { showBusy } from "./busy-page.js";
import { chosen, fileField, form, passwordField } from "./fields.js";
import { fingerprintOf } from "./fingerprints.js";
import { slipOf } from "./keeping-page.js";
import { showRestoring } from "./restoring-page.js";

/**
 * @param {import("./room.js").Room} room
 * @param {() => void} [then] with `room.key` opened; the desk, where nothing else is said
 */
export function showOpeningKey(room, then = () => room.home(), wrong = {}) {
  if (room.key) return then();
  return room.go(() => {
    const [where, input] = fileField(room, { id: "file", label: room.say("open.file"), wrong: wrong.file });
    const secret = { id: "password", label: room.say("prove.password"), wrong: wrong.password };
    const [typed, password] = passwordField(room, secret);
    const submit = async () => {
      const slips = await open(room, await chosen(input), password.value);
      return slips ? showOpeningKey(room, then, slips) : then();
    };
    room.frame.show({
      key: `open-${Object.keys(wrong)}`,
      title: room.say("open.title"),
      back: () => room.home(),
      problems: Object.entries(wrong),
      body: [
        paragraph(room.say("open.words")),
        form(room.say("prove.open"), submit, where, typed),
        paragraph(linkButton(room.say("restore.title"), () => showRestoring(room, then))),
      ],
    });
  });
}

/** Null when `room.key` is open, or what is wrong by field. */
async function open(room, file, password) {
  if (!file) return { file: room.say("open.nofile") };
  try {
    const { holder, name } = await readKeyFile(file).open(password, showBusy(room, "busy.opening"));
    if (isElsewhere(room.facts, holder)) return { file: room.say("open.place") };
    if (!isWanted(room.facts, holder)) return { file: room.say("open.other") };
    room.key = { holder, name };
    return null;
  } catch (error) {
    return slipOf(room, error);
  }
}

/** Is it the key that this vote has of me, or, while it has none, one that it could take? */
export function isWanted(facts, holder) {
  const { group, size, needed, owner, seat_offered: offered, keys, certificates } = facts;
  if (holder.group.name !== group) return false;
  const { seat } = holder;
  const short = fingerprintOf(holder.publicText);
  if (needed === size) return seat === null && [null, short].includes(keys[owner - 1] ?? null);
  const isPlaced = seat?.size === size && seat.threshold === needed && seat.index === (owner ?? offered);
  return isPlaced && [null, holder.fingerprint].includes(saidBy(certificates[owner - 1] ?? null));
}

/** A key for another place than the one that is free: somebody took that place meanwhile, or all began anew. */
function isElsewhere({ owner, seat_offered: offered, size, needed }, { seat }) {
  return owner === null && seat?.size === size && seat.threshold === needed && seat.index !== offered;
}

/** The hash of what a certificate says. */
function saidBy(certificate) {
  return certificate === null ? null : b64Hash(utf8ToBytes(String(JSON.parse(certificate).message)));
}

/** Has my key, or at least its certificate, come to the vote? */
export function isBrought({ owner, size, needed, keys, certificates }) {
  return owner !== null && Boolean((needed === size ? keys : certificates)[owner - 1]);
}
