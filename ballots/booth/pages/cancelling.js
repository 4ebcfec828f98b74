/**
 * A member who voted online was given a paper: they lay an empty vote on their own, so that the paper counts (BAL-16).
 * What is sent shows that it is empty, so nothing here is a choice.
 */

import { blankBallot } from "../blank.js";
import { showCodePage } from "./code-page.js";
import { button, linkAside, paragraph, status, warning } from "./draw.js";
import { proved } from "./proving.js";
import { isTrouble, Refused, wantsSignIn } from "./talk.js";

export class Cancelling {
  #frame;
  #server;
  #election;
  #code;
  #blank = null; // the same bytes if they are sent again
  #draw = () => this.#showWhy();

  constructor(frame, server, facts, election) {
    this.#frame = frame;
    this.#server = server;
    this.#election = election;
    const plain = { ...facts, voted: false, small: false };
    this.#code = { typed: "", helped: null, problem: null, isChecking: false, facts: plain };
  }

  /** The page as it is now, in the variant that is now chosen. */
  redraw() {
    this.#draw();
  }

  #go(draw) {
    this.#draw = draw;
    draw();
  }

  #showWhy() {
    this.#show("cancel.title", [
      paragraph(this.#frame.say("cancel.words")),
      warning(this.#frame.say("cancel.warning"), this.#frame.say("frame.warning")),
      button(this.#frame.say("cancel.begin"), () => this.#go(() => this.#askCode())),
    ]);
  }

  #askCode() {
    showCodePage(this.#frame, this.#code, (code) => this.#cancel(code));
  }

  /** Answers the name of what is wrong with the code, or null. */
  async #cancel(code) {
    const { wrong } = await proved(code, this.#election, () => this.#server.credentials());
    if (wrong) return wrong;
    this.#code.typed = "";
    this.#go(() => this.#showSending());
    this.#blank = await blankBallot(this.#election, code);
    await this.#send();
    return null;
  }

  #showSending() {
    const line = status({ id: "cast-status" });
    this.#show("cancel.title", [line, paragraph(this.#frame.say("cancel.stay"))]);
    line.textContent = this.#frame.say("cancel.sending");
  }

  async #send() {
    this.#go(() => this.#showSending());
    try {
      await this.#server.cancel(this.#blank);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return this.#go(() => this.#showNot(error));
    }
    this.#blank = null;
    return this.#go(() => this.#show("cancel.done", [paragraph(this.#frame.say("cancel.donewords"))]));
  }

  #showNot(error) {
    const again = button(this.#frame.say("wait.again"), () => this.#send());
    if (!(error instanceof Refused) || error.status >= 500) {
      return this.#show("cancel.not", [paragraph(this.#frame.say("cancel.noanswer")), again]);
    }
    if (wantsSignIn(error)) return this.#show("cancel.not", [paragraph(this.#frame.say("code.signin")), again]);
    const over = error.code === "closed" || error.code === "not-open";
    return this.#show("cancel.not", [paragraph(this.#frame.say(over ? "cancel.late" : "cancel.refused"))]);
  }

  #show(title, body) {
    const about = paragraph(linkAside(this.#frame.say("done.about"), this.#frame.address(this.#frame.home)));
    this.#frame.show({ key: title, title: this.#frame.say(title), body: [...body, about] });
  }
}
