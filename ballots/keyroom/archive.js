/**
 * The public record as a file: tar records that only ever grow, read so strictly that no other bytes would do. A record
 * is accepted only when its header is the one written for that content and its padding is zero (BAL-15).
 */

import { hexHash, LARGE, members, read, string, utf8ToBytes } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { readEvent, requireNext } from "./events.js";

const BLOCK = 512;
const FIRST = "BELENIOS";
const ENDINGS = [".data.json", ".event.json"];
const [DATA] = ENDINGS;
const AT_ONCE = 16; // records between two looks at the clock

/**
 * @typedef {object} Step an event, with the contents that stand before it
 * @property {import("./events.js").Event} event
 * @property {string} hash of the event's bytes, in hexadecimal
 * @property {Uint8Array} bytes of the event
 * @property {Uint8Array[]} data
 * @property {string[]} hashes of the data
 */

/**
 * The steps of an archive whose bytes and chain are sound; what they say is not yet judged.
 * @param {Uint8Array} bytes
 * @param {import("../booth/pace.js").Pace} pace
 * @returns {Promise<Step[]>}
 */
export async function readArchive(bytes, pace) {
  const [timestamp, start] = readStart(bytes);
  const steps = [];
  let waiting = [];
  let at = start;
  for (let number = 1; at < bytes.length; number += 1) {
    const record = readRecord(bytes, at, timestamp);
    at = record.end;
    if (number % AT_ONCE === 0) await pace();
    if (record.isData) {
      waiting.push(record);
      continue;
    }
    const event = readEvent(record.content);
    const hashes = waiting.map(({ hash }) => hash);
    requireNext(event, steps[steps.length - 1] ?? null, hashes);
    const data = waiting.map(({ content }) => content);
    steps.push({ event, hash: record.hash, bytes: record.content, data, hashes });
    waiting = [];
  }
  if (waiting.length) throw new Invalid("records-mismatch", "the archive ends with data that no event is about");
  if (!steps.length) throw new Invalid("event-order", "the archive holds no event");
  return steps;
}

/** @returns {Step[]} the events of one kind */
export const ofKind = (steps, kind) => steps.filter(({ event }) => event.kind === kind);

function readStart(bytes) {
  const block = bytes.subarray(0, BLOCK);
  if (block.length < BLOCK || !startsWith(block, 0, `${FIRST}\0`)) throw new Invalid("no-archive", "not an archive");
  const { content, end } = contentAt(bytes, 0);
  const { version, timestamp } = members(read(content), "archive-header", "version", "timestamp");
  if (version !== 1) throw new Invalid("archive-version", "a version other than 1");
  if (!/^(0|[1-9][0-9]{0,10})$/.test(string(timestamp, "archive-header"))) {
    throw new Invalid("archive-header", "no plain decimal number of seconds");
  }
  requireHeader(block, FIRST, content.length, Number(timestamp));
  return [Number(timestamp), end];
}

function readRecord(bytes, at, timestamp) {
  const block = bytes.subarray(at, at + BLOCK);
  if (block.length < BLOCK) throw new Invalid("truncated", "the archive ends inside a record");
  const { content, end } = contentAt(bytes, at);
  const hash = hexHash(content);
  const ending = ENDINGS.find((each) => startsWith(block, 0, `${hash}${each}\0`));
  if (!ending) {
    const isFiled = ENDINGS.some((each) => startsWith(block, hash.length, `${each}\0`));
    throw new Invalid(isFiled ? "record-hash" : "tar-header", "a record has a name that its content has not");
  }
  requireHeader(block, hash + ending, content.length, timestamp);
  return { content, hash, end, isData: ending === DATA };
}

function contentAt(bytes, at) {
  const digits = new TextDecoder("latin1").decode(bytes.subarray(at + 124, at + 135));
  if (!/^[0-7]{11}$/.test(digits)) throw new Invalid("tar-header", "a record does not say its size");
  const size = parseInt(digits, 8);
  if (size > LARGE) throw new Invalid("too-large", `a record of ${size} bytes`);
  const start = at + BLOCK;
  const end = start + Math.ceil(size / BLOCK) * BLOCK;
  if (end > bytes.length) throw new Invalid("truncated", "the archive ends inside a record");
  if (bytes.subarray(start + size, end).some((byte) => byte !== 0)) {
    throw new Invalid("tar-padding", "the space after a record is not empty");
  }
  return { content: bytes.subarray(start, start + size), end };
}

function startsWith(block, at, text) {
  return utf8ToBytes(text).every((byte, place) => block[at + place] === byte);
}

/** The one header that a content has. */
function requireHeader(block, name, size, timestamp) {
  const octal = (number) => number.toString(8).padStart(11, "0");
  const before = `${name.padEnd(100, "\0")}0000644\0${"0000000\0".repeat(2)}${octal(size)}\0${octal(timestamp)}\0`;
  const sum = utf8ToBytes(before).reduce((total, byte) => total + byte, 8 * 32 + 48);
  const header = `${before}${sum.toString(8).padStart(6, "0")}\0 0`.padEnd(BLOCK, "\0");
  if (!startsWith(block, 0, header)) throw new Invalid("tar-header", `the header of ${name} is not its content's`);
}
