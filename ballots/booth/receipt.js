/** The server's signed promise that a ballot lies in the box, believed only of the ballot made here (BAL-5). */

import { ed25519 } from "@noble/curves/ed25519.js";

import { bytesOf, bytesToHex, utf8ToBytes } from "./encoding.js";
import { Invalid } from "./errors.js";

const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+)\n-----END PUBLIC KEY-----\n?$/;
const ED25519_KEY = "302a300506032b6570032100"; // what a PEM file of an Ed25519 key says before the key's 32 bytes
const TEXT = /^cydlais\/receipt\/1\nelection (\S{43})\nballot (\S{43})\nsequence (0|[1-9][0-9]{0,14})\n$/;

/**
 * Returns the place of the ballot in the box, or throws `Invalid`:
 * `receipt-shape` (not a receipt), `receipt-key` (no key to check with), `receipt-signature` (nobody with that key
 * signed this text), `receipt-election` or `receipt-ballot` (signed, but for another election or ballot than ours:
 * worth keeping, because it proves that the server answered wrongly).
 * @param {{text: string, signature: string}} receipt as the server sent it; whatever else it holds is not believed
 * @param {{election: string, tracker: string}} expected the election's fingerprint and the tracker, computed here
 * @param {string} publicKeyPem the key for receipts, known before the ballot was sent
 * @returns {number}
 */
export function checkReceipt(receipt, expected, publicKeyPem) {
  const key = readKey(publicKeyPem);
  const { text, signature } = receipt ?? {};
  const parts = typeof text === "string" && TEXT.exec(text);
  if (!parts || typeof signature !== "string") throw new Invalid("receipt-shape", "not a receipt");
  if (!isSigned(signature, text, key)) throw new Invalid("receipt-signature", "not signed with the key for receipts");
  const [, election, ballot, sequence] = parts;
  if (election !== expected.election) throw new Invalid("receipt-election", "a receipt for another election");
  if (ballot !== expected.tracker) throw new Invalid("receipt-ballot", "a receipt for another ballot");
  return Number(sequence);
}

/** @returns {Uint8Array} the 32 bytes of an Ed25519 key in PEM form */
export function readKey(pem) {
  const base64 = PEM.exec(pem)?.[1];
  const hex = base64 && base64.length % 4 === 0 ? bytesToHex(bytesOf(base64)) : "";
  if (!hex.startsWith(ED25519_KEY) || hex.length !== ED25519_KEY.length + 64) {
    throw new Invalid("receipt-key", "not the PEM form of an Ed25519 key");
  }
  return bytesOf(base64).slice(-32);
}

function isSigned(signature, text, key) {
  try {
    return ed25519.verify(bytesOf(signature), utf8ToBytes(text), key, { zip215: false });
  } catch {
    return false;
  }
}
