/** The voting code: from a file, the clipboard, a QR picture or the keyboard, proved good before any choice is made. */

import { canScan, scan } from "./camera.js";
import { codesIn, tidied } from "./code-text.js";
import { button, element, heading, inset, linkAside, linkButton, list } from "./draw.js";
import { more, paragraph, problem, status } from "./draw.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

const FIELD = "code";

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} state `typed`, `helped` and `problem` are kept here, so that they outlive a change of language;
 *   `helped` is null where nothing is chosen afterwards
 * @param {(code: string) => Promise<string | null>} check answers the name of what is wrong, or null
 */
export function showCodePage(frame, state, check) {
  const title = frame.say("code.title");
  const desk = new Desk(frame, state, check);
  frame.show({
    key: "code",
    title,
    top: isEasy(frame.variant) ? element("div", { class: "app-easy" }, picture("code"), heading(title)) : undefined,
    problems: state.problem ? [[FIELD, frame.say(state.problem)]] : [],
    body: [...before(frame, state.facts), form(frame, state, desk), ...after(frame, state.facts)],
  });
}

/** Takes in a code from wherever it comes, and has it checked. */
class Desk {
  #frame;
  #state;
  #check;

  constructor(frame, state, check) {
    this.#frame = frame;
    this.#state = state;
    this.#check = check;
    this.line = status({ id: "code-status" });
    this.field = field(state);
  }

  /** @param {string} problem the name of what is wrong in the booth's words */
  again(problem) {
    this.#state.problem = problem;
    showCodePage(this.#frame, this.#state, this.#check);
  }

  async take(text) {
    const found = codesIn(text);
    if (found.length === 0) return this.again("code.wrong");
    if (found.length > 1) return this.again("code.several");
    this.#state.typed = this.field.value = found[0];
    return this.submit();
  }

  async submit() {
    if (this.#state.isChecking) return;
    const typed = tidied(this.field.value);
    if (!typed) return this.again("code.missing");
    this.#state.problem = null;
    this.#state.isChecking = true;
    this.line.textContent = this.#frame.say("code.checking");
    const wrong = await this.#check(typed).finally(() => (this.#state.isChecking = false));
    if (wrong !== null) this.again(wrong);
  }
}

/** What is decided, and what a voter should know of this vote first. */
function before(frame, facts) {
  const warnings = [
    facts.one_machine && "code.onemachine",
    facts.codes_by === "server" && "code.byserver",
    facts.small && "code.small",
    facts.voted && "code.voted",
  ].filter(Boolean);
  const questions = facts.questions.map(({ text }) => frame.written(text));
  return [
    questions.length > 1 ? list(questions, "number") : paragraph(questions[0]),
    ...rights(frame, facts),
    ...warnings.map((key) => inset(frame.say(key))),
    paragraph(frame.say("code.why")),
  ];
}

/** Who casts for others too has a code for each. Which is whose, only the codes know. */
function rights(frame, { rights: held }) {
  if (held.length < 2) return [];
  const lines = held.map((right) => [
    right.lent_by === null ? frame.say("proxy.self") : frame.say("proxy.for", { name: right.lent_by }),
    right.directed && element("div", {}, frame.say("proxy.directed")),
  ]);
  const items = lines.map((parts) => element("div", {}, ...parts));
  return [paragraph(frame.say("proxy.words", { count: held.length })), list(items), paragraph(frame.say("proxy.each"))];
}

function after(frame, { holders }) {
  const otherWays = linkAside(frame.say("frame.otherways"), frame.address("/help"));
  return [
    more(frame.say("code.lost"), paragraph(frame.say("code.lostwords")), paragraph(otherWays)),
    more(frame.say("code.who"), paragraph(frame.say("code.whowords", holders)), paragraph(frame.say("code.whoserver"))),
  ];
}

function form(frame, state, desk) {
  const submit = (event) => {
    event.preventDefault();
    desk.submit();
  };
  return element(
    "form",
    { novalidate: true, onsubmit: submit },
    fromFile(frame, (text) => desk.take(text)),
    ways(frame, desk),
    typing(frame, state, desk),
    state.helped !== null && helper(frame, state),
    element("button", { type: "submit", class: "govuk-button" }, frame.say("code.check")),
    desk.line,
  );
}

function typing(frame, state, desk) {
  return element(
    "div",
    { class: `govuk-form-group${state.problem ? " govuk-form-group--error" : ""}` },
    element("label", { class: "govuk-label govuk-label--s", for: FIELD }, frame.say("code.label")),
    element("div", { class: "govuk-hint", id: "code-hint" }, frame.say("code.hint")),
    state.problem && problem("code-problem", frame.say("frame.error"), frame.say(state.problem)),
    desk.field,
  );
}

function field(state) {
  const made = element("input", {
    class: "govuk-input govuk-input--width-20",
    id: FIELD,
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    "aria-describedby": state.problem ? "code-hint code-problem" : "code-hint",
    "aria-invalid": state.problem ? "true" : null,
  });
  made.value = state.typed;
  made.addEventListener("input", () => (state.typed = made.value));
  return made;
}

function fromFile(frame, take) {
  const kind = { type: "file", accept: ".txt,text/plain" };
  const input = element("input", { class: "govuk-file-upload", id: "code-file", ...kind });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await take(await beginningOf(file));
  });
  return element(
    "div",
    { class: "govuk-form-group" },
    element("label", { class: "govuk-label govuk-label--s", for: "code-file" }, frame.say("code.file")),
    input,
  );
}

