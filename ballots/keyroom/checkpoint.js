/** Checkpoints: signed statements of how far a public record had come (C2SP tlog-checkpoint, BAL-8). */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { BASE58, bytesOf, bytesToHex, utf8ToBytes } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { readKey } from "../booth/receipt.js";

const TEXT = new RegExp(
  `^([^\\s+]+/([${BASE58}]{14,64})\\n([1-9][0-9]{0,14})\\n([A-Za-z0-9+/]{43}=)\\nhead ([0-9a-f]{64})\\n` +
    "time [0-9T:-]{19}Z\\n(?:booth sha384-[A-Za-z0-9+/]{64}\\n)?)\\n((?:\u2014 [^\\s+]+ [A-Za-z0-9+/=]+\\n)+)$",
);
const KEY_ID = 4; // bytes before a signature that say which key made it

/**
 * @typedef {object} Checkpoint
 * @property {string} uuid of the election
 * @property {number} size events covered
 * @property {string} root of the tree over them, in hexadecimal
 * @property {string} head of the last of them, in hexadecimal
 */

/**
 * @param {string} note
 * @param {string} publicKeyPem of the server
 * @returns {Checkpoint} signed with that key, among others perhaps
 */
export function readCheckpoint(note, publicKeyPem) {
  const parts = TEXT.exec(note);
  if (!parts) throw new Invalid("checkpoint-shape", "the note is not a checkpoint of an election");
  const [, text, uuid, size, root, head, below] = parts;
  const blobs = below.trimEnd().split("\n").map((line) => bytesOf(line.split(" ")[2]).subarray(KEY_ID));
  const [message, key] = [utf8ToBytes(text), readKey(publicKeyPem)];
  if (!blobs.some((blob) => blob.length === 64 && ed25519.verify(blob, message, key, { zip215: false }))) {
    throw new Invalid("checkpoint-signature", "the server did not sign this checkpoint");
  }
  return { uuid, size: Number(size), root: bytesToHex(bytesOf(root)), head };
}

/**
 * That the record still begins with everything that a checkpoint covers.
 * @param {Checkpoint} checkpoint
 * @param {string} uuid of the election of the record
 * @param {import("./archive.js").Step[]} steps
 */
export function requireCovered({ uuid: named, size, root, head }, uuid, steps) {
  const covered = steps.slice(0, size);
  const isCovered = named === uuid && covered.length === size && covered[size - 1].hash === head;
  if (!isCovered || rootOf(covered.map(({ bytes }) => leaf(bytes))) !== root) {
    throw new Invalid("checkpoint-mismatch", "the record does not hold what a checkpoint covers");
  }
}

function leaf(bytes) {
  return sha256.create().update(Uint8Array.of(0)).update(bytes).digest();
}

/** The root over a list of leaves (RFC 6962 §2.1): complete trees, joined from the smallest. */
function rootOf(leaves) {
  let level = leaves;
  while (level.length > 1) {
    const next = [];
    for (let place = 0; place < level.length; place += 2) next.push(parent(level[place], level[place + 1]));
    level = next;
  }
  return bytesToHex(level[0]);
}

/** Whoever has no sibling is lifted as it is. */
function parent(left, right) {
  if (!right) return left;
  return sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest();
}
