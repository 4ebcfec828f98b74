/** A text as a QR picture, drawn on this device. */

import { encode } from "uqr";

import { drawing } from "./draw.js";

/**
 * @param {string} text
 * @param {string} described what the picture is, for those who do not see it
 */
export function qr(text, described) {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const dots = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  const named = { role: "img", "aria-label": described };
  return drawing(
    "svg",
    { class: "app-qr", viewBox: `0 0 ${size} ${size}`, "shape-rendering": "crispEdges", ...named },
    drawing("path", { d: dots.join(""), fill: "currentColor" }),
  );
}
