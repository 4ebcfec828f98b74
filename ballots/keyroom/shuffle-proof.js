/**
 * Terelius and Wikström: the same votes, encrypted once more, in another order. In the names of the protocol's §10.
 *
 * What secrets meet here: the order and the randomness of one shuffle, each drawn for it and forgotten with it. The
 * work of sums and of powers of fixed bases does not depend on them; that of three long products does, on the
 * key-holder's own device.
 */

import { below, fromDevice } from "../booth/chance.js";
import { hexHash, numberOf } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { challengeOf } from "../booth/proofs.js";

const SHORT = 16; // bytes of a coefficient: the chance of a false proof is one in 2^128
const AT_ONCE = 64; // texts between two looks at the clock

/**
 * Under the key y of the election with this fingerprint, `after` is `before`, permuted and encrypted again.
 * @typedef {object} Statement
 * @property {import("./arithmetic/arithmetic.js").Arithmetic} arithmetic
 * @property {import("./arithmetic/fixed-base.js").FixedBase} y
 * @property {string} fingerprint
 * @property {[unknown, unknown][]} before
 * @property {[unknown, unknown][]} after
 *
 * @typedef {object} Proof
 * @property {unknown[]} t t1, t2, t3, t41, t42
 * @property {unknown[]} tHat
 * @property {bigint[]} s s1 to s4
 * @property {bigint[]} sHat
 * @property {bigint[]} sPrime
 * @property {unknown[]} c
 * @property {unknown[]} cHat
 */

// --- making ---------------------------------------------------------------------------------------------------------

/**
 * The prover knows ψ and r′ with e′_i = e_j · (g^r′_j, y^r′_j) for j = ψ(i): `order[i]` and `randomness[j]`.
 *
 * c_j = g^r_j · h_i commits to ψ, and only then are the weights u known. The chain ĉ_i = g^r̂_i · ĉ_(i−1)^u′_i from
 * ĉ_0 = h multiplies them up in their new order u′_i = u_j. The maker knows every link as a power of g and of h, which
 * costs two fixed bases instead of a power of the link before.
 * @param {Statement} statement
 * @param {number[]} order
 * @param {bigint[]} randomness
 * @param {import("../booth/chance.js").Draw} draw
 * @returns {Promise<Proof>}
 */
export async function proveShuffle(statement, order, randomness, draw) {
  const { arithmetic } = statement;
  const { generator, modulo, pace } = arithmetic;
  const [h, ...each] = await arithmetic.independent(order.length + 1);
  const drawn = () => order.map(() => below(arithmetic.order, draw));
  const [r, rHat, wHat, wPrime] = [drawn(), drawn(), drawn(), drawn()];
  const w = [0, 1, 2, 3].map(() => below(arithmetic.order, draw));
  const c = [];
  for (const [i, j] of order.entries()) {
    c[j] = arithmetic.multiply(generator.power(r[j]), each[i]);
    await pace();
  }
  const text = await listed(arithmetic, [...statement.before.flat(), ...statement.after.flat(), ...c]);
  const u = weights(statement, text);
  const uPrime = order.map((j) => u[j]);
  const chain = await chained(arithmetic, h, { rHat, wHat, wPrime, uPrime });
  const t = await commitments(statement, each, w, wPrime);
  const cStar = await challenge(statement, text, { t, ...chain });
  const sums = [sum(modulo, r), folded(modulo, rHat, uPrime), dot(modulo, r, u), dot(modulo, randomness, u)];
  const responses = (nonces, secrets) => nonces.map((nonce, place) => modulo(nonce + secrets[place] * cStar));
  return { t, c, ...chain, s: responses(w, sums), sHat: responses(wHat, rHat), sPrime: responses(wPrime, uPrime) };
}

const sum = (modulo, secrets) => modulo(secrets.reduce((total, secret) => total + secret, 0n));
const dot = (modulo, secrets, factors) => sum(modulo, secrets.map((secret, place) => secret * factors[place]));

/** Σ r̂_i · u′_(i+1) ⋯ u′_N: the exponent of g that the chain ends with. */
const folded = (modulo, secrets, factors) =>
  secrets.reduce((total, secret, place) => modulo(secret + total * factors[place]), 0n);

/** Every ĉ_i, and t̂_i = g^ŵ_i · ĉ_(i−1)^w′_i. */
async function chained(arithmetic, h, { rHat, wHat, wPrime, uPrime }) {
  const { generator, modulo, pace } = arithmetic;
  const base = arithmetic.table(h);
  await base.built(pace);
  const power = (ofG, ofH) => arithmetic.multiply(generator.power(modulo(ofG)), base.power(modulo(ofH)));
  const [cHat, tHat] = [[], []];
  let [ofG, ofH] = [0n, 1n];
  for (const [place, link] of rHat.entries()) {
    tHat.push(power(wHat[place] + ofG * wPrime[place], ofH * wPrime[place]));
    [ofG, ofH] = [modulo(link + ofG * uPrime[place]), modulo(ofH * uPrime[place])];
    cHat.push(power(ofG, ofH));
    await pace();
  }
  return { cHat, tHat };
}

