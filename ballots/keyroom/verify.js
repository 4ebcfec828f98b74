/**
 * Everything that a key-holder checks before acting: the whole public record, from the setup to the last shuffle. The
 * sums are computed here from the ballots, so that nothing else is ever decrypted (BAL-9).
 *
 * What other key-holders decrypted, and the result, are for everybody's verifier (`ballots verify`), not for this.
 */

import { readElection } from "../booth/election.js";
import { bytesToHex, count, LARGE, members, read, string } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { pacer } from "../booth/pace.js";
import { requireTrustees } from "../booth/trustees.js";
import { isShuffled } from "./answers.js";
import { ofKind, readArchive } from "./archive.js";
import { Arithmetic } from "./arithmetic/arithmetic.js";
import { checkBallots } from "./ballot-box.js";
import { requireCovered } from "./checkpoint.js";
import { readCredentials } from "./credential-list.js";
import { ENCRYPTED_TALLY, END_SHUFFLES, PARTIAL_DECRYPTION, readHash, RESULT, SHUFFLE } from "./events.js";
import { checkShuffle } from "./shuffle.js";
import { readSizedTally, readTally, writeTally } from "./tally.js";

/**
 * What was fixed before voting began, and the arithmetic for it.
 * @typedef {object} Setup
 * @property {import("../booth/election.js").Election} election
 * @property {string[]} trustees the key of each, in their numbering
 * @property {Map<string, bigint>} credentials
 * @property {Arithmetic} arithmetic
 * @property {import("./arithmetic/fixed-base.js").FixedBase} y
 *
 * @typedef {object} Verified
 * @property {Setup} setup
 * @property {string} head of the archive, in hexadecimal
 * @property {number} cast
 * @property {number} counted
 * @property {number[]} shufflers who shuffled, by their numbers from 1
 * @property {"voting" | "tallied" | "shuffling" | "shuffled" | "decrypting" | "finished"} phase
 * @property {import("./tally.js").EncryptedTally | null} tally what stands to be shuffled or decrypted next
 *
 * @callback Progress
 * @param {"credentials" | "ballots" | "shuffles"} what
 * @param {number} done
 * @param {number} total
 */

/**
 * @param {Uint8Array} archive
 * @param {object} [parts]
 * @param {import("./checkpoint.js").Checkpoint[]} [parts.checkpoints] that the archive has to cover
 * @param {Progress} [parts.onProgress]
 * @param {import("../booth/pace.js").Pace} [parts.pace]
 * @returns {Promise<Verified>}
 */
export async function verify(archive, { checkpoints = [], onProgress = () => {}, pace = pacer() } = {}) {
  const steps = await readArchive(archive, pace);
  const setup = await readSetup(steps[0], pace);
  await requireMembers(setup, onProgress);
  for (const checkpoint of checkpoints) requireCovered(checkpoint, setup.election.uuid, steps);
  const counted = await checkBallots(steps, setup, (...done) => onProgress("ballots", ...done));
  const [published] = ofKind(steps, ENCRYPTED_TALLY);
  if (published) await requireTally(setup, counted, published);
  const { tally, shufflers } = await shuffled(setup, steps, counted.tally, onProgress);
  const phase = phaseOf(steps);
  return {
    setup,
    head: steps[steps.length - 1].hash,
    cast: counted.cast,
    counted: counted.counted,
    shufflers,
    phase,
    tally: published ? tally : null,
  };
}

function phaseOf(steps) {
  const phases = new Map([
    [ENCRYPTED_TALLY, "tallied"],
    [SHUFFLE, "shuffling"],
    [END_SHUFFLES, "shuffled"],
    [PARTIAL_DECRYPTION, "decrypting"],
    [RESULT, "finished"],
  ]);
  return phases.get(steps[steps.length - 1].event.kind) ?? "voting";
}

/**
 * The election, its key-holders and its list of credentials, belonging together; the list is not yet tested.
 * @param {import("./archive.js").Step} step the first of a record
 * @returns {Promise<Setup>}
 */
