/** Which page serves which duty. A duty without a page is waiting, or the keyroom does it by itself. */

import { showMakingCodes } from "./codes-page.js";
import { showMakingKey } from "./making-page.js";
import { showOpening, showShuffling } from "./part-page.js";

/** @type {Record<string, (room: import("./room.js").Room) => void>} */
export const PAGES = {
  "bring-key": showMakingKey,
  certify: showMakingKey,
  "bring-codes": showMakingCodes,
  shuffle: showShuffling,
  "open-sum": showOpening,
};

/** Steps of the ceremony that need nothing of a person but an opened key. */
export const BY_ITSELF = ["commit", "deal", "finish"];
