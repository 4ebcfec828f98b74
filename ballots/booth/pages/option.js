/** One option of a question, as every kind of question shows it: a picture, the name, and more to read below. */

import { element, more, paragraph } from "./draw.js";
import { photoOf } from "./photos.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

/** The name for a label, with the candidate's photo if there is one, or in Easy Read with a drawing. */
export function named(frame, option, drawn = null) {
  return [photoOf(option) ?? (drawn && isEasy(frame.variant) && picture(drawn)), frame.written(option.name)];
}

/** What a candidate says, opened on the page itself. */
export function statement(frame, option) {
  const words = frame.words(option.statement ?? {});
  if (!words) return null;
  const paragraphs = words.split(/\n\s*\n/).map((part) => paragraph(part));
  const { lang } = frame.written(option.statement);
  const read = element("div", { lang: lang || null }, ...paragraphs);
  return more(frame.say("choose.more", { name: frame.words(option.name) }), read);
}
