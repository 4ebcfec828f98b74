/**
 * Pictures of candidates. All are fetched before anything is chosen, and each is kept for as long as the page stands: a
 * picture that was fetched when its candidate is shown would tell the server who has been taken off a list already.
 */

import { element } from "./draw.js";

/** @type {Map<string, HTMLElement>} */
const KEPT = new Map();

export function fetchPhotos({ questions }) {
  for (const { photo } of questions.filter(hasPhotos).flatMap(({ options }) => options)) {
    KEPT.set(photo, element("img", { class: "app-candidate", src: photo, alt: "" }));
  }
}

/** No candidate is seen unless all are. */
function hasPhotos({ options }) {
  return options.length > 0 && options.every(({ photo }) => photo);
}

/** The picture of an option, which leaves whatever page it was on; nothing where the question shows none. */
export function photoOf({ photo }) {
  return KEPT.get(photo);
}
