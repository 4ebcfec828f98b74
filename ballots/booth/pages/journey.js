/** From the voting code to the receipt: which page comes when, and what is kept in memory meanwhile. */

import { makeBallot } from "../ballot.js";
import { pacer } from "../pace.js";
import { entriesOf, forget, noAnswer } from "./answer.js";
import { showFalse, showLocking, showNotLocked, showRefused } from "./cast-page.js";
import { Casting } from "./casting.js";
import { showCheckPage } from "./check-page.js";
import { showCodePage } from "./code-page.js";
import { Envelope } from "./envelope.js";
import { showHelperPage } from "./helper-page.js";
import { fetchPhotos } from "./photos.js";
import { proved } from "./proving.js";
import { showQuestionPage } from "./question-page.js";
import { showReceiptPage } from "./receipt-page.js";

const PATIENCE = 20; // seconds of locking that a voter is told of beforehand

export class Journey {
  #frame;
  #server;
  #facts;
  #election;
  #code;
  #answers;
  #credential = null;
  #credentials = null;
  #seconds = 0;
  #at = 0;
  #parts; // how far into each question: in memory only, since it tells how many were ranked
  #stage = "choosing";
  #draw = () => {};

  constructor(frame, server, facts, election) {
    this.#frame = frame;
    this.#server = server;
    this.#facts = facts;
    this.#election = election;
    this.#code = { typed: "", helped: false, problem: null, isChecking: false, facts };
    this.#answers = facts.questions.map(noAnswer);
    this.#parts = facts.questions.map(() => 0);
  }

  begin() {
    history.replaceState({ step: 0 }, "");
    addEventListener("popstate", (event) => this.#moved(event.state?.step ?? 0));
    addEventListener("beforeunload", (event) => this.#hasSomethingToLose && event.preventDefault());
    fetchPhotos(this.#facts);
    this.redraw();
  }

  /** The page as it is now, in the variant that is now chosen. */
  redraw() {
    if (this.#stage === "choosing") this.#showStep();
    else this.#draw();
  }

  get isChoosing() {
    return this.#stage === "choosing";
  }

  get #hasSomethingToLose() {
    return this.#stage === "casting" || (this.#stage === "choosing" && this.#code.typed !== "");
  }

  get #steps() {
    const questions = this.#facts.questions.map((_, place) => ({ name: "question", place }));
    return [{ name: "code" }, ...(this.#code.helped ? [{ name: "helper" }] : []), ...questions, { name: "check" }];
  }

  /** The browser's Back and Forward. Nothing leads back from a vote that is on its way, or from its receipt. */
  #moved(step) {
    if (this.#stage === "casting") return this.#stay();
    if (this.#stage === "ended") return this.#draw();
    const { place } = this.#steps[this.#at];
    if (step < this.#at && this.#parts[place] > 0) {
      this.#parts[place] -= 1;
      this.#stay();
    } else {
      this.#at = this.#credential ? Math.min(step, this.#steps.length - 1) : 0;
    }
    return this.#frame.onVariant(); // not the step itself: the desk may be empty, and the page covered
  }

  /** The browser has gone back, and this page has not. */
  #stay() {
    history.pushState({ step: this.#at }, "");
  }

  #go(step) {
    this.#at = step;
    history.pushState({ step }, "");
    this.#showStep();
  }

  #showStep() {
    const step = this.#steps[this.#at];
    const back = () => history.back();
    const next = () => this.#go(this.#at + 1);
    if (step.name === "code") return showCodePage(this.#frame, this.#code, (code) => this.#check(code));
    if (step.name === "helper") return showHelperPage(this.#frame, { back, next });
    if (step.name === "check") return this.#showCheck(back);
    return this.#showQuestion(step.place, { back, next });
  }

  /** A question may take several parts. To answer it in another way is to begin it again. */
  #showQuestion(index, steps) {
    const place = { number: index + 1, count: this.#facts.questions.length, part: this.#parts[index] };
    const to = (part) => {
      this.#parts[index] = part;
      this.#showStep();
    };
    const parts = { nextPart: () => to(place.part + 1), again: () => to(0) };
    const all = { ...steps, ...parts, helped: this.#code.helped };
    showQuestionPage(this.#frame, this.#facts.questions[index], place, this.#answers[index], all);
  }

  #showCheck(back) {
    const first = this.#steps.findIndex(({ name }) => name === "question");
    const change = (place) => {
      this.#parts[place] = 0;
      this.#go(first + place);
    };
    const steps = { back, change, cast: () => this.#cast(), seconds: this.#seconds };
    showCheckPage(this.#frame, this.#facts, this.#answers, steps);
  }

  async #check(code) {
    this.#credential = null; // until this code is proved good: going Forward must not use an earlier one
    const list = async () => (this.#credentials ??= await this.#server.credentials());
    const { credential, wrong } = await proved(code, this.#election, list);
    if (wrong) return wrong;
    this.#credential = credential;
    this.#seconds = await slowness(this.#election);
    this.#go(1);
    return null;
  }

  async #cast() {
    if (this.#stage !== "choosing") return;
    this.#stage = "casting";
    const bytes = await this.#locked();
    if (bytes === null) return;
    const envelope = new Envelope(bytes, this.#election.fingerprint);
    const casting = new Casting(this.#frame, this.#server, this.#facts.receipt_key, envelope);
    this.#draw = () => casting.redraw();
    this.#end(envelope, await casting.toItsEnd());
  }

  async #locked() {
    let tell;
    this.#draw = () => (tell = showLocking(this.#frame));
    this.#draw();
    try {
      const answers = this.#facts.questions.map((asked, place) => entriesOf(asked, this.#answers[place]));
      const parts = { election: this.#election, credential: this.#credential, answers };
      return await makeBallot({ ...parts, onProgress: (done, all) => tell(done, all) });
    } catch {
      this.#stage = "choosing";
      showNotLocked(this.#frame, () => this.#cast());
      return null;
    }
  }

  #end(envelope, outcome) {
    this.#stage = "ended";
    const { tracker, short } = envelope;
    if (outcome.kind === "in") {
      const kept = { tracker, short, ...outcome, fingerprint: this.#election.fingerprint };
      this.#forget(envelope);
      this.#draw = () => showReceiptPage(this.#frame, this.#facts, kept, (code) => this.#server.find(code));
    } else if (outcome.kind === "false") {
      this.#draw = () => showFalse(this.#frame, envelope, outcome);
    } else {
      const mend = outcome.code === "wrong-credential" ? () => this.#anew() : null;
      if (!mend) this.#forget(envelope);
      this.#draw = () => showRefused(this.#frame, outcome.code, mend);
    }
    this.#draw();
  }

  /** Another code, the same choices. */
  #anew() {
    this.#stage = "choosing";
    this.#credential = null;
    this.#code.typed = "";
    this.#go(0);
  }

  /** Neither the choices nor the code outlive the vote, as far as a page can see to that. */
  #forget(envelope) {
    envelope.wipe();
    this.#answers.forEach(forget);
    this.#parts.fill(0);
    this.#code.typed = "";
    this.#credential = null;
    this.#credentials = null;
  }
}

/** Seconds that locking will take on this device, or 0 where they are too few to mention. */
async function slowness({ group, questions }) {
  const began = performance.now();
  await group.power(group.order - 1n, pacer());
  const powers = questions.reduce((sum, question) => sum + question.powers, 1);
  const seconds = ((performance.now() - began) * powers) / 1000;
  return seconds > PATIENCE ? Math.ceil(seconds / 10) * 10 : 0;
}
