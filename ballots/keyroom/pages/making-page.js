/** Making a key: what will happen, 24 words on paper, three of them asked back, then the file and its proof (S-60). */

import { button, element, linkButton, list, more, paragraph } from "../../booth/pages/draw.js";
import { qr } from "../../booth/pages/qr.js";
import { below, fromDevice } from "../../booth/chance.js";
import { isTrouble } from "../../booth/pages/talk.js";
import { derived, shortName } from "../keys.js";
import { readKeyFile, writeKeyFile } from "../keyfile.js";
import { newSeed, WORDS, wordsOf } from "../recovery.js";
import { occasionOf } from "./ceremony-steps.js";
import { form, textField } from "./fields.js";
import { showKeeping } from "./keeping-page.js";
import { isBrought, showOpeningKey } from "./opening-key-page.js";
import { seatOf } from "./restoring-page.js";
import { showSending } from "./sending-page.js";

const ASKED = 3; // words

/**
 * @typedef {object} Making
 * @property {Uint8Array} seed
 * @property {import("../keys.js").Alone | import("../keys.js").Member} holder
 * @property {string} name to be published with the key
 */

/** @param {import("./room.js").Room} room */
export function showMakingKey(room) {
  room.go(() => {
    const field = { id: "name", label: room.say("make.name"), hint: room.say("make.namehint") };
    const [named, name] = textField(room, field);
    const begin = async () => {
      const [seed, typed] = [newSeed(), name.value.trim()];
      const holder = await derived(room.facts.group, seed, seatOf(room.facts));
      room.wouldLose = true;
      showWords(room, { seed, holder, name: typed });
    };
    const have = () => showOpeningKey(room, () => bring(room, room.key));
    const steps = ["make.paper", "make.file", "make.prove", "make.compare"].map((key) => room.say(key));
    room.frame.show({
      key: "make",
      title: room.say("make.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("make.words")),
        list(steps, "number"),
        paragraph(room.say("make.alone")),
        form(room.say("make.begin"), begin, named),
        paragraph(linkButton(room.say("make.have"), have)),
      ],
    });
  });
}

/** @param {Making} making */
function showWords(room, making) {
  const words = wordsOf(making.seed);
  const picture = () => qr(words.join(" "), room.say("words.qr"));
  room.go(() =>
    room.frame.show({
      key: "words",
      title: room.say("words.title"),
      body: [
        paragraph(room.say("words.words")),
        element("ol", { class: "app-words", lang: "en" }, ...words.map((word) => element("li", {}, word))),
        more(room.say("words.picture"), paragraph(room.say("words.picturehint")), picture()),
        paragraph(linkButton(room.say("words.print"), () => window.print())),
        button(room.say("words.next"), () => askWords(room, making, words, drawn(), {})),
      ],
    }),
  );
}

/** Which words are asked back: numbers from 1, each once, in their order. */
function drawn() {
  const asked = new Set();
  while (asked.size < ASKED) asked.add(1 + Number(below(BigInt(WORDS), fromDevice)));
  return [...asked].sort((one, other) => one - other);
}

function askWords(room, making, words, asked, typed) {
  const wrong = asked.filter((number) => number in typed && typed[number] !== words[number - 1]);
  room.go(() => {
    const fields = asked.map((number) => {
      const problem = wrong.includes(number) ? room.say("ask.wrong", { number }) : undefined;
      const attributes = { class: "govuk-input govuk-input--width-10", lang: "en" };
      const label = room.say("ask.word", { number });
      return textField(room, { id: `word-${number}`, label, wrong: problem, attributes });
    });
    fields.forEach(([, input], place) => (input.value = typed[asked[place]] ?? ""));
    const submit = () => {
      const given = fields.map(([, input]) => input.value.trim().toLowerCase());
      const read = Object.fromEntries(asked.map((number, place) => [number, given[place]]));
      const isRight = asked.every((number) => read[number] === words[number - 1]);
      return isRight ? keepKey(room, making) : askWords(room, making, words, asked, read);
    };
    room.frame.show({
      key: `ask-${wrong}`,
      title: room.say("ask.title"),
      back: () => showWords(room, making),
      problems: wrong.map((number) => [`word-${number}`, room.say("ask.wrong", { number })]),
      body: [paragraph(room.say("ask.words")), form(room.say("ask.next"), submit, ...fields.map(([group]) => group))],
    });
  });
}

/**
 * Locks a key into a file, has it opened again, and hands over its public part where the vote has none of me.
 * @param {import("./room.js").Room} room
 * @param {Making} making
 * @param {() => void} [then]
 */
export function keepKey(room, making, then = () => room.home()) {
  const { seed, name } = making;
  showKeeping(room, {
    what: "key",
    name: `${shortName(making.holder.publicText)}.privkey`,
    lock: async (password, onProgress) => {
      await takeFreePlace(room, making);
      return writeKeyFile(seed, making.holder, name, password, { onProgress });
    },
    isSame: async (file, password, tell) =>
      (await readKeyFile(file).open(password, tell)).holder.fingerprint === making.holder.fingerprint,
    done: () => {
      room.key = { holder: making.holder, name };
      room.wouldLose = false;
      return isBrought(room.facts) ? then() : bring(room, room.key);
    },
  });
}

/**
 * While the words were copied, somebody else may have taken the place that was free: the same seed, and so the same
 * words, stand for a key in any other.
 */
async function takeFreePlace(room, making) {
  try {
    room.facts = await room.server.data();
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return; // without an answer nobody knows; the file is good for the words all the same
  }
  const seat = seatOf(room.facts);
  if (seat?.index && seat.index !== making.holder.seat.index) {
    making.holder = await derived(room.facts.group, making.seed, seat);
  }
}

/** Hands over the public part: the key with its proof, or the certificate of a committee's member. */
function bring(room, { holder, name }) {
  return showSending(room, async () => {
    if (!holder.seat) return room.server.bringKey(await holder.publicPart(name));
    return room.server.bring("certificate", await holder.certificate(occasionOf(room.facts)));
  });
}
