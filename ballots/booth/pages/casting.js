/** From one press to a receipt: sends the same envelope again until the server has said yes, no, or something false. */

import { showSending, showWaiting } from "./cast-page.js";

export class Casting {
  #frame;
  #server;
  #receiptKey;
  #envelope;
  #draw;
  #wake = () => {};

  constructor(frame, server, receiptKey, envelope) {
    this.#frame = frame;
    this.#server = server;
    this.#receiptKey = receiptKey;
    this.#envelope = envelope;
    this.#draw = () => showSending(frame);
    addEventListener("online", () => this.#wake());
  }

  /** The page as it is now, in the variant that is now chosen. */
  redraw() {
    this.#draw();
  }

  /**
   * @returns {Promise<import("./envelope.js").Outcome>} of the kinds `in`, `refused` and `false`
   */
  async toItsEnd() {
    this.#draw();
    for (;;) {
      const outcome = await this.#envelope.put(this.#server, this.#receiptKey);
      if (outcome.kind !== "waiting" && outcome.kind !== "sign-in") return outcome;
      await this.#rest(outcome);
    }
  }

  /** Until the time is over, the network is back, or the voter presses. */
  async #rest(outcome) {
    const isTimed = outcome.kind === "waiting";
    let tell;
    const press = () => this.#wake();
    const over = new Promise((resume) => (this.#wake = resume));
    const draw = () => {
      tell = showWaiting(this.#frame, this.#envelope, outcome, press);
      tell(isTimed ? "wait.next" : "wait.onpress", { seconds: outcome.seconds });
    };
    draw();
    this.#draw = draw;
    const timer = isTimed && setTimeout(this.#wake, outcome.seconds * 1000);
    await over;
    clearTimeout(timer);
    tell("wait.sending");
  }
}
