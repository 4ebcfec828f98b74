/** A committee's steps, made by an opened key from what the others have handed over, all of it checked here. */

import { Invalid } from "../../booth/errors.js";
import { commitmentOf } from "../ceremony.js";
import { rememberKeys } from "./fingerprints.js";

/** @param {import("./room.js").Room} room with an opened key */
export async function takeStep({ facts, server, key }) {
  const { holder, name } = key;
  const occasion = occasionOf(facts);
  const duty = ["commit", "deal", "finish"].find((one) => facts.duties.includes(one));
  if (duty === "finish") {
    const committed = remembered(facts);
    const share = await holder.share(occasion, facts.certificates, facts.letter, { committed, name });
    rememberKeys(facts, holder.keysOfAll(facts.letter));
    return server.bring("share", share);
  }
  const dealing = await holder.dealing(occasion, facts.certificates);
  const commitment = commitmentOf(dealing);
  if (duty === "commit") return server.bring("commitment", commitment);
  if (facts.commitments[facts.owner - 1] !== commitment) {
    throw new Invalid("commitment-other", "another dealing was begun with this key, by another program");
  }
  remembered(facts);
  return server.bring("dealing", dealing);
}

/** Which vote, and which attempt at its key. */
export function occasionOf({ uuid, round }) {
  return `${uuid}|${round}`;
}

/**
 * The commitments of all members as they were before any dealing was shown. They are kept on this device, so that a
 * server that shows others later is found out.
 */
function remembered({ uuid, round, commitments }) {
  const place = `cydlais|commitments|${uuid}|${round}`;
  const kept = localStorage.getItem(place);
  if (kept !== null) return JSON.parse(kept);
  localStorage.setItem(place, JSON.stringify(commitments));
  return commitments;
}
