/**
 * How a committee makes its key: what one member writes, and what it checks of the others (specification §6.5).
 *
 * Who deals last could choose its polynomial by the others' coefficients. So every member first hands over the
 * `commitmentOf` its dealing, and the dealing itself only when all commitments are in.
 */

import { below } from "../booth/chance.js";
import { array, b64Hash, count, hexHash, LARGE, members, read, scalar, string } from "../booth/encoding.js";
import { utf8ToBytes, write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { SHAPE } from "../booth/keys.js";
import { proveKnowledge } from "../booth/proofs.js";
import { readSigned } from "../booth/signed.js";
import * as threshold from "../booth/threshold.js";
import { receive, send, sign, signature } from "./channel.js";

const COMMITMENT = "threshold-commitment";
const SHARE = "threshold-share";
const DEALING = ["polynomial", "secrets", "coefexps", "signature"];
const LETTER = ["polynomial", "secrets", "coefexps", "signatures"];

/** @typedef {import("./channel.js").Writer} Writer */

const json = (text) => read(utf8ToBytes(text), LARGE);
const textOf = (bytes) => new TextDecoder().decode(bytes);

// --- certificates ---------------------------------------------------------------------------------------------------

/**
 * The certificate of one member, `index` counted from 1.
 * @param {Writer} writer
 * @param {{threshold: number, size: number, index: number}} seat
 * @returns {Promise<string>}
 */
export async function certify(writer, seat) {
  return textOf(write(await sign(writer, certificateText(writer, seat))));
}

/** What a member signs of itself; its hash is the fingerprint of its key. */
export function certificateText({ group, keys }, { threshold: needed, size, index }) {
  const context = threshold.contextOf(group, size, needed, index);
  return textOf(write({ context, verification: keys.verificationText, encryption: keys.encryptionText }));
}

/**
 * The members as their certificates name them, all of them checked, and this one's place among them.
 * @param {Writer} writer
 * @param {string[]} certificates
 */
async function readRoster({ group, keys, pace }, certificates) {
  const values = certificates.map(json);
  if (!values.length) throw new Invalid(SHAPE, "there is no certificate");
  const first = json(readSigned(values[0], group.order, SHAPE).message);
  const { context } = members(first, SHAPE, "context", "verification", "encryption");
  const { threshold: needed } = members(context, SHAPE, "group", "size", "threshold", "index");
  const everybody = await threshold.readCertificates(group, values, count(needed, SHAPE), pace);
  const place = everybody.findIndex(({ verificationText }) => verificationText === keys.verificationText);
  if (place < 0) throw new Invalid("threshold-certificate", "the certificate of this key is not among them");
  return { everybody, needed, place };
}

// --- dealings -------------------------------------------------------------------------------------------------------

/**
 * A member's dealing, after all certificates were checked. It follows from the writer and the certificates alone, so it
 * is the same when it is made again (decision 15).
 * @param {Writer} writer
 * @param {string[]} certificates
 * @returns {Promise<string>}
 */
export async function deal(writer, certificates) {
  const { group, keys, drawFor, pace } = writer;
  const { everybody, needed } = await readRoster(writer, certificates);
  const draw = drawFor(`polynomial|${hexHash(write(everybody.map((each) => each.json)))}`);
  const polynomial = Array.from({ length: needed }, () => below(group.order, draw));
  const coefexps = [];
  for (const coefficient of polynomial) coefexps.push(await group.power(coefficient, pace));
  const signed = await sign(writer, textOf(write({ coefexps })));
  const own = await send(writer, keys.encryptionText, { polynomial: polynomial.map(String) });
  const secrets = [];
  for (const [place, { encryptionText }] of everybody.entries()) {
    const value = valueAt(polynomial, BigInt(place + 1), group.order);
    secrets.push(await send(writer, encryptionText, { secret: `${value}` }));
  }
  const everything = await signature(writer, threshold.certificatesText(everybody, signed));
  return textOf(write({ polynomial: own, secrets, coefexps: signed, signature: everything }));
}

/** Horner's rule. */
function valueAt(polynomial, place, order) {
  return polynomial.reduceRight((value, coefficient) => (value * place + coefficient) % order, 0n);
}

/**
 * The hash of a dealing's public coefficients: it binds them, and tells nothing of them.
 * @param {string} dealing
 * @returns {string} 43 characters
 */
export function commitmentOf(dealing) {
  return b64Hash(write(members(json(dealing), SHAPE, ...DEALING).coefexps));
}

// --- shares ---------------------------------------------------------------------------------------------------------

/**
 * A member's share of the key: sealed for itself, with the public key that belongs to it. Every value that it was dealt
 * is compared with the public coefficients, and those with what their dealers committed to.
 * @param {Writer} writer
 * @param {string[]} certificates
 * @param {string} letter with this member's part of all dealings
 * @param {{committed: string[], name?: string}} parts
 * @returns {Promise<string>}
 */
export async function finish(writer, certificates, letter, { committed, name }) {
  const { group, keys, drawFor, pace } = writer;
  const roster = await readRoster(writer, certificates);
  const fields = members(json(letter), SHAPE, ...LETTER);
  const dealt = await readDealt(writer, roster, fields, committed);
  await requireOwnPolynomial(writer, roster, fields.polynomial, dealt[roster.place]);
  const values = await received(writer, roster, fields.secrets, dealt);
  const secret = values.reduce((sum, value) => sum + value) % group.order;
  const key = await group.power(secret, pace);
  const prefix = `pok|${group.name}|${key}|`;
  const pok = await proveKnowledge(group, prefix, secret, drawFor(prefix), pace);
  const vouched = { pok, public_key: key, signature: await signature(writer, key), ...(name ? { name } : {}) };
  const kept = await send(writer, keys.encryptionText, { decryption_key: `${secret}` });
  return textOf(write({ private_key: kept, public_key: vouched }));
}

async function readDealt({ group, pace }, { everybody, needed }, fields, committed) {
  const size = everybody.length;
  const [coefexps, signatures] = [array(fields.coefexps, SHAPE, size), array(fields.signatures, SHAPE, size)];
  if (committed.length !== size) throw new Invalid(COMMITMENT, `${size} commitments are expected`);
  const dealt = [];
  for (const [place, value] of coefexps.entries()) {
    if (b64Hash(write(value)) !== committed[place]) {
      throw new Invalid(COMMITMENT, `member ${place + 1} dealt other coefficients than the committed ones`);
    }
    const signed = readSigned(value, group.order, SHAPE);
    dealt.push(threshold.readCoefficients(group, signed, needed));
    await threshold.requireDealt(group, everybody, everybody[place], signed, signatures[place], pace);
  }
  return dealt;
}

/** The router gave back what this member dealt, not something that it signed in another ceremony. */
async function requireOwnPolynomial(writer, { everybody, needed, place }, sealed, coefficients) {
  const { group, pace } = writer;
  const opened = await receive(writer, everybody[place].verification, string(sealed, SHAPE));
  const polynomial = array(members(opened, SHAPE, "polynomial").polynomial, SHAPE, needed);
  for (const [power, text] of polynomial.entries()) {
    if ((await group.power(scalar(text, group.order), pace)) !== group.text(coefficients[power])) {
      throw new Invalid(SHARE, "these are not the coefficients that this member dealt");
    }
  }
}

/** The values that all members dealt to this one, each the value of its dealer's polynomial. */
async function received(writer, { everybody, place }, sealed, dealt) {
  const { group, pace } = writer;
  const values = [];
  for (const [dealer, text] of array(sealed, SHAPE, everybody.length).entries()) {
    const opened = await receive(writer, everybody[dealer].verification, string(text, SHAPE));
    const value = scalar(members(opened, SHAPE, "secret").secret, group.order);
    const expected = threshold.evaluated(group, dealt[dealer], place + 1);
    if ((await group.power(value, pace)) !== group.text(expected)) {
      throw new Invalid(SHARE, `the value that member ${dealer + 1} dealt is not on its polynomial`);
    }
    values.push(value);
  }
  return values;
}

/**
 * The keys of all members in their order, as a letter that was checked gives them.
 * @param {Writer} writer
 * @param {string} letter
 * @returns {string[]}
 */
export function memberKeys({ group }, letter) {
  const signed = array(json(letter).coefexps, SHAPE).map((value) => readSigned(value, group.order, SHAPE));
  const dealt = signed.map((each) => threshold.readCoefficients(group, each, json(each.message).coefexps.length));
  const total = threshold.summed(group, dealt);
  return dealt.map((_, place) => group.text(threshold.evaluated(group, total, place + 1)));
}

/**
 * The exponent with which a member decrypts, from the share that it published.
 * @param {Writer} writer
 * @param {string} share
 * @returns {Promise<bigint>}
 */
export async function shareSecret(writer, share) {
  const { group, keys } = writer;
  const { private_key: sealed } = members(json(share), SHAPE, "private_key", "public_key");
  const opened = await receive(writer, group.read(keys.verificationText), string(sealed, SHAPE));
  return scalar(members(opened, SHAPE, "decryption_key").decryption_key, group.order);
}
