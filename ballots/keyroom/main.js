/** The keyroom: opens in the browser of who holds a part of a vote. What is secret is made here, and stays here. */

import { Frame } from "../booth/pages/frame.js";
import { Room } from "./pages/room.js";
import { showStop, showUnopened } from "./pages/stop.js";
import { Server } from "./pages/talk.js";
import { speak } from "../booth/pages/words.js";
import cyEasy from "./words/cy-easy.json";
import cy from "./words/cy.json";
import enEasy from "./words/en-easy.json";
import en from "./words/en.json";

const ADDRESS = /^\/(en|cy|en-easy|cy-easy)(\/keys\/([^/]+))\/room\/?$/;

const [, variant, home, vote] = ADDRESS.exec(location.pathname);
speak({ en, cy, "en-easy": enEasy, "cy-easy": cyEasy });
const frame = new Frame(document.getElementById("keyroom"), variant, { home, here: `${home}/room` });
const server = new Server(vote);

if (!globalThis.isSecureContext) showStop(frame, "old.plain");
else if (!canKeep()) showStop(frame, "old.words");
else open();

/** What keeping a secret needs of a browser. */
function canKeep() {
  return Boolean(crypto.subtle && crypto.getRandomValues && AbortSignal.timeout && Object.hasOwn);
}

async function open() {
  frame.onVariant = open;
  try {
    const facts = await server.data();
    frame.about = facts;
    new Room(frame, server, facts).begin();
  } catch (error) {
    showUnopened(frame, error, open);
  }
}
