/** Fields of a form, each with its label, its hint and what is wrong with it. */

import { element, problem } from "../../booth/pages/draw.js";

/**
 * @typedef {object} Field
 * @property {string} id
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [wrong] what is wrong with it
 * @property {Record<string, unknown>} [attributes]
 */

/** @param {import("./room.js").Room} room @param {Field} field @returns {[HTMLElement, HTMLInputElement]} */
export function textField(room, field) {
  return grouped(room, field, { class: "govuk-input", type: "text", autocapitalize: "off", spellcheck: "false" });
}

/** What is typed can be looked at: nobody types a long password blind. */
export function passwordField(room, field) {
  const [group, input] = grouped(room, field, { class: "govuk-input", type: "password", autocapitalize: "off" });
  const id = `${field.id}-shown`;
  const box = element("input", { class: "govuk-checkboxes__input", id, type: "checkbox" });
  box.addEventListener("change", () => (input.type = box.checked ? "text" : "password"));
  const label = element("label", { class: "govuk-label govuk-checkboxes__label", for: id }, room.say("lock.show"));
  const item = element("div", { class: "govuk-checkboxes__item" }, box, label);
  group.append(element("div", { class: "govuk-checkboxes govuk-checkboxes--small" }, item));
  return [group, input];
}

/** Choosing one file from this device. */
export function fileField(room, field) {
  return grouped(room, field, { class: "govuk-file-upload", type: "file" });
}

function grouped(room, { id, label, hint, wrong, attributes = {} }, kind) {
  const described = [hint && `${id}-hint`, wrong && `${id}-problem`].filter(Boolean).join(" ") || null;
  const said = { "aria-describedby": described, "aria-invalid": wrong ? "true" : null };
  const tag = attributes.rows ? "textarea" : "input";
  const { type, ...shown } = kind;
  const own = { id, autocomplete: "off", type: tag === "input" && type };
  const input = element(tag, { ...own, ...shown, ...said, ...attributes });
  const group = element(
    "div",
    { class: `govuk-form-group${wrong ? " govuk-form-group--error" : ""}` },
    element("label", { class: "govuk-label govuk-label--s", for: id }, label),
    hint && element("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    wrong && problem(`${id}-problem`, room.say("frame.error"), wrong),
    input,
  );
  return [group, input];
}

/** A form that is never sent anywhere: pressing its button, or Enter in a field, calls `submit`. */
export function form(words, submit, ...children) {
  const press = (event) => {
    event.preventDefault();
    submit();
  };
  const send = element("button", { type: "submit", class: "govuk-button" }, words);
  return element("form", { novalidate: true, onsubmit: press }, ...children, send);
}

/** @param {HTMLInputElement} input @returns {Promise<Uint8Array | null>} null where none is chosen or can be read */
export async function chosen(input) {
  try {
    const [file] = input.files;
    return file ? new Uint8Array(await file.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Puts a file among the downloads of this device. */
export function save(name, bytes, type = "application/octet-stream") {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
