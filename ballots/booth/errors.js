/** The one way these modules say no. */

/** Something does not hold. `code` is for programs and stays stable; `detail` is for people and holds no secret. */
export class Invalid extends Error {
  /**
   * @param {string} code
   * @param {string} [detail]
   */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "Invalid";
    this.code = code;
    this.detail = detail;
  }
}
