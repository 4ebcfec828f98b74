/**
 * How the members of a committee write to one another through whoever routes their messages: signed, then sealed.
 * Both key pairs of a member come from one seed (specification §6.1–6.4).
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { below } from "../booth/chance.js";
import { bytesToHex, hexHash, hexToBytes, LARGE, members, read, string } from "../booth/encoding.js";
import { utf8ToBytes, write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { proveKnowledge } from "../booth/proofs.js";
import { readSigned, requireSigned } from "../booth/signed.js";

const SHAPE = "message-shape";
const ALGORITHM = "AES-GCM";

/**
 * What every message of one member is written with.
 * @typedef {object} Writer
 * @property {import("../booth/groups.js").Group} group
 * @property {ChannelKeys} keys
 * @property {(text: string) => import("../booth/chance.js").Draw} drawFor the random bytes for what `text` says, and
 *   for nothing else: the same nonce under two texts would give the key away
 * @property {import("../booth/pace.js").Pace} pace
 *
 * @typedef {object} ChannelKeys the two secrets of a member, and the texts of the keys that others know it by
 * @property {bigint} signing
 * @property {bigint} decryption
 * @property {string} verificationText
 * @property {string} encryptionText
 */

const textOf = (bytes) => new TextDecoder().decode(bytes);

/**
 * @param {import("../booth/groups.js").Group} group
 * @param {string} seed 22 characters
 * @returns {Promise<ChannelKeys>}
 */
export async function channelKeys(group, seed, pace) {
  const [signing, decryption] = ["sk", "dk"].map((use) => BigInt(`0x${hexHash(`${use}|${seed}`)}`) % group.order);
  const [verificationText, encryptionText] = [await group.power(signing, pace), await group.power(decryption, pace)];
  return { signing, decryption, verificationText, encryptionText };
}

// --- signed messages ------------------------------------------------------------------------------------------------

/** @param {Writer} writer */
export function signature({ group, keys, drawFor, pace }, message) {
  const prefix = `sigmsg|${message}|`;
  return proveKnowledge(group, prefix, keys.signing, drawFor(prefix), pace);
}

/** @param {Writer} writer */
export async function sign(writer, message) {
  return { message, signature: await signature(writer, message) };
}

// --- sealed messages ------------------------------------------------------------------------------------------------

/**
 * A message that only the holder of the key `recipient` can read, and only the writer can have written.
 * @param {Writer} writer
 * @param {string} recipient
 * @param {unknown} message
 * @returns {Promise<string>}
 */
export async function send(writer, recipient, message) {
  const addressed = textOf(write({ recipient, message: textOf(write(message)) }));
  return seal(writer, recipient, write(await sign(writer, addressed)));
}

/**
 * The message, after it was found to be written by the holder of the verification key `sender` and to us.
 * @param {Writer} writer
 * @param {import("../booth/groups.js").Element} sender
 * @param {string} sealed
 * @returns {Promise<unknown>}
 */
export async function receive({ group, keys, pace }, sender, sealed) {
  const signed = readSigned(read(await unseal(group, keys.decryption, sealed, pace), LARGE), group.order, SHAPE);
  await requireSigned(group, "message-signature", sender, signed, pace);
  const { recipient, message } = members(read(utf8ToBytes(signed.message), LARGE), SHAPE, "recipient", "message");
  if (recipient !== keys.encryptionText) throw new Invalid("message-recipient", "a message to somebody else");
  return read(utf8ToBytes(string(message, SHAPE)), LARGE);
}

/** ElGamal carries the random element g^k, from which the symmetric key is hashed. */
async function seal({ group, drawFor, pace }, recipient, content) {
  const draw = drawFor(`seal|${recipient}|${textOf(content)}`);
  const [k, r] = [below(group.order, draw), below(group.order, draw)];
  const [[alpha, beta]] = await group.encrypt(group.readKey(recipient), [[r, k]], pace);
  const cipher = await cipherOf(await group.power(k, pace), alpha);
  const data = await crypto.subtle.encrypt(cipher.parameters, cipher.key, content);
  return textOf(write({ algorithm: ALGORITHM, alpha, beta, data: bytesToHex(new Uint8Array(data)) }));
}

async function unseal(group, decryption, sealed, pace) {
  const fields = members(read(utf8ToBytes(sealed), LARGE), SHAPE, "algorithm", "alpha", "beta", "data");
  if (fields.algorithm !== ALGORITHM) throw new Invalid(SHAPE, `a message is not sealed with ${ALGORITHM}`);
  const [alpha, beta, data] = ["alpha", "beta", "data"].map((name) => string(fields[name], SHAPE));
  const [[, masked]] = await group.encrypt(group.readKey(alpha), [[group.order - decryption, 0n]], pace);
  const carried = group.product([group.read(beta), group.read(masked)]);
  const cipher = await cipherOf(group.text(carried), alpha);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(cipher.parameters, cipher.key, hexToBytes(data)));
  } catch {
    throw new Invalid("message-sealed", "a message was altered, or is sealed for somebody else");
  }
}

/** AES-256-GCM under a key that seals one message only; its nonce is longer than usual, so GCM hashes it. */
async function cipherOf(carried, alpha) {
  const key = await crypto.subtle.importKey("raw", sha256(utf8ToBytes(`key|${carried}`)), ALGORITHM, false, [
    "encrypt",
    "decrypt",
  ]);
  return { key, parameters: { name: ALGORITHM, iv: sha256(utf8ToBytes(`iv|${alpha}`)) } };
}
