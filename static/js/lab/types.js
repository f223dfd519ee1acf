/** @typedef {import("../wire/types.js").Granularity} Granularity */
/**
 * The types of the lab: what it is made from, what it asks of a page, and what it reports. No code.
 *
 * @typedef {import("../page/types.js").View} View
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../page/types.js").Intent} Intent
 * @typedef {import("../wire/types.js").Position} Position
 * @typedef {import("../wire/stream.js").Run} Run
 *
 * @typedef {import("../wire/types.js").Spec} Spec
 * @typedef {import("../wire/types.js").EditSpec} EditSpec
 * @typedef {import("../wire/types.js").AnyCommand} Command
 * @typedef {{spec: Partial<Spec> | null, edits: EditSpec[]}} Origin  what the same run can be created from again
 * @typedef {{field: string, message: string}} Problem  a value of the address that was not accepted
 */
/**
 * What the page starts from; the server writes it into the page.
 * @typedef {object} Boot
 * @property {Spec | null} spec
 * @property {EditSpec[]} edits
 * @property {string} preset
 * @property {Position | null} moment
 * @property {string | null} select
 * @property {number | "mean" | null} focus
 * @property {Record<string, string>} [view]  the view's settings in the address
 * @property {boolean} ask  whether to ask a question before an operation is shown
 * @property {Problem[]} problems
 * @property {string} theme
 * @property {string | null} locale  the language that links keep
 * @property {Record<string, string>} locales  the name of each language by its code
 */
/**
 * Messages to the person.
 * @typedef {object} Voice
 * @property {(text: string, undo?: {label: string, run: () => void}) => void} notice  `undo` adds a button
 * @property {(text: string) => void} failure  shown until it is called with an empty text
 * @property {(seconds: number | null, retry: () => void, blocked: boolean) => void} connection
 *   `seconds` until the next attempt, null when connected; `blocked`: the server answers, but no stream opens
 */
/**
 * Where a lab's runs come from: a server (`lab/server.js`) or a recording (`copy/runs.js`).
 * @typedef {object} Runs
 * @property {(origin: Origin) => Promise<Run>} create  rejects with `RefusedRun` if the settings are not accepted
 * @property {(run: Run, handlers: import("../wire/stream.js").Handlers) => import("../wire/stream.js").Source} open
 * @property {(run: Run) => Promise<void>} discard
 * @property {number} lastStep  the last step that can be reached
 */
/**
 * The questions to which pages with a lab give different answers. `pagePolicy` answers them for the lab's own
 * page; every other page spreads it and replaces some answers.
 * @typedef {object} Policy
 * @property {() => Promise<Run>} open  the run that the page shows first
 * @property {() => Promise<Run>} renew  the run to continue with when the server no longer has this one
 * @property {(intent: Intent) => boolean} admits  whether the person may do this here
 * @property {(command: Command) => boolean} sends  whether the page may send this command
 * @property {(view: View) => Partial<View>} opening  how the first view differs from the usual one
 * @property {(by: Granularity) => number | null} paceOf  the speed for a granularity that is chosen
 * @property {(by: Granularity, rate: number | null) => void} keepPace  remembers a speed that was chosen
 * @property {boolean} scrolls  whether a panel may be scrolled into view
 * @property {() => string} link  the address of this moment
 * @property {() => void} keepAddress  called when the moment changes; writes it into the address
 */
/**
 * An object that is notified of what happens in a lab, after the lab has handled it.
 * @typedef {object} Observer
 * @property {(event: ServerEvent) => void} [event]
 * @property {(frame: Frame) => void} [received]  a frame arrived; it may never be drawn
 * @property {(frame: Frame) => void} [drawn]  a frame was drawn
 * @property {(view: View) => void} [rendered]  the panels were drawn, for a new frame or a changed view
 * @property {(seconds: number | null) => void} [connection]  see `Voice`
 */
/**
 * Events of docs/protocol.md; `id` is that of the command which the event answers.
 * @typedef {import("../wire/types.js").ServerEvent} ServerEvent
 * @typedef {import("../wire/types.js").WelcomeEvent | import("../wire/types.js").EditedEvent} RunEvent
 */
export {};
