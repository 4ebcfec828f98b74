/** The desk: what is done, what I do next, and whom we wait for. */

import { button, element, inset, link, linkButton, more, paragraph } from "../../booth/pages/draw.js";
import { status, subheading } from "../../booth/pages/draw.js";
import { showCancelling } from "./cancelling-page.js";
import { BY_ITSELF, PAGES } from "./duties.js";
import { showHanding } from "./handing-page.js";
import { isBrought, showOpeningKey } from "./opening-key-page.js";
import { showRestoring } from "./restoring-page.js";
import { whyNot, signInLink } from "./stop.js";
import { tasks } from "./tasks.js";

const TO_A_KEY = ["bring-key", "certify"];
const WAITING = ["wait-for-others", "wait-for-opening", "wait-for-end", "done"];

/** @param {import("./room.js").Room} room */
export function showDesk(room) {
  const { frame, facts } = room;
  const holdsKey = facts.owner !== null || facts.duties.some((duty) => TO_A_KEY.includes(duty));
  const keepsCodes = facts.keeps_codes || facts.duties.includes("bring-codes");
  frame.show({
    key: "desk",
    title: room.say("desk.title"),
    body: [
      paragraph(frame.written(facts.title)),
      ...trouble(room),
      ...next(room),
      holdsKey && subheading(room.say("desk.key")),
      holdsKey && tasks(ofKey(room)),
      facts.key && fingerprints(room),
      keepsCodes && subheading(room.say("desk.codes")),
      keepsCodes && tasks(ofCodes(room)),
      isBrought(facts) && more(room.say("lost.title"), ...lost(room)),
      paragraph(link(room.say("desk.leave"), frame.address(frame.home))),
    ].filter(Boolean),
  });
}

function trouble(room) {
  if (!room.trouble) return [];
  const words = whyNot(room.trouble);
  const again = button(room.say("stop.again"), () => room.refresh(), "secondary");
  return [inset(paragraph(room.say(words)), words === "stop.signin" && signInLink(room.frame), again)];
}

/** The one thing to do now, or whom we wait for: read out when it changes. */
function next(room) {
  const { facts } = room;
  const line = status({ id: "next" });
  const duty = facts.duties.find((one) => one in PAGES);
  if (duty) return [line, button(room.say(`next.${duty}`), () => PAGES[duty](room))];
  const own = facts.duties.find((one) => BY_ITSELF.includes(one));
  if (own && !room.key) return [paragraph(room.say("next.open")), opening(room)];
  const words = own ? room.say("next.working") : waiting(room);
  queueMicrotask(() => (line.textContent = words)); // after it stands on the page, so that it is read out
  return [line];
}

function waiting(room) {
  const missing = awaited(room.facts);
  if (missing.length) return room.say("next.others", { numbers: missing.join(", ") });
  return room.say(`next.${room.facts.duties.find((duty) => WAITING.includes(duty)) ?? "done"}`);
}

/** The numbers of the key-holders who have still to bring what is now wanted of all. */
function awaited({ duties, owner, size, needed, certificates, commitments, dealt, keys }) {
  const isWaiting = duties.some((duty) => duty === "wait-for-others" || duty === "wait-for-opening");
  if (owner === null || !isWaiting) return [];
  const rounds = needed < size ? [certificates, commitments, dealt, keys] : [keys];
  const wanted = rounds.find((given) => given.some((one) => !one)) ?? [];
  return wanted.flatMap((one, place) => (one ? [] : [place + 1]));
}

// --- a key-holder ---------------------------------------------------------------------------------------------------

function ofKey(room) {
  const { facts } = room;
  const isMade = isBrought(facts);
  const isJoining = facts.duties.some((duty) => BY_ITSELF.includes(duty));
  const isBefore = facts.state === "rolled";
  const isComplete = facts.keys.every(Boolean);
  return [
    state(room, room.say("task.make"), isMade, !isMade),
    facts.needed < facts.size && state(room, room.say("task.together", facts), Boolean(facts.share), isJoining),
    state(room, room.say("task.compare"), !isBefore, isComplete && isBefore, room.say("task.comparehint")),
    facts.duties.includes("shuffle") && state(room, room.say("task.shuffle"), false, true),
    state(room, room.say("task.open"), facts.opened.includes(facts.owner), facts.duties.includes("open-sum")),
  ].filter(Boolean);
}

function state(room, title, isDone, isNow, hint = undefined) {
  const kind = isDone ? "done" : isNow ? "now" : "wait";
  return { title, state: kind, words: room.say(`task.is${kind}`), hint };
}

function fingerprints(room) {
  const { facts } = room;
  const others = facts.keys.map((key, place) =>
    element(
      "div",
      { class: "govuk-summary-list__row" },
      element("dt", { class: "govuk-summary-list__key" }, named(room, place + 1)),
      element("dd", { class: "govuk-summary-list__value" }, key ?? room.say("keys.missing")),
    ),
  );
  return element(
    "div",
    {},
    subheading(room.say("keys.title")),
    ...(room.key?.short ? mine(room) : closed(room)),
    element("dl", { class: "govuk-summary-list" }, ...others),
  );
}

function mine(room) {
  return [
    element("p", { class: "govuk-body govuk-!-margin-bottom-1" }, room.say("keys.mine")),
    element("p", { class: "app-fingerprint" }, room.key.short),
    paragraph(room.say("keys.words")),
  ];
}

/** What the server says is not what is to be read out. */
function closed(room) {
  return [
    paragraph(room.say("keys.closed")),
    opening(room, "secondary"),
  ];
}

function opening(room, kind = "") {
  return button(room.say("open.title"), () => showOpeningKey(room), kind);
}

function named(room, number) {
  return room.say(number === room.facts.owner ? "keys.me" : "keys.holder", { number });
}

function lost(room) {
  const { facts } = room;
  const without = facts.needed < facts.size ? "lost.others" : "lost.all";
  return [
    paragraph(room.say("lost.words")),
    paragraph(linkButton(room.say("restore.title"), () => showRestoring(room))),
    paragraph(room.say(without, facts)),
  ];
}

// --- the keeper of the codes ----------------------------------------------------------------------------------------

function ofCodes(room) {
  const { facts } = room;
  const isGiven = facts.state !== "rolled";
  const give = state(room, room.say("task.give"), isGiven, facts.keeps_codes, room.say("task.givehint"));
  const hand = facts.keeps_codes ? { ...give, press: () => showHanding(room) } : give;
  const replace = { ...state(room, room.say("cancel.title"), false, false), press: () => showCancelling(room) };
  const isOpen = facts.keeps_codes && facts.state === "open";
  const made = state(room, room.say("task.codes"), facts.keeps_codes, !facts.keeps_codes);
  return [made, hand, isOpen && { ...replace, words: room.say("task.isasked") }].filter(Boolean);
}
