/** What the server says about a vote, held against the bytes of the election that every ballot is bound to. */

import { NonHomomorphic } from "../nonhomomorphic.js";
import { OPENED_ONE_BY_ONE } from "./answer.js";
import { say, VARIANTS } from "./words.js";

const YES_NO = "yes-no";


/** The facts with an answer's words where the kind of question fixes them. */
export function understood(data) {
  return { ...data, questions: data.questions.map(withOptions) };
}

function withOptions(asked) {
  if (asked.kind !== YES_NO) return asked;
  const names = { yes: inEvery("choose.yes"), no: inEvery("choose.no") };
  return { ...asked, options: Object.entries(names).map(([id, name]) => ({ id, name })) };
}

function inEvery(key) {
  return Object.fromEntries(VARIANTS.map((variant) => [variant.replace("-", "_"), say(variant, key)]));
}

/**
 * Does the voter read the questions that the ballot will answer? A server that shows others is found out here.
 * @param {object} facts
 * @param {import("../election.js").Election} election
 */
export function asWritten(facts, election) {
  const { questions } = election;
  return (
    facts.uuid === election.uuid &&
    facts.questions.length === questions.length &&
    facts.questions.every((asked, place) => isSame(asked, questions[place]))
  );
}

function isSame(asked, published) {
  const answers = asked.kind === YES_NO ? ["Yes", "No"] : asked.options.map(({ name }) => inBoth(name));
  if (inBoth(asked.text) !== published.text || !isEqual(answers, published.answers)) return false;
  const isMixed = OPENED_ONE_BY_ONE.includes(asked.kind);
  if (published instanceof NonHomomorphic) return isMixed && isEqual(countedBy(asked), published.extra);
  return !isMixed && ["minimum", "maximum", "blank"].every((limit) => asked[limit] === published[limit]);
}

/** How a question says in the published election that its numbers are to be read. */
function countedBy({ kind, grades }) {
  return kind === "grades" ? { method: kind, grades: grades.map(inBoth) } : { method: kind };
}

function isEqual(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** As a text stands in the published election: English, then Welsh, once where they are the same. */
function inBoth({ en = "", cy = "" }) {
  return [...new Set([en.trim(), cy.trim()].filter(Boolean))].join(" / ");
}
