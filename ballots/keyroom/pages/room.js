/** One person's sitting in the keyroom: what is known of the vote, what is open, and which page is shown. */

import { BY_ITSELF } from "./duties.js";
import { Idle } from "../../booth/pages/idle.js";
import { isTrouble } from "../../booth/pages/talk.js";
import { takeStep } from "./ceremony-steps.js";
import { showDesk } from "./desk.js";
import { showFalse } from "./false-page.js";
import { ownFingerprint, requireSame } from "./fingerprints.js";
import { showIdle } from "./idle-page.js";
import { Invalid } from "../../booth/errors.js";

const LOOK_EVERY = 5_000; // milliseconds
const WARNS_BEFORE = 5; // minutes before the sign-in ends

/**
 * @typedef {object} OpenedKey
 * @property {import("../keys.js").Alone | import("../keys.js").Member} holder
 * @property {string} name as published with the key
 * @property {string | null} [short] its fingerprint, computed here
 */

export class Room {
  #draw = () => {};
  #isAtDesk = false;
  #isWorking = false;
  #isAway = false;

  constructor(frame, server, facts) {
    this.frame = frame;
    this.server = server;
    this.facts = facts;
    /** @type {OpenedKey | null} */
    this.key = null;
    /** @type {import("../codes.js").Book | null} */
    this.book = null;
    /** Whether leaving now would lose something that is nowhere else. */
    this.wouldLose = false;
    /** The words for what went wrong with the connection, or null. */
    this.trouble = null;
  }

  begin() {
    addEventListener("beforeunload", (event) => this.wouldLose && event.preventDefault());
    const renew = () => this.#look();
    const idle = new Idle(this.facts.idle_minutes - WARNS_BEFORE, () => this.#leave(idle), renew);
    setInterval(() => this.#isAtDesk && !this.#isAway && this.#look(), LOOK_EVERY);
    this.home();
  }

  say(key, facts) {
    return this.frame.say(key, facts);
  }

  /** Shows a page, and again whenever the variant changes. @param {() => void} draw */
  go(draw) {
    this.#isAtDesk = false;
    this.#draw = draw;
    this.frame.onVariant = draw;
    draw();
  }

  redraw() {
    this.#draw();
  }

  /** Back to the desk, with what is now known. */
  home() {
    this.wouldLose = false;
    this.go(() => showDesk(this));
    this.#isAtDesk = true;
    return this.#work();
  }

  /** Asks the server how things stand, then shows the desk. */
  async refresh() {
    await this.#look();
    return this.home();
  }

  /** Nobody reads secrets off an empty desk: whoever comes back opens the file again. */
  #leave(idle) {
    this.#isAway = true;
    this.key = null;
    this.book = null;
    this.wouldLose = false;
    const back = () => {
      idle.back();
      this.#isAway = false;
      return this.refresh();
    };
    this.go(() => showIdle(this, back));
  }

  async #look() {
    try {
      const before = JSON.stringify({ ...this.facts, form_token: "" });
      this.facts = await this.server.data();
      const isNew = before !== JSON.stringify({ ...this.facts, form_token: "" }) || this.trouble;
      this.trouble = null;
      if (isNew) this.#again();
    } catch (error) {
      if (!isTrouble(error)) throw error;
      this.trouble = error;
      this.#again();
    }
    if (this.#isAtDesk) await this.#work();
  }

  #again() {
    if (this.#isAtDesk) this.redraw();
  }

  get isWorking() {
    return this.#isWorking;
  }

  /** What an opened key does without being asked: the steps of the ceremony, and a look at what is shown of it. */
  async #work() {
    if (this.#isWorking || !this.key) return;
    await this.#compare();
    while (this.#isAtDesk && this.key && this.facts.duties.some((duty) => BY_ITSELF.includes(duty))) {
      if (!(await this.#step())) return;
      await this.#compare();
    }
  }

  async #compare() {
    try {
      const before = this.key.short;
      this.key.short ??= this.facts.owner && (await ownFingerprint(this.key, this.facts));
      requireSame(this.facts, this.key.short);
      if (before !== this.key.short) this.#again();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.go(() => showFalse(this, error.code));
    }
  }

  async #step() {
    this.#isWorking = true;
    this.redraw();
    try {
      await takeStep(this);
      this.facts = await this.server.data();
      return true;
    } catch (error) {
      if (error instanceof Invalid) this.go(() => showFalse(this, error.code));
      else if (isTrouble(error)) this.trouble = error;
      else throw error;
      return false;
    } finally {
      this.#isWorking = false;
      this.#again();
    }
  }
}
