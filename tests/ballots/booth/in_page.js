// The same acts for a page in a browser.
import { perform } from "./acts.js";

globalThis.perform = perform;
