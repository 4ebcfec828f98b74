/**
 * Many powers for less than the sum of their costs, by whatever multiplication a group has. For public data only: the
 * work depends on the exponents. As `ballots/groups/simultaneous.py`.
 *
 * @template E
 * @typedef {object} Law how a group multiplies
 * @property {E} identity
 * @property {(left: E, right: E) => E} multiply
 * @property {(element: E) => E} square
 */

const AT_ONCE = 64; // products between two looks at the clock

const bitsOf = (number) => (number ? number.toString(2).length : 0);
const digitAt = (power, shift, width) => Number(BigInt.asUintN(width, power >> BigInt(shift)));

function cheapest(most, cost) {
  const widths = Array.from({ length: most }, (_, less) => less + 1);
  return widths.reduce((best, width) => (cost(width) < cost(best) ? width : best));
}

/**
 * ∏ element^power, by whichever way needs the fewest products. No power is negative.
 * @returns {Promise<E>}
 */
export async function productOfPowers(law, elements, powers, pace) {
  const bits = powers.reduce((most, power) => Math.max(most, bitsOf(power)), 0);
  const count = elements.length;
  const interleaved = (width) => count * ((1 << width) - 2 + Math.ceil(bits / width));
  const bucketed = (width) => Math.ceil(bits / width) * (count + (2 << width));
  const [width, digit] = [cheapest(7, interleaved), cheapest(16, bucketed)];
  if (interleaved(width) < bucketed(digit)) return straus(law, elements, powers, { bits, width }, pace);
  return pippenger(law, elements, powers, { bits, width: digit }, pace);
}

const shifts = ({ bits, width }) =>
  Array.from({ length: Math.ceil(bits / width) }, (_, place) => place * width).reverse();

export function squared(law, element, times) {
  let result = element;
  for (let done = 0; done < times; done += 1) result = law.square(result);
  return result;
}

/** A table of small powers for each element, and one chain of squarings for all. */
async function straus(law, elements, powers, size, pace) {
  const tables = [];
  for (const element of elements) {
    tables.push(smallPowers(law, element, 1 << size.width));
    await pace();
  }
  let result = law.identity;
  for (const shift of shifts(size)) {
    result = squared(law, result, size.width);
    for (const [place, power] of powers.entries()) {
      const digit = digitAt(power, shift, size.width);
      if (digit) result = law.multiply(result, tables[place][digit]);
      if (place % AT_ONCE === 0) await pace();
    }
  }
  return result;
}

export function smallPowers(law, element, length) {
  const row = [law.identity, element];
  while (row.length < length) row.push(law.multiply(row[row.length - 1], element));
  return row;
}

/** For each digit of the powers, the elements with the same digit are multiplied first. */
async function pippenger(law, elements, powers, size, pace) {
  let result = law.identity;
  for (const shift of shifts(size)) {
    const buckets = new Array(1 << size.width).fill(null);
    for (const [place, power] of powers.entries()) {
      const digit = digitAt(power, shift, size.width);
      if (digit) buckets[digit] = gathered(law, buckets[digit], elements[place]);
      if (place % AT_ONCE === 0) await pace();
    }
    result = law.multiply(squared(law, result, size.width), await weighted(law, buckets, pace));
  }
  return result;
}

const gathered = (law, held, element) => (held === null ? element : law.multiply(held, element));

/** ∏ bucket[d]^d, as the product of the products of all buckets from d upwards. */
async function weighted(law, buckets, pace) {
  let above = law.identity;
  let result = law.identity;
  for (let digit = buckets.length - 1; digit > 0; digit -= 1) {
    if (buckets[digit] !== null) above = law.multiply(above, buckets[digit]);
    result = law.multiply(result, above);
    if (digit % AT_ONCE === 0) await pace();
  }
  return result;
}

/**
 * Several powers of one element, with one chain of squarings for all of them (Yao). No power is negative.
 * @returns {E[]}
 */
export function powersOfOne(law, element, powers) {
  const bits = powers.reduce((most, power) => Math.max(most, bitsOf(power)), 1);
  const width = cheapest(11, (each) => bits / (each + 1) + (1 << each));
  const chain = [element];
  while (chain.length < bits) chain.push(law.square(chain[chain.length - 1]));
  return powers.map((power) => fromChain(law, chain, power, width));
}

/**
 * Element^power from chain[i] = element^(2^i). Digits are taken from the low end, odd, zeros skipped: the bucket of
 * the digit 2h + 1 stands at h, and ∏ bucket[h]^(2h+1) is (∏ bucket[h]^h)² · ∏ bucket[h].
 */
function fromChain(law, chain, power, width) {
  const buckets = new Array(1 << (width - 1)).fill(null);
  const bits = power.toString(2);
  for (let place = 0; place < bits.length; ) {
    if (bits[bits.length - 1 - place] === "0") {
      place += 1;
      continue;
    }
    const half = digitAt(power, place, width) >> 1;
    buckets[half] = gathered(law, buckets[half], chain[place]);
    place += width;
  }
  const once = buckets.reduce((product, held) => (held === null ? product : law.multiply(product, held)), law.identity);
  let above = law.identity;
  let weights = law.identity;
  for (const held of buckets.slice(1).reverse()) {
    if (held !== null) above = law.multiply(above, held);
    weights = law.multiply(weights, above);
  }
  return law.multiply(law.square(weights), once);
}
