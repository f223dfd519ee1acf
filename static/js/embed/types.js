/**
 * The types of a scene: a lab within somebody's page. No code.
 *
 * @typedef {import("../wire/types.js").Position} Position
 * @typedef {import("../wire/types.js").Granularity} Granularity
 */
/**
 * How the scene is shown, see docs/embedding.md.
 * @typedef {object} Shown
 * @property {Granularity | null} by
 * @property {number | null} rate
 * @property {boolean} autoplay
 * @property {"deck" | "sim" | "none"} keys
 * @property {string[]} hide
 * @property {string[]} origins
 * @property {Record<string, string>} tabs  the first tab of each panel that has several
 *
 * @typedef {import("../lab/types.js").Boot & {embed: Shown, run: string | null}} SceneBoot
 */
/**
 * A message of the page around the scene; the fields depend on the type.
 * @typedef {{
 *   type: string, id?: string, target?: string, state?: string, name?: string | null, by?: Granularity,
 *   rate?: number | null, count?: number, step?: number, op?: number, [field: string]: unknown
 * }} Message
 *
 * @typedef {{code: string, message: string, field?: string}} Refusal
 */
/**
 * What a scene is made from.
 * @typedef {object} SceneParts
 * @property {SceneBoot} boot
 * @property {import("../wire/types.js").Catalogue} catalogue
 * @property {import("../../text/en/page.js").Words} words
 * @property {import("../lab/types.js").Voice} voice
 * @property {import("./messages.js").Messages} messages
 * @property {import("./memory.js").Memory} memory
 */
/**
 * A <backstep-scene>, as static/embed.js defines it.
 * @typedef {HTMLElement & {
 *   hold: boolean, start: () => void, stop: () => void, load: () => void, reload: () => void,
 *   play: (how?: {by?: string, rate?: number | null}) => Promise<unknown>, pause: () => Promise<unknown>,
 *   forward: (by?: string, count?: number) => Promise<unknown>,
 *   back: (by?: string, count?: number) => Promise<unknown>, seek: (step: number, op?: number) => Promise<unknown>,
 *   select: (name: string | null) => Promise<unknown>, settle: () => Promise<unknown>,
 *   getState: () => Promise<string>, setState: (state: string) => Promise<unknown>
 * }} SceneElement
 */
/**
 * The part of reveal.js that its plugin uses.
 * @typedef {object} Deck
 * @property {() => HTMLElement} getRevealElement
 * @property {() => HTMLElement | undefined} getCurrentSlide
 * @property {() => boolean} isSpeakerNotes
 * @property {() => boolean} isPrintView
 * @property {() => boolean} isReady
 * @property {(event: string, handler: () => void) => void} on
 */
/**
 * How a live scene and an offline copy differ, beyond the policies of their labs.
 * @typedef {object} SceneRules
 * @property {() => boolean} watching  others drive the run, so it can only be watched
 * @property {(message: Message) => Refusal | null} refusal  why a message cannot be carried out, if that is known
 *   before anything is sent
 * @property {(query: string) => Promise<{moment: Position} | {refusal: Refusal}>} exchange  shows another run, and
 *   returns the moment that the query names
 * @property {() => string} home  the address at which this moment is found again
 */
export {};
