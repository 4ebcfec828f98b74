// What a test may ask of the keyroom before the vote. Bytes travel as hexadecimal text.
import { fromDevice } from "../../../ballots/booth/chance.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "../../../ballots/booth/encoding.js";
import { Invalid } from "../../../ballots/booth/errors.js";
import { groupOf } from "../../../ballots/booth/groups.js";
import { pacer } from "../../../ballots/booth/pace.js";
import { readElection } from "../../../ballots/booth/election.js";
import { blankBallot } from "../../../ballots/booth/blank.js";
import { certify, commitmentOf, deal, finish, shareSecret } from "../../../ballots/keyroom/ceremony.js";
import { channelKeys } from "../../../ballots/keyroom/channel.js";
import { bookOf, newCode, publicList, readCodesFile, writeCodesFile } from "../../../ballots/keyroom/codes.js";
import { readKeyFile, writeKeyFile } from "../../../ballots/keyroom/keyfile.js";
import { derived, shortName } from "../../../ballots/keyroom/keys.js";
import { seeded, seedOf, slipIn, wordsOf } from "../../../ballots/keyroom/recovery.js";

/** A source that gives what the test wrote down, and nothing of another length. */
function recorded(draws) {
  const left = [...draws];
  return (size) => {
    const bytes = hexToBytes(left.shift() ?? "");
    if (bytes.length !== size) throw new Error(`${size} random bytes wanted, ${bytes.length} recorded`);
    return bytes;
  };
}

const drawOf = (draws) => (draws ? recorded(draws) : fromDevice);

/** A member of whom only the channel's seed is known, and who draws what the test says. */
async function writer({ group, channel, draws }) {
  const within = groupOf(group);
  const draw = drawOf(draws);
  const keys = await channelKeys(within, channel, pacer());
  return { group: within, keys, drawFor: () => draw, pace: pacer() };
}

const acts = {
  seeded: ({ seed, purpose, sizes }) => sizes.map(((draw) => (size) => bytesToHex(draw(size)))(seeded(hexToBytes(seed), purpose))),
  wordsOf: ({ seed }) => wordsOf(hexToBytes(seed)).join(" "),
  seedOf: ({ words }) => bytesToHex(seedOf(words)),
  slipIn: ({ words }) => slipIn(words),

  async derived({ group, seed, seat }) {
    const { publicText, fingerprint } = await derived(group, hexToBytes(seed), seat);
    return { publicText, fingerprint, shortName: shortName(publicText) };
  },

  async publicPart({ group, seed, name, draws }) {
    const holder = await derived(group, hexToBytes(seed), null);
    return bytesToHex(await holder.publicPart(name, drawOf(draws)));
  },

  /** What is left of a key when somebody logs it, or writes it down. */
  async shown({ group, seed, seat }) {
    const holder = await derived(group, hexToBytes(seed), seat);
    const whole = (_, value) => (typeof value === "bigint" ? `${value}` : value);
    return [JSON.stringify(holder, whole), JSON.stringify(Object.entries(holder), whole), String(holder)].join();
  },

  async exponent({ group, seed, seat, share }) {
    return `${await (await derived(group, hexToBytes(seed), seat)).exponent(share)}`;
  },

  async writeKeyFile({ group, seed, seat, name, password, draws }) {
    const holder = await derived(group, hexToBytes(seed), seat);
    return bytesToHex(await writeKeyFile(hexToBytes(seed), holder, name, password, { draw: drawOf(draws) }));
  },

  async openKeyFile({ file, password }) {
    const { seed, name, holder } = await readKeyFile(hexToBytes(file)).open(password);
    return { seed: bytesToHex(seed), name, seat: holder.seat, fingerprint: holder.fingerprint };
  },

  async member({ group, seed, seat, step, occasion = "", certificates = [], letter, committed, name }) {
    const member = await derived(group, hexToBytes(seed), seat);
    if (step === "certificate") return member.certificate(occasion);
    if (step === "dealing") return member.dealing(occasion, certificates);
    return member.share(occasion, certificates, letter, { committed, name });
  },

  async keysOfAll({ group, seed, seat, letter }) {
    return (await derived(group, hexToBytes(seed), seat)).keysOfAll(letter);
  },

  certify: async ({ seat, ...whose }) => certify(await writer(whose), seat),
  deal: async ({ certificates, ...whose }) => deal(await writer(whose), certificates),
  finish: async ({ certificates, letter, committed, name, ...whose }) =>
    finish(await writer(whose), certificates, letter, { committed, name }),
  shareSecret: async ({ share, ...whose }) => `${await shareSecret(await writer(whose), share)}`,
  commitmentOf: ({ dealing }) => commitmentOf(dealing),

  newCode: ({ draws }) => newCode(drawOf(draws)),
  publicList: async ({ uuid, group, codes }) => new TextDecoder().decode(publicList(await bookOf({ uuid, group }, codes))),
  writeCodesFile: async ({ uuid, group, codes, password }) =>
    bytesToHex(await writeCodesFile(await bookOf({ uuid, group }, codes), password)),
  blank: ({ raw, code }) => blankBallot(readElection(hexToBytes(raw)), code),
  openCodesFile: async ({ file, password }) => readCodesFile(utf8ToBytes(file)).open(password),
};

/** One act: its answer, or the code of its refusal. Anything else that goes wrong is a defect and says where. */
export async function perform({ act, ...parts }) {
  try {
    return { answer: await acts[act](parts) };
  } catch (error) {
    if (error instanceof Invalid) return { refused: error.code, words: error.message };
    return { broken: String(error?.stack ?? error) };
  }
}
