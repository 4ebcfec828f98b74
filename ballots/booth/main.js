/** The voting booth: opens in the member's browser, and everything secret happens and stays here. */

import { makeReady } from "./ballot.js";
import { readElection } from "./election.js";
import { utf8ToBytes } from "./encoding.js";
import { Invalid } from "./errors.js";
import { Cancelling } from "./pages/cancelling.js";
import { button, linkAside, paragraph } from "./pages/draw.js";
import { Frame } from "./pages/frame.js";
import { Idle } from "./pages/idle.js";
import { Journey } from "./pages/journey.js";
import { isTrouble, Refused, Server, wantsSignIn } from "./pages/talk.js";
import { asWritten, understood } from "./pages/vote.js";
import { speak } from "./pages/words.js";
import { requireTrustees } from "./trustees.js";
import cyEasy from "./words/cy-easy.json";
import cy from "./words/cy.json";
import enEasy from "./words/en-easy.json";
import en from "./words/en.json";

const ADDRESS = /^\/(en|cy|en-easy|cy-easy)(\/votes\/([^/]+))\/booth\/?$/;
const WARNS_BEFORE = 5; // minutes before the sign-in ends

const [, variant, home, vote] = ADDRESS.exec(location.pathname);
speak({ en, cy, "en-easy": enEasy, "cy-easy": cyEasy });
const frame = new Frame(document.getElementById("booth"), variant, { home, here: `${home}/booth` });
const server = new Server(vote);

if (!globalThis.isSecureContext) showStop("old.plain", "old.plainwords");
else if (!canLock()) showStop("old.title", "old.words");
else open();

/** What locking a vote needs; whole numbers of any size a browser has, or it could not have read this script. */
function canLock() {
  return Boolean(crypto.subtle && crypto.getRandomValues && AbortSignal.timeout && Object.hasOwn);
}

async function open() {
  frame.onVariant = open;
  try {
    const facts = understood(await server.data());
    frame.about = facts;
    if (!facts.is_open) return showStop("stop.title", facts.state === "rolled" ? "stop.notyet" : "stop.closed");
    if (facts.cancels) return cancel(facts, readElection(await server.election()));
    if (facts.voted && !facts.revote) return showStop("refused.voted", "refused.second-ballot");
    const election = readElection(await server.election());
    if (!asWritten(facts, election)) return showStop("stop.other", "stop.otherwords");
    const holders = await requireTrustees(utf8ToBytes(String(facts.trustees)), election);
    return begin({ ...facts, holders }, election);
  } catch (error) {
    return showUnopened(error);
  }
}

/** Somebody who votes on paper after all: nothing is chosen here. */
async function cancel(facts, election) {
  if (!asWritten(facts, election)) return showStop("stop.other", "stop.otherwords");
  const holders = await requireTrustees(utf8ToBytes(String(facts.trustees)), election);
  makeReady(election);
  const cancelling = new Cancelling(frame, server, { ...facts, holders }, election);
  frame.onVariant = () => cancelling.redraw();
  return cancelling.redraw();
}

function begin(facts, election) {
  makeReady(election);
  const journey = new Journey(frame, server, facts, election);
  frame.onVariant = () => journey.redraw();
  journey.begin();
  const away = () => journey.isChoosing && cover(journey, idle);
  const idle = new Idle(facts.idle_minutes - WARNS_BEFORE, away, () => server.data().catch(() => {}));
}

/** Nobody reads the choices off an empty desk; they are still here when the voter is back. */
function cover(journey, idle, words = "idle.words") {
  const back = async () => {
    try {
      await server.data(); // the sign-in goes on from now
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return cover(journey, idle, wantsSignIn(error) ? "idle.signin" : "idle.noanswer");
    }
    idle.back();
    frame.onVariant = () => journey.redraw();
    return journey.redraw();
  };
  frame.onVariant = () => cover(journey, idle, words);
  const signIn = words === "idle.signin" && signInLink();
  const body = [paragraph(frame.say(words)), signIn, button(frame.say("idle.yes"), back)].filter(Boolean);
  frame.show({ key: words, title: frame.say("idle.title"), body });
}

function showUnopened(error) {
  if (error instanceof Invalid) return showStop("stop.other", "stop.otherwords");
  if (!isTrouble(error)) throw error;
  if (wantsSignIn(error)) return showStop("load.title", "load.signin", { retry: true, signIn: true });
  if (error instanceof Refused && error.status < 500) return showStop("load.title", "load.refused");
  return showStop("load.title", "load.noanswer", { retry: true });
}

function signInLink() {
  return paragraph(linkAside(frame.say("wait.signinlink"), frame.address("/sign-in")));
}

function showStop(title, words, { retry = false, signIn = false } = {}) {
  frame.onVariant = () => showStop(title, words, { retry, signIn });
  frame.show({
    key: words,
    title: frame.say(title),
    body: [
      paragraph(frame.say(words)),
      signIn && signInLink(),
      retry && button(frame.say("wait.again"), open),
      paragraph(linkAside(frame.say("done.about"), frame.address(home))),
      paragraph(linkAside(frame.say("frame.otherways"), frame.address("/help"))),
    ].filter(Boolean),
  });
}