/** Nothing, for a file that the device does not let us read. */
async function beginningOf(file) {
  try {
    return (await file.slice(0, 100_000).text()).trim();
  } catch {
    return "";
  }
}

/** Paste and camera, where the browser has them. */
function ways(frame, desk) {
  const group = element("div", { class: "app-actions" });
  if (navigator.clipboard?.readText) {
    const paste = async () => {
      const text = await navigator.clipboard.readText().catch(() => null);
      return text === null ? desk.again("code.nopaste") : desk.take(text);
    };
    group.append(button(frame.say("code.paste"), paste, "secondary"));
  }
  const eye = element("div", { hidden: true });
  const scanning = button(frame.say("code.scan"), () => look(frame, eye, desk), "secondary");
  canScan().then((can) => can && group.append(scanning));
  return element("div", {}, group, eye);
}

async function look(frame, eye, desk) {
  const stop = new AbortController();
  const named = { "aria-label": frame.say("code.camera") };
  const video = element("video", { class: "app-camera", muted: true, playsinline: true, ...named });
  eye.replaceChildren(video, linkButton(frame.say("code.stop"), () => stop.abort()));
  eye.hidden = false;
  const text = await scan(video, stop.signal).catch(() => undefined);
  if (!video.isConnected) return undefined; // the voter has gone on without the camera
  eye.hidden = true;
  if (text === undefined) return desk.again("code.nocamera");
  return text === null ? undefined : desk.take(text.trim());
}

function helper(frame, state) {
  const described = { "aria-describedby": "helped-hint" };
  const box = element("input", { class: "govuk-checkboxes__input", id: "helped", type: "checkbox", ...described });
  box.checked = state.helped;
  box.addEventListener("change", () => (state.helped = box.checked));
  return element(
    "div",
    { class: "govuk-form-group" },
    element(
      "div",
      { class: "govuk-checkboxes" },
      element(
        "div",
        { class: "govuk-checkboxes__item" },
        box,
        element("label", { class: "govuk-label govuk-checkboxes__label", for: "helped" }, frame.say("code.helped")),
        element("div", { class: "govuk-hint govuk-checkboxes__hint", id: "helped-hint" }, frame.say("code.helpedhint")),
      ),
    ),
  );
}
