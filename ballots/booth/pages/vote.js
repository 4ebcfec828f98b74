/** What the server says about a vote, held against the bytes of the election that every ballot is bound to. */

import { say, VARIANTS } from "./words.js";

const YES_NO = "yes-no";

/** The facts with an answer's words where the kind of question fixes them. */
export function understood(data) {
  return { ...data, questions: data.questions.map(withAnswers) };
}

function withAnswers(asked) {
  return asked.kind === YES_NO ? { ...asked, answers: [inEvery("choose.yes"), inEvery("choose.no")] } : asked;
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
  const answers = asked.kind === YES_NO ? ["Yes", "No"] : asked.answers.map(inBoth);
  return (
    inBoth(asked.text) === published.text &&
    answers.length === published.answers.length &&
    answers.every((answer, place) => answer === published.answers[place]) &&
    ["minimum", "maximum", "blank"].every((limit) => asked[limit] === published[limit])
  );
}

/** As a text stands in the published election: English, then Welsh, once where they are the same. */
function inBoth({ en = "", cy = "" }) {
  return [...new Set([en.trim(), cy.trim()].filter(Boolean))].join(" / ");
}