export async function readSetup({ data, hashes }, pace) {
  const [rawElection, rawTrustees, rawCredentials, rawSetup] = data;
  const named = members(read(rawSetup), "setup-shape", "election", "trustees", "credentials");
  if (Object.values(named).some((hash, place) => hash !== hashes[place])) {
    throw new Invalid("records-mismatch", "the setup is about other records than those before it");
  }
  const election = readElection(rawElection);
  await requireTrustees(rawTrustees, election, pace);
  const credentials = readCredentials(rawCredentials);
  const arithmetic = new Arithmetic(election.group.name, pace);
  const [key] = await arithmetic.spelled([election.publicKey]);
  return { election, trustees: keysOf(rawTrustees), credentials, arithmetic, y: arithmetic.table(key) };
}

async function requireMembers({ arithmetic, credentials }, onProgress) {
  const publics = [...credentials.keys()];
  let done = 0;
  await arithmetic.members(publics, () => onProgress("credentials", ++done, publics.length));
  if (publics.includes(arithmetic.text(arithmetic.identity))) {
    throw new Invalid("neutral-element", "the list holds a credential that belongs to no secret");
  }
}

/** The keys of all trustees, members of committees among them; everything said of them was checked before. */
function keysOf(raw) {
  return read(raw, LARGE).flatMap(([kind, value]) => {
    const trustees = kind === "Pedersen" ? value.verification_keys : [value];
    return trustees.map(({ public_key: text }) => string(text, "trustees-shape"));
  });
}

/** The published sums are those of the ballots, to the byte. */
async function requireTally({ election, arithmetic }, counted, { data, hashes }) {
  const told = readSizedTally(data[1]);
  if (told.hash !== hashes[0]) throw new Invalid("records-mismatch", "the size is told of another tally");
  if (bytesToHex(writeTally(arithmetic, counted.tally)) !== bytesToHex(data[0])) {
    await arithmetic.members(readTally(election, data[0]).flat(2));
    throw new Invalid("tally-mismatch", "the encrypted tally is not the sum of the ballots");
  }
  if (told.number !== counted.counted) throw new Invalid("num-tallied", `${counted.counted} ballots count`);
  if (told.weight !== counted.weight) throw new Invalid("total-weight", `they weigh ${counted.weight}`);
}

/** Answers that are opened one by one no longer stand in the voters' order. */
async function shuffled(setup, steps, tally, onProgress) {
  const done = ofKind(steps, SHUFFLE);
  const places = [...setup.election.questions.entries()].filter(([, each]) => isShuffled(each)).map(([place]) => place);
  if (!places.length && done.length) throw new Invalid("shuffle-unexpected", "nothing here is to be shuffled");
  if (places.length && !done.length && ofKind(steps, PARTIAL_DECRYPTION).length) {
    throw new Invalid("shuffle-missing", "answers were opened one by one without any shuffle");
  }
  const owners = [];
  let lists = places.map((place) => tally[place]);
  for (const [number, { data, hashes }] of done.entries()) {
    onProgress("shuffles", number, done.length);
    owners.push(ownerOf(data[1], hashes[0], setup.trustees.length, owners));
    lists = await checkShuffle(setup, lists, data[0]);
  }
  onProgress("shuffles", done.length, done.length);
  const mixed = tally.map((row, place) => (places.includes(place) ? lists[places.indexOf(place)] : row));
  return { tally: mixed, shufflers: owners };
}

/** Which trustee shuffled: one there is, for the first time. */
function ownerOf(bytes, hash, most, owners) {
  const { owner, payload } = members(read(bytes), "shuffle-shape", "owner", "payload");
  if (readHash(payload, "shuffle-shape") !== hash) throw new Invalid("records-mismatch", "told of another shuffle");
  if (count(owner, "shuffle-shape") < 1 || owner > most) throw new Invalid("shuffle-owner", `no trustee ${owner}`);
  if (owners.includes(owner)) throw new Invalid("shuffle-repeated", `a second shuffle by trustee ${owner}`);
  return owner;
}