/** t1 = g^w1, t2 = g^w2, t3 = g^w3 · ∏h_i^w′_i, t41 = y^−w4 · ∏β′_i^w′_i, t42 = g^−w4 · ∏α′_i^w′_i. */
async function commitments({ arithmetic, y, after }, each, [w1, w2, w3, w4], wPrime) {
  const { generator, modulo } = arithmetic;
  const half = (which) => after.map((ciphertext) => ciphertext[which]);
  const times = async (power, elements) => arithmetic.multiply(power, await arithmetic.multiExp(elements, wPrime));
  return [
    generator.power(w1),
    generator.power(w2),
    await times(generator.power(w3), each),
    await times(y.power(modulo(-w4)), half(1)),
    await times(generator.power(modulo(-w4)), half(0)),
  ];
}

// --- checking -------------------------------------------------------------------------------------------------------

/**
 * `Invalid` unless, with c̄ = ∏c_i/∏h_i, c̃ = ∏c_i^u_i, ĉ = ĉ_N/h^∏u_i, α̃ = ∏α_i^u_i and β̃ = ∏β_i^u_i:
 *
 *     t1 = g^s1 · c̄^−c*                        t41 = y^−s4 · ∏β′_i^s′_i · β̃^−c*
 *     t2 = g^s2 · ĉ^−c*                        t42 = g^−s4 · ∏α′_i^s′_i · α̃^−c*
 *     t3 = g^s3 · ∏h_i^s′_i · c̃^−c*            t̂_i = g^ŝ_i · ĉ_(i−1)^s′_i · ĉ_i^−c*, where ĉ_0 = h
 *
 * All are tested at once: each is raised to a coefficient of its own, drawn here after the proof was made, and the
 * product of all sides must be 1. The caller knows that all elements are members; otherwise parts of small order could
 * cancel one another.
 * @param {Statement} statement
 * @param {Proof} proof
 */
export async function requireShuffle(statement, proof) {
  const { arithmetic } = statement;
  const everything = [...statement.before.flat(), ...statement.after.flat(), ...proof.c];
  const text = await listed(arithmetic, everything);
  const cStar = await challenge(statement, text, proof);
  const independent = await arithmetic.independent(proof.c.length + 1);
  const k = Array.from({ length: 5 + proof.tHat.length }, () => numberOf(fromDevice(SHORT)));
  const products = [
    longTerms(statement, proof, { u: weights(statement, text), cStar, k, independent }),
    [[...proof.t, ...proof.tHat], k],
  ];
  let product = arithmetic.identity;
  for (const [elements, powers] of products) {
    product = arithmetic.multiply(product, await arithmetic.multiExp(elements, powers));
  }
  if (!arithmetic.isIdentity(product)) {
    throw new Invalid("shuffle-proof", "a shuffle did something else than to encrypt again and reorder");
  }
}

/** Every base of the equations above with its power in their product, all but the short ones of t and t̂. */
function longTerms({ arithmetic, y, before, after }, proof, { u, cStar, k, independent: [h, ...each] }) {
  const [s1, s2, s3, s4] = proof.s;
  const [k1, k2, k3, k41, k42, ...kHat] = k;
  const links = kHat.map((k_i, i) => k_i * proof.sPrime[i]);
  const chain = [0n, ...kHat].map((k_i, i) => cStar * k_i - (links[i] ?? 0n));
  chain[0] -= cStar * k2 * u.reduce((product, u_i) => arithmetic.modulo(product * u_i), 1n);
  chain[chain.length - 1] += cStar * k2;
  const steps = kHat.reduce((sum, k_i, i) => sum + k_i * proof.sHat[i], 0n);
  const ofHalf = (ciphertexts, which, power) => ciphertexts.map((ciphertext, i) => [ciphertext[which], power(i)]);
  const terms = [
    [arithmetic.generator.base, s4 * k42 - s1 * k1 - s2 * k2 - s3 * k3 - steps],
    [y.base, s4 * k41],
    ...each.map((h_i, i) => [h_i, -cStar * k1 - proof.sPrime[i] * k3]),
    ...proof.c.map((c_i, i) => [c_i, cStar * (k1 + u[i] * k3)]),
    ...[h, ...proof.cHat].map((link, i) => [link, chain[i]]),
    ...ofHalf(before, 0, (i) => cStar * k42 * u[i]),
    ...ofHalf(before, 1, (i) => cStar * k41 * u[i]),
    ...ofHalf(after, 0, (i) => -k42 * proof.sPrime[i]),
    ...ofHalf(after, 1, (i) => -k41 * proof.sPrime[i]),
  ];
  return [terms.map(([element]) => element), terms.map(([, power]) => power)];
}

// --- what is hashed -------------------------------------------------------------------------------------------------

/** After every element a comma, after the last one too. */
async function listed(arithmetic, elements) {
  let text = "";
  for (let start = 0; start < elements.length; start += AT_ONCE) {
    text += arithmetic.texts(elements.slice(start, start + AT_ONCE)).map((one) => `${one},`).join("");
    await arithmetic.pace();
  }
  return text;
}

/** u_1 … u_N. */
function weights({ arithmetic, fingerprint, before }, text) {
  const seed = hexHash(`shuffle-challenges|${fingerprint}|${text}`);
  return before.map((_, place) => challengeOf(seed + hexHash(`${place}`), [], arithmetic.order));
}

/** c*: everything the prover must not change any more, and the key. */
async function challenge({ arithmetic, fingerprint, y }, text, { t, tHat, cHat }) {
  const [first, last] = [await listed(arithmetic, [...t, ...tHat]), await listed(arithmetic, cHat)];
  const prefix = `shuffle-challenge|${fingerprint}|${first}${text}${last}`;
  return challengeOf(prefix, [arithmetic.text(y.base)], arithmetic.order);
}
