/** The published list of who may vote, with what weight. */

import { array, LARGE, read, string } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";

const CODE = "credentials-shape";
const LARGEST_WEIGHT = 10n ** 11n; // of all together: the protocol's limit

/**
 * @param {Uint8Array} bytes
 * @returns {Map<string, bigint>} each public credential with its weight; that they are members is not yet tested
 */
export function readCredentials(bytes) {
  const entries = array(read(bytes, LARGE), CODE).map((entry) => string(entry, CODE).split(/,(.*)/s));
  const isWeighted = entries.length > 0 && entries[0].length > 1;
  const weights = new Map();
  let total = 0n;
  for (const [credential, weight] of entries) {
    if ((weight !== undefined) !== isWeighted) throw new Invalid("weights-mixed", "some credentials have no weight");
    if (weights.has(credential)) throw new Invalid("credential-repeated", `listed twice: ${credential.slice(0, 64)}`);
    weights.set(credential, isWeighted ? readWeight(weight) : 1n);
    total += weights.get(credential);
  }
  if (total > LARGEST_WEIGHT) throw new Invalid("total-weight", "the credentials together weigh too much");
  return weights;
}

function readWeight(text) {
  if (!/^(0|[1-9][0-9]{0,999})$/.test(text)) throw new Invalid(CODE, "not a plain decimal number");
  return BigInt(text);
}
