/** Talking to the voting server. What it answers is data to be checked, never to be believed. */

const LONGEST = 60_000; // milliseconds without an answer after which we no longer wait for it

/** The server said no, and how: `code` is the problem's type, `retryAfter` in seconds where it asked to come back. */
export class Refused extends Error {
  constructor(status, code, retryAfter) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** No answer came, or half of one: what was sent may have arrived. */
export class NoAnswer extends Error {}

/** Did the talking fail, and not the program? An answer that is no JSON is a proxy's or a broken one. */
export function isTrouble(error) {
  return error instanceof Refused || error instanceof NoAnswer || error instanceof SyntaxError;
}

/** Is somebody to sign in again first? */
export function wantsSignIn(error) {
  return error instanceof Refused && error.status === 401;
}

/** The value of an answer. */
export function parsed(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** One vote at the server. The token of its forms is asked for again when the member has signed in anew. */
export class Line {
  #base;
  #facts;
  #token = "";

  /**
   * @param {string} vote
   * @param {string} facts the path of what this page shows
   */
  constructor(vote, facts) {
    this.#base = `/api/votes/${encodeURIComponent(vote)}`;
    this.#facts = facts;
  }

  /** What the page shows; also renews the sign-in and its token. */
  async data() {
    const found = parsed(await this.ask(this.#facts));
    this.#token = found.form_token;
    return found;
  }

  election() {
    return this.ask("/election");
  }

  /** @returns {Promise<Uint8Array>} the bytes of the answer */
  async ask(path, options = {}) {
    const answer = await this.#reach(path, options);
    if (answer.ok) return answer.bytes;
    throw new Refused(answer.status, typeOf(answer.bytes), Number(answer.retryAfter) || 0);
  }

  /** @returns {Promise<Uint8Array>} the bytes of the answer */
  async send(path, body, kind = "application/octet-stream") {
    try {
      return await this.#post(path, body, kind);
    } catch (error) {
      if (!(error instanceof Refused && error.code === "forged")) throw error;
    }
    await this.data(); // signed in again meanwhile: the old token belongs to the old sign-in
    return this.#post(path, body, kind);
  }

  #post(path, body, kind) {
    return this.ask(path, { method: "POST", body, headers: { "Content-Type": kind, "X-Form-Token": this.#token } });
  }

  async #reach(path, options) {
    try {
      const kept = { cache: "no-store", credentials: "same-origin", redirect: "error", referrerPolicy: "no-referrer" };
      const answer = await fetch(this.#base + path, { ...kept, signal: AbortSignal.timeout(LONGEST), ...options });
      const { ok, status, headers } = answer;
      return { ok, status, retryAfter: headers.get("Retry-After"), bytes: new Uint8Array(await answer.arrayBuffer()) };
    } catch (error) {
      throw new NoAnswer("no answer", { cause: error });
    }
  }
}

/** What the booth asks of a vote. */
export class Server extends Line {
  constructor(vote) {
    super(vote, "/booth");
  }

  /** The whole public list: the server learns nothing of whose entry is looked up. */
  async credentials() {
    return new Set(parsed(await this.ask("/credentials")));
  }

  /** The receipt for these bytes; the same bytes have the same receipt however often they are sent. */
  async cast(bytes) {
    return parsed(await this.send("/ballots", bytes));
  }

  /** Lays an empty ballot, with what shows that it is empty, on one's own (BAL-16). */
  cancel(blank) {
    return this.send("/cancellations", JSON.stringify(blank), "application/json");
  }

  /** Ballots with this tracker. It travels in the body, so that no address holds it. */
  async find(tracker) {
    return parsed(await this.send("/box", JSON.stringify({ code: tracker }), "application/json"));
  }
}

function typeOf(bytes) {
  try {
    return String(JSON.parse(new TextDecoder().decode(bytes)).type);
  } catch {
    return "unreadable"; // a proxy's own page
  }
}
