/** Making the voting codes: one for each line of the roll. Only the list of their public parts is sent (CRED-1). */

import { button, list, paragraph, warning } from "../../booth/pages/draw.js";
import { bookOf, newCode, publicList, readCodesFile, writeCodesFile } from "../codes.js";
import { showBusy } from "./busy-page.js";
import { chosen, fileField, form, passwordField } from "./fields.js";
import { showKeeping, slipOf } from "./keeping-page.js";
import { showSending } from "./sending-page.js";

/** @param {import("./room.js").Room} room */
export function showMakingCodes(room) {
  const { facts } = room;
  const begin = async () => {
    const tell = showBusy(room, "busy.codes");
    const codes = Array.from({ length: facts.roll_count }, () => newCode());
    const book = await bookOf(facts, codes, (done) => tell(done / codes.length));
    keepCodes(room, book);
  };
  const have = () => withBook(room, () => bring(room));
  room.go(() =>
    room.frame.show({
      key: "codes",
      title: room.say("codes.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("codes.words", { count: facts.roll_count })),
        list(["codes.file", "codes.list", "codes.give"].map((key) => room.say(key)), "number"),
        warning(room.say("codes.warning"), room.say("frame.warning")),
        button(room.say("codes.begin"), begin),
        paragraph(button(room.say("codes.have"), have, "secondary")),
      ],
    }),
  );
}

function keepCodes(room, book) {
  showKeeping(room, {
    what: "codes",
    name: `${book.uuid}.codes`,
    lock: (password, onProgress) => writeCodesFile(book, password, { onProgress }),
    isSame: async (file, password, tell) => {
      const opened = await readCodesFile(file).open(password, tell);
      return opened.codes.join() === book.codes.join();
    },
    done: () => {
      room.book = book;
      room.wouldLose = false;
      return bring(room);
    },
  });
}

function bring(room) {
  return showSending(room, () => room.server.bringList(publicList(room.book)));
}

/**
 * The codes in hand, from their file where they are not open yet.
 * @param {import("./room.js").Room} room
 * @param {() => void} then
 */
export function withBook(room, then, wrong = {}) {
  if (room.book) return then();
  return room.go(() => {
    const [where, input] = fileField(room, { id: "file", label: room.say("codes.which"), wrong: wrong.file });
    const secret = { id: "password", label: room.say("prove.password"), wrong: wrong.password };
    const [typed, password] = passwordField(room, secret);
    const submit = async () => {
      const slips = await open(room, await chosen(input), password.value);
      return slips ? withBook(room, then, slips) : then();
    };
    room.frame.show({
      key: `codes-open-${Object.keys(wrong)}`,
      title: room.say("codes.open"),
      back: () => room.home(),
      problems: Object.entries(wrong),
      body: [paragraph(room.say("codes.openwords")), form(room.say("prove.open"), submit, where, typed)],
    });
  });
}

async function open(room, file, password) {
  if (!file) return { file: room.say("open.nofile") };
  try {
    const found = readCodesFile(file);
    if (found.uuid !== room.facts.uuid) return { file: room.say("codes.other") };
    room.book = await found.open(password, showBusy(room, "busy.opening"));
    return null;
  } catch (error) {
    return slipOf(room, error);
  }
}
