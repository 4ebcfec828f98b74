/** Notices that nobody is there any more, so that a choice does not stand open on an empty desk. */

const SIGNS_OF_LIFE = ["pointerdown", "keydown", "wheel", "touchstart"];
const LOOK_EVERY = 15_000; // milliseconds
const RENEW_EVERY = 10 * 60_000;

export class Idle {
  #since = Date.now();
  #renewed = Date.now();
  #limit;
  #away;
  #renew;
  #isAway = false;

  /**
   * @param {number} minutes without any sign of life
   * @param {() => void} away called once, until `back`
   * @param {() => void} renew called now and then while somebody is there, so that slow readers stay signed in
   */
  constructor(minutes, away, renew) {
    this.#limit = minutes * 60_000;
    this.#away = away;
    this.#renew = renew;
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, () => this.#alive(), { passive: true });
    addEventListener("visibilitychange", () => this.#look());
    setInterval(() => this.#look(), LOOK_EVERY);
  }

  back() {
    this.#isAway = false;
    this.#since = Date.now();
  }

  #alive() {
    this.#look(); // the machine may have slept: then this sign of life is somebody new
    if (!this.#isAway) this.#since = Date.now();
  }

  #look() {
    if (this.#isAway) return;
    if (Date.now() - this.#since >= this.#limit) {
      this.#isAway = true;
      this.#away();
    } else if (this.#since - this.#renewed >= RENEW_EVERY) {
      this.#renewed = this.#since;
      this.#renew();
    }
  }
}
