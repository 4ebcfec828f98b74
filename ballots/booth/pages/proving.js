/** Is what was typed a voting code of this vote? Asked of the whole public list, so that nobody learns whose it is. */

import { credentialOf, isCode, publicPart } from "../credentials.js";
import { isTrouble, wantsSignIn } from "./talk.js";

/**
 * A wrong code is refused as a whole: no letter of it is named.
 * @param {string} code
 * @param {import("../election.js").Election} election
 * @param {() => Promise<Set<string>>} list the public credentials
 * @returns {Promise<{credential?: bigint, wrong?: string}>} the credential, or the name of what is wrong
 */
export async function proved(code, election, list) {
  if (!isCode(code)) return { wrong: "code.wrong" };
  try {
    const known = await list();
    const credential = await credentialOf(code, election);
    return known.has(publicPart(credential)) ? { credential } : { wrong: "code.wrong" };
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return { wrong: wantsSignIn(error) ? "code.signin" : "code.nolist" };
  }
}
