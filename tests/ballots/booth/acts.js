// What a test may ask of the booth's cryptography, in Node and in a browser alike. Bytes travel as hexadecimal text.
import { makeBallot, makeReady } from "../../../ballots/booth/ballot.js";
import { below, fromDevice } from "../../../ballots/booth/chance.js";
import { credentialOf, isCode, publicPart } from "../../../ballots/booth/credentials.js";
import { readElection } from "../../../ballots/booth/election.js";
import { bytesToHex, hexToBytes } from "../../../ballots/booth/encoding.js";
import { Invalid } from "../../../ballots/booth/errors.js";
import { groupOf } from "../../../ballots/booth/groups.js";
import { pacer } from "../../../ballots/booth/pace.js";
import { challengeOf, proveKnowledge, proveOneOf } from "../../../ballots/booth/proofs.js";
import { checkReceipt } from "../../../ballots/booth/receipt.js";
import { shortCode, trackerOf } from "../../../ballots/booth/tracker.js";
import { requireTrustees } from "../../../ballots/booth/trustees.js";

/** A source that gives what the test wrote down, and nothing of another length. */
function recorded(draws) {
  const left = [...draws];
  return (size) => {
    const bytes = hexToBytes(left.shift() ?? "");
    if (bytes.length !== size) throw new Error(`${size} random bytes wanted, ${bytes.length} recorded`);
    return bytes;
  };
}

const drawOf = ({ draws }) => (draws ? recorded(draws) : fromDevice);
const openedOf = ([randomness, plaintext]) => ({ randomness: BigInt(randomness), plaintext: BigInt(plaintext) });

const acts = {
  election({ raw }) {
    const { uuid, name, description, group, questions, fingerprint } = readElection(hexToBytes(raw));
    return { uuid, name, description, group: group.name, questions, fingerprint };
  },

  trustees({ raw, trustees }) {
    return requireTrustees(hexToBytes(trustees), readElection(hexToBytes(raw)));
  },

  isCode: ({ text }) => isCode(text),

  async publicPart({ raw, code }) {
    return publicPart(await credentialOf(code, readElection(hexToBytes(raw))));
  },

  /** What is left of a credential when somebody logs it, or writes it down. */
  async shown({ raw, code }) {
    const credential = await credentialOf(code, readElection(hexToBytes(raw)));
    return [JSON.stringify(credential), JSON.stringify(Object.entries(credential)), String(credential)].join();
  },

  async ballot({ raw, code, answers, codeFor = raw, isReady = false, ...rest }) {
    const election = readElection(hexToBytes(raw));
    if (isReady) await makeReady(election);
    const credential = await credentialOf(code, readElection(hexToBytes(codeFor)));
    const progress = [];
    let paces = 0;
    const ballot = await makeBallot({
      election,
      credential,
      answers,
      draw: drawOf(rest),
      onProgress: (done, total) => progress.push([done, total]),
      pace: async () => void (paces += 1),
    });
    const tracker = trackerOf(ballot);
    return { raw: bytesToHex(ballot), tracker, shortCode: shortCode(tracker), progress, paces };
  },

  power: ({ group, exponent }) => groupOf(group).power(BigInt(exponent), pacer()),

  readKey({ group, text }) {
    groupOf(group).readKey(text);
    return true;
  },

  encrypt({ group, key, pairs }) {
    const within = groupOf(group);
    return within.encrypt(within.readKey(key), pairs.map((pair) => pair.map(BigInt)), pacer());
  },

  async embed({ group, numbers }) {
    const within = groupOf(group);
    return within.text(await within.embed(numbers, pacer()));
  },

  /** Several at the same time, all with the tables of a key that nobody has used yet, and a turn after every step. */
  together({ group, key, pairs, times }) {
    const within = groupOf(group);
    const fresh = within.readKey(key);
    const turn = () => new Promise((resume) => setTimeout(resume));
    const one = () => within.encrypt(fresh, pairs.map((pair) => pair.map(BigInt)), turn);
    return Promise.all(Array.from({ length: times }, one));
  },

  challenge: ({ group, prefix, elements }) => challengeOf(prefix, elements, groupOf(group).order).toString(),

  knowledge({ group, prefix, secret, draws }) {
    return proveKnowledge(groupOf(group), prefix, BigInt(secret), recorded(draws), pacer());
  },

  oneOf({ group, key, prefix, cases, truth, draws }) {
    const within = groupOf(group);
    const voter = { group: within, key: within.readKey(key), draw: recorded(draws), pace: pacer() };
    const read = cases.map(([opened, value]) => ({ opened: openedOf(opened), value: BigInt(value) }));
    return proveOneOf(voter, prefix, read, truth);
  },

  below: ({ bound, draws }) => below(BigInt(bound), recorded(draws)).toString(),

  fromDevice: ({ size }) => bytesToHex(fromDevice(size)),

  tracker({ raw }) {
    const tracker = trackerOf(hexToBytes(raw));
    return [tracker, shortCode(tracker)];
  },

  shortCode: ({ tracker }) => shortCode(tracker),

  receipt: ({ receipt, expected, key }) => checkReceipt(receipt, expected, key),

  /** After which of these milliseconds the page got its turn. */
  async turns({ instants }) {
    const clock = [...instants];
    const given = [];
    const turn = async () => void given.push(instants.length - clock.length - 1);
    const pace = pacer({ turn, clock: () => clock.shift() });
    while (clock.length > 1) await pace();
    return given;
  },
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
