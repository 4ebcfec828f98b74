/**
 * The closed list of groups: named in an election, never described by one (BAL-11).
 *
 * What secrets meet here: neither group promises constant time, because a browser compiles and moves code as it likes.
 * The exponents of a ballot are fresh random numbers, each used a few times, on the voter's own device, so there is
 * nothing to measure again and again. The one lasting secret, the voting code's, meets a group only as a power of the
 * generator, which the noble library blinds in Ed25519. And everywhere the amount of work is the same whatever was
 * chosen: powers of 0 and of 1 are computed like any other. For the lasting keys of key-holders the command-line
 * program, whose arithmetic is constant in time, is the better place.
 */

import { Ed25519 } from "./ed25519.js";
import { Invalid } from "./errors.js";
import { FiniteField } from "./finite-field.js";

const BELENIOS_P = BigInt(
  "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633" +
    "13807895840496005438963628979639303877390572280360597374942767137677761889858987273586504908116709931053586778" +
    "09800307904916540637771737641986785272734744763418356000356983051931442845617019110007867373073335641239717328" +
    "97913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366" +
    "14949100292344434637322214588410058642105024212036543356120132048111885240873107701415166620016231317716937218" +
    "9248078507711827842317498073276598828825169183103125680162072880719",
);
const BELENIOS_G = BigInt(
  "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696787996946682" +
    "98749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661" +
    "21505579709716201616827031288643245666383486363578210615491841998253431518974065818686865115135857641013888221" +
    "53960160432288436039309893336627728484065931384060102316750957637779826651036068224066350766977640253462537730" +
    "85133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639" +
    "858334115700568353695553423781475582491896050296680037745308460627",
);
const BELENIOS_Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;

const RFC3526_P = BigInt(
  "32317006071311007300338913926423828248817941241140239112842009751400741706634354222619689417363569347117901737" +
    "90970419175460587320919502885375898618562215321217541251490177452027023579607823624888424618947758764110592864" +
    "60994117232454266225221932305409190376805242355191256797158701170010580558776510388618472802579760549035697325" +
    "61526167081339361799541336476559160368317896729073178384589680639671900977202194168647225871031411336429319536" +
    "19347163653320971707744822798858856536920864529663607725026895550592836275112117409697299806841055435958486658" +
    "3291642136218231078990999448652468262416972035911852507045361090559",
);

/**
 * What the protocol asks of a group. Whoever makes a ballot knows every exponent, so a ballot is powers of two fixed
 * bases; `commitment`, `product` and `publicPower` see only what is public, and hide nothing.
 * @typedef {object} Group
 * @property {string} name
 * @property {bigint} order
 * @property {number} holds small numbers that fit into one element; 0 where none can be embedded
 * @property {(text: string) => Element} read the element spelled so, if it is a member of the group
 * @property {(text: string) => Element} readKey the same, if it also hides something
 * @property {(element: Element) => string} text as published
 * @property {(exponent: bigint, pace: Pace) => Promise<string>} power the text of g^exponent
 * @property {(key: Element, pairs: [bigint, bigint][], pace: Pace) => Promise<[string, string][]>} encrypt for each
 *   (r, m) the texts of g^r and y^r · g^m; both exponents are below the order
 * @property {(key: Element, r: bigint, m: Element, pace: Pace) => Promise<[string, string]>} encryptElement the
 *   texts of g^r and y^r · m
 * @property {(numbers: number[], pace: Pace) => Promise<Element>} embed the element that stands for small numbers
 * @property {(key: Element, c: bigint, r: bigint, pace: Pace) => Promise<string>} commitment the text of g^r · y^c
 * @property {(elements: Element[]) => Element} product
 * @property {(element: Element, exponent: bigint) => Element} publicPower
 * @property {(one: string, other: string) => number} compare two elements, by their texts, in the protocol's order
 *
 * @typedef {object} Element opaque; one that is used as a key keeps tables of its powers
 * @typedef {import("./pace.js").Pace} Pace
 */

/** The modulus, the order and the generator of each group of integers. */
export const FIELDS = Object.freeze({
  "BELENIOS-2048": [BELENIOS_P, BELENIOS_Q, BELENIOS_G],
  "RFC-3526-2048": [RFC3526_P, (RFC3526_P - 1n) / 2n, 2n],
});

/** @type {Map<string, Group>} */
const GROUPS = new Map(
  [...Object.entries(FIELDS).map(([name, numbers]) => new FiniteField(name, ...numbers)), new Ed25519()].map(
    (group) => [group.name, group],
  ),
);

export const NAMES = [...GROUPS.keys()];

/**
 * @param {string} name
 * @returns {Group}
 */
export function groupOf(name) {
  const group = GROUPS.get(name);
  if (!group) throw new Invalid("unknown-group", `none of ${NAMES.join(", ")}`);
  return group;
}
