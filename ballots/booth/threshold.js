/**
 * Committees: key-holders of whom any `threshold` can open the result, as Pedersen's key generation leaves them.
 *
 * Each member i of n deals out a polynomial of degree T−1 whose coefficients a_{i,k} stay secret, while their images
 * A_{i,k} = g^(a_{i,k}) are published. The committee's key is the product of all A_{i,0}, and the key of member j is
 * X_j = product over i and k of A_{i,k}^(j^k). What of this is public is checked here, by whoever relies on it.
 */

import { array, b64Hash, count, LARGE, members, read, string, utf8ToBytes, write } from "./encoding.js";
import { Invalid } from "./errors.js";
import { readTrustee, SHAPE } from "./keys.js";
import { readProof } from "./proofs.js";
import { readSigned, requireSigned } from "./signed.js";

const CERTIFICATE = "threshold-certificate";
const SIGNATURE = "threshold-signature";
const LARGEST = 255; // members
const RELEASE_2_0 = "threshold,certs,coefexps,verification_keys";

/**
 * What a member calls itself: the keys that others verify and seal with.
 * @typedef {object} Certificate
 * @property {import("./signed.js").Signed} signed
 * @property {unknown} json as published
 * @property {import("./groups.js").Element} verification
 * @property {string} verificationText
 * @property {string} encryptionText
 * @property {string} fingerprint
 */

const parsed = (text) => read(utf8ToBytes(text), LARGE);

// --- certificates ---------------------------------------------------------------------------------------------------

/** What a certificate says of its place: `index` counts from 1. */
export function contextOf(group, size, threshold, index) {
  return { group: group.name, size, threshold, index };
}

/**
 * All certificates of a committee, each in its place, signed by itself, and no key twice: one key under two names would
 * let a message pass for another member's.
 * @returns {Promise<Certificate[]>}
 */
export async function readCertificates(group, values, threshold, pace) {
  const size = values.length;
  if (size > LARGEST) throw new Invalid(SHAPE, `a committee has at most ${LARGEST} members`);
  if (threshold < 1 || threshold > size) throw new Invalid(CERTIFICATE, "an impossible threshold");
  const certificates = [];
  for (const [place, value] of values.entries()) {
    certificates.push(await readCertificate(group, value, contextOf(group, size, threshold, place + 1), pace));
  }
  if (new Set(certificates.map(({ verificationText }) => verificationText)).size !== size) {
    throw new Invalid(CERTIFICATE, "two members have the same key");
  }
  return certificates;
}

/** @returns {Promise<Certificate>} one that was made for this place, and signed by itself */
export async function readCertificate(group, value, expected, pace) {
  const signed = readSigned(value, group.order, SHAPE);
  const keys = parsed(signed.message);
  if (keys !== null && typeof keys === "object" && !("context" in keys)) {
    throw new Invalid("threshold-context", "a certificate does not name its committee");
  }
  const { context, verification, encryption } = members(keys, SHAPE, "context", "verification", "encryption");
  if (b64Hash(write(context)) !== b64Hash(write(expected))) {
    throw new Invalid(CERTIFICATE, `certificate ${expected.index} was made for another place or committee`);
  }
  const [verificationText, encryptionText] = [string(verification, SHAPE), string(encryption, SHAPE)];
  const key = group.readKey(verificationText);
  group.readKey(encryptionText);
  await requireSigned(group, CERTIFICATE, key, signed, pace);
  const fingerprint = b64Hash(utf8ToBytes(signed.message));
  return { signed, json: value, verification: key, verificationText, encryptionText, fingerprint };
}

// --- coefficients ---------------------------------------------------------------------------------------------------

/** What each member signs so that all of them dealt on the same certificates. */
export function certificatesText(certificates, coefficients) {
  const { coefexps } = members(parsed(coefficients.message), SHAPE, "coefexps");
  const value = { certs: certificates.map(({ json }) => json), coefexps };
  return `certs_sig|${new TextDecoder().decode(write(value))}`;
}

/** A_{i,0} to A_{i,T−1} of one member, from its signed message. */
export function readCoefficients(group, signed, threshold) {
  const { coefexps } = members(parsed(signed.message), SHAPE, "coefexps");
  return array(coefexps, SHAPE, threshold).map((text) => group.read(string(text, SHAPE)));
}

/** That the dealer signed its coefficients, and all certificates together with them. */
export async function requireDealt(group, certificates, dealer, coefficients, signature, pace) {
  await requireSigned(group, SIGNATURE, dealer.verification, coefficients, pace);
  const message = certificatesText(certificates, coefficients);
  const everything = { message, signature: readProof(signature, group.order, SHAPE) };
  await requireSigned(group, SIGNATURE, dealer.verification, everything, pace);
}

/** g to the value of a polynomial at a place, by Horner's rule: places are small, and so are all powers. */
export function evaluated(group, coefficients, place) {
  return coefficients.reduceRight((value, next) => group.product([group.publicPower(value, BigInt(place)), next]));
}

/** The coefficients of the sum of all polynomials: the first is the committee's key. */
export function summed(group, coefficients) {
  return coefficients[0].map((_, power) => group.product(coefficients.map((each) => each[power])));
}

// --- the committee as published -------------------------------------------------------------------------------------

/**
 * A committee's parameters, everything in them checked.
 * @returns {Promise<{threshold: number, trustees: import("./keys.js").Trustee[], key: import("./groups.js").Element}>}
 */
export async function readThreshold(group, value, pace) {
  if (value !== null && typeof value === "object" && Object.keys(value).join() === RELEASE_2_0) {
    throw new Invalid("threshold-context", "members did not sign each other's certificates");
  }
  const names = ["threshold", "certs", "coefexps", "signatures", "verification_keys"];
  const fields = members(value, SHAPE, ...names);
  const threshold = count(fields.threshold, SHAPE);
  const certificates = await readCertificates(group, array(fields.certs, SHAPE), threshold, pace);
  const list = (name) => array(fields[name], SHAPE, certificates.length);
  const dealt = list("coefexps").map((each) => readSigned(each, group.order, SHAPE));
  const total = await addedUp(group, dealt, threshold, pace);
  for (const [place, signature] of list("signatures").entries()) {
    await requireDealt(group, certificates, certificates[place], dealt[place], signature, pace);
  }
  const trustees = [];
  for (const [place, key] of list("verification_keys").entries()) {
    trustees.push(await readMemberKey(group, certificates[place], evaluated(group, total, place + 1), key, pace));
  }
  return { threshold, trustees, key: total[0] };
}

async function addedUp(group, dealt, threshold, pace) {
  const coefficients = [];
  for (const signed of dealt) {
    coefficients.push(readCoefficients(group, signed, threshold));
    await pace();
  }
  const total = summed(group, coefficients);
  group.readKey(group.text(total[0])); // a key that protects nothing is refused
  return total;
}

/** A member's key: the one that the coefficients give, with the proof of its secret, signed by the member. */
export async function readMemberKey(group, certificate, expected, value, pace) {
  const fields = members(value, SHAPE, "pok", "public_key", "signature", "name?");
  const trustee = await readTrustee(group, fields, pace);
  if (group.text(expected) !== trustee.text) {
    throw new Invalid("threshold-key", "a member's key is not the one that the committee's coefficients give");
  }
  const signed = { message: trustee.text, signature: readProof(fields.signature, group.order, SHAPE) };
  await requireSigned(group, SIGNATURE, certificate.verification, signed, pace);
  return trustee;
}
