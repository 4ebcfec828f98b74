/**
 * A password, the file, and the proof that it can be opened: the same three pages for a key and for a book of codes.
 * A backup that was never opened is none, so nothing is sent before.
 */

import { inset, linkButton, paragraph, status } from "../../booth/pages/draw.js";
import { Invalid } from "../../booth/errors.js";
import { isShort, SHORTEST_PASSWORD } from "../locked.js";
import { showBusy } from "./busy-page.js";
import { chosen, fileField, form, passwordField, save } from "./fields.js";

/**
 * @typedef {object} Keeping
 * @property {string} what "key" or "codes": which words are said
 * @property {string} name of the file
 * @property {(password: string, tell: (share: number) => void) => Promise<Uint8Array>} lock
 * @property {(file: Uint8Array, password: string, tell: (share: number) => void) => Promise<boolean>} isSame does the
 *   file open, and to this very secret?
 * @property {() => void} done
 */

/** @param {import("./room.js").Room} room @param {Keeping} keeping */
export function showKeeping(room, keeping) {
  room.wouldLose = true;
  askPassword(room, keeping, {});
}

function askPassword(room, keeping, wrong) {
  room.go(() => {
    const hint = room.say("lock.hint", { count: SHORTEST_PASSWORD });
    const typed = { id: "password", label: room.say("lock.label"), hint, wrong: wrong.password };
    const [first, password] = passwordField(room, typed);
    const [second, again] = passwordField(room, { id: "again", label: room.say("lock.again"), wrong: wrong.again });
    const submit = () => {
      const slips = slipsOf(room, password.value, again.value);
      if (Object.keys(slips).length) return askPassword(room, keeping, slips);
      return lockAndSave(room, keeping, password.value);
    };
    room.frame.show({
      key: `password-${Object.keys(wrong)}`,
      title: room.say("lock.title"),
      problems: Object.entries(wrong),
      body: [paragraph(room.say(`lock.${keeping.what}`)), form(room.say("lock.save"), submit, first, second)],
    });
  });
}

function slipsOf(room, password, again) {
  if (isShort(password)) return { password: room.say("lock.short", { count: SHORTEST_PASSWORD }) };
  return password === again ? {} : { again: room.say("lock.differs") };
}

async function lockAndSave(room, keeping, password) {
  const file = await keeping.lock(password, showBusy(room, "busy.locking"));
  save(keeping.name, file);
  return showProof(room, keeping, file, {});
}

/** The saved file is opened again, with the password typed once more. */
function showProof(room, keeping, file, wrong) {
  room.go(() => {
    const [where, input] = fileField(room, { id: "file", label: room.say("prove.file", keeping), wrong: wrong.file });
    const secret = { id: "password", label: room.say("prove.password"), wrong: wrong.password };
    const [typed, password] = passwordField(room, secret);
    const submit = async () => {
      const slips = await slipsOfProof(room, keeping, await chosen(input), password.value);
      return slips ? showProof(room, keeping, file, slips) : keeping.done();
    };
    const line = status();
    const again = () => {
      save(keeping.name, file);
      line.textContent = room.say("prove.saved", keeping);
    };
    room.frame.show({
      key: `prove-${Object.keys(wrong)}`,
      title: room.say("prove.title"),
      problems: Object.entries(wrong),
      body: [
        inset(room.say("prove.saved", keeping)),
        paragraph(room.say(`prove.${keeping.what}`)),
        form(room.say("prove.open"), submit, where, typed),
        paragraph(linkButton(room.say("prove.again"), again)),
        line,
      ],
    });
  });
}

async function slipsOfProof(room, keeping, file, password) {
  if (!file) return { file: room.say("open.nofile") };
  try {
    const isSame = await keeping.isSame(file, password, showBusy(room, "busy.opening"));
    return isSame ? null : { file: room.say("open.other") };
  } catch (error) {
    return slipOf(room, error);
  }
}

/** What is wrong with a file or its password, by field. */
export function slipOf(room, error) {
  if (!(error instanceof Invalid)) throw error;
  if (error.code === "key-password") return { password: room.say("open.password") };
  return { file: room.say(error.code === "key-version" ? "open.later" : "open.damaged") };
}
