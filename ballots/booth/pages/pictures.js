/** The booth's own line drawings, for Easy Read: beside words, never in place of them. */

import { drawing } from "./draw.js";

const DRAWINGS = {
  yes: ["M14 34 L27 47 L51 17"],
  no: ["M17 17 L47 47", "M47 17 L17 47"],
  blank: ["M12 32 L52 32"],
  choice: ["M18 18 L46 18 L46 46 L18 46 Z"],
  code: ["M10 22 L54 22 L54 44 L10 44 Z", "M18 33 L22 33", "M30 33 L34 33", "M42 33 L46 33"],
  person: ["M32 12 A8 8 0 1 1 31.9 12 Z", "M14 54 C14 40 22 34 32 34 C42 34 50 40 50 54"],
  box: ["M8 36 L56 36 L56 58 L8 58 Z", "M21 36 L21 6 L43 6 L43 36", "M27 20 L31 25 L38 15"],
  stop: ["M22 8 L42 8 L56 22 L56 42 L42 56 L22 56 L8 42 L8 22 Z", "M32 18 L32 36", "M32 44 L32 46"],
};

/** @param {keyof typeof DRAWINGS} name */
export function picture(name) {
  const lines = DRAWINGS[name].map((d) => drawing("path", { d }));
  const frame = { viewBox: "0 0 64 64", class: "app-picture", "aria-hidden": "true", focusable: "false" };
  const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  const pen = { fill: "none", stroke: "currentColor", "stroke-width": "5", ...round };
  return drawing("svg", { ...frame, width: "64", height: "64" }, drawing("g", pen, ...lines));
}
