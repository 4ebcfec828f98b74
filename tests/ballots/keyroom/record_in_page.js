// The same acts for a page in a browser.
import { perform } from "./record_acts.js";

globalThis.perform = perform;
