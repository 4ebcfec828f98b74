/** The voting code: from a file, the clipboard, a QR picture or the keyboard, proved good before any choice is made. */

import { canScan, scan } from "./camera.js";
import { codesIn, tidied } from "./code-text.js";
import { button, element, heading, inset, linkAside, linkButton, more, paragraph, problem, status } from "./draw.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

const FIELD = "code";

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} state `typed` and `helped` are kept here, so that they outlive a change of language
 * @param {(code: string) => Promise<string | null>} check answers the words for what is wrong, or null
 */
export function showCodePage(frame, state, check) {
  const say = (key, facts) => frame.say(key, facts);
  const line = status({ id: "code-status" });
  const field = element("input", {
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
  field.value = state.typed;
  field.addEventListener("input", () => (state.typed = field.value));

  const again = (words) => {
    state.problem = words;
    showCodePage(frame, state, check);
  };
  const take = (text) => {
    const found = codesIn(text);
    if (found.length > 1) return again(say("code.several"));
    state.typed = field.value = found[0];
    return submit();
  };
  const submit = async () => {
    if (state.isChecking) return undefined;
    if (!field.value.trim()) return again(say("code.missing"));
    state.isChecking = true;
    line.textContent = say("code.checking");
    const wrong = await check(tidied(field.value));
    state.isChecking = false;
    return wrong === null ? undefined : again(wrong);
  };

  const form = element(
    "form",
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    fromFile(frame, take),
    ways(frame, take, again),
    element(
      "div",
      { class: `govuk-form-group${state.problem ? " govuk-form-group--error" : ""}` },
      element("label", { class: "govuk-label govuk-label--s", for: FIELD }, say("code.label")),
      element("div", { class: "govuk-hint", id: "code-hint" }, say("code.hint")),
      state.problem && problem("code-problem", say("frame.error"), state.problem),
      field,
    ),
    helper(frame, state),
    element("button", { type: "submit", class: "govuk-button" }, say("code.check")),
    line,
  );
  const facts = state.facts;
  frame.show({
    key: "code",
    title: say("code.title"),
    top: isEasy(frame.variant) ? element("div", { class: "app-easy" }, picture("code"), heading(say("code.title"))) : undefined,
    problems: state.problem ? [[FIELD, state.problem]] : [],
    body: [
      paragraph(frame.written(facts.questions[0].text)),
      facts.one_machine && inset(say("code.onemachine")),
      facts.small && inset(say("code.small")),
      facts.voted && inset(say("code.voted")),
      paragraph(say("code.why")),
      form,
      more(say("code.lost"), paragraph(say("code.lostwords")), paragraph(linkAside(say("frame.otherways"), frame.address("/help")))),
      more(say("code.who"), paragraph(say("code.whowords")), paragraph(say("code.whoserver"))),
    ].filter(Boolean),
  });
  state.problem = null;
}

function fromFile(frame, take) {
  const input = element("input", { class: "govuk-file-upload", id: "code-file", type: "file", accept: ".txt,text/plain" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await take((await file.slice(0, 100_000).text()).trim());
  });
  return element(
    "div",
    { class: "govuk-form-group" },
    element("label", { class: "govuk-label govuk-label--s", for: "code-file" }, frame.say("code.file")),
    input,
  );
}

/** Paste and camera, where the browser has them. */
function ways(frame, take, again) {
  const group = element("div", { class: "app-actions" });
  if (navigator.clipboard?.readText) {
    const paste = async () => {
      try {
        await take(await navigator.clipboard.readText());
      } catch {
        again(frame.say("code.nopaste"));
      }
    };
    group.append(button(frame.say("code.paste"), paste, "secondary"));
  }
  const eye = element("div", { hidden: true });
  canScan().then((can) => can && group.append(button(frame.say("code.scan"), () => look(frame, eye, take, again), "secondary")));
  return element("div", {}, group, eye);
}

async function look(frame, eye, take, again) {
  const stop = new AbortController();
  const video = element("video", { class: "app-camera", muted: true, playsinline: true, "aria-label": frame.say("code.camera") });
  eye.replaceChildren(video, linkButton(frame.say("code.stop"), () => stop.abort()));
  eye.hidden = false;
  try {
    const text = await scan(video, stop.signal);
    eye.hidden = true;
    if (text !== null) await take(text.trim());
  } catch {
    again(frame.say("code.nocamera"));
  }
}

function helper(frame, state) {
  const box = element("input", { class: "govuk-checkboxes__input", id: "helped", type: "checkbox", "aria-describedby": "helped-hint" });
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
