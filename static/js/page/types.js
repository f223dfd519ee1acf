/**
 * The types of the page itself: what panels draw, and what they ask for. No code; what travels is in
 * wire/types.js.
 *
 * @typedef {import("../wire/types.js").Catalogue} Catalogue
 * @typedef {import("../wire/types.js").Layout} Layout
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Granularity} Granularity
 * @typedef {import("../wire/types.js").Tensor} Tensor
 *
 * What every panel is drawn from: the newest of everything, a plain object that panels only read.
 * `retained` keeps the last tensors that do not come with every frame (data.points, maps.input,
 * curve.*, surface.*, slice.*) with the metadata they came with.
 * @typedef {object} View
 * @property {Catalogue} catalogue
 * @property {import("../wire/types.js").Spec} spec  all fields are filled in
 * @property {Layout} layout
 * @property {boolean} recorded             nothing can be changed or asked for
 * @property {Frame} frame
 * @property {Retained} retained
 * @property {string|null} selection        "layers.0.weight.2.1", "layers.0.bias.2" or "neurons.1.2"
 * @property {string|null} hover            same form
 * @property {"light"|"dark"} theme
 * @property {import("../lib/colors.js").Palette} palette  the theme's colours
 * @property {boolean} reducedMotion
 * @property {Granularity} by               the granularity chosen in the transport
 * @property {number|null} rate
 * @property {Until|null} until             when playing is to stop by itself
 * @property {import("../wire/types.js").Act|null} undo   what can be undone
 * @property {import("../wire/types.js").Act|null} redo   what can be redone
 * @property {string[]} trail               weights of the path that is pointed at
 * @property {number} refused               commands refused so far: what was typed is to be set right
 * @property {number} epsilon               how far the selected parameter is moved in thought
 * @property {import("../wire/types.js").NudgedEvent|null} nudged                   the answer to the last nudge
 * @property {import("../wire/types.js").PredictionEvent|null} prediction               the answer to the last `predict`
 * @property {"x"|"y"|null} picking         the surface's axis that the next click on a parameter is for
 * @property {{question: import("../explain/questions.js").Question, answer: number|null}|null} asked
 * @property {{right: number, total: number}} score
 * @property {{followers: number, counts: number[]|null}|null} audience  the class, and how it answers the open question
 * @property {Options} options
 *
 * @typedef {{loss?: number, accuracy?: number, epoch?: number, over: "train"|"test"|"batch"}} Until
 *
 * @typedef {object} Options
 * @property {SurfaceOptions} surface
 * @property {{over: "train"|"batch"}} slice
 * @property {{log: boolean}} curve
 * @property {RaceOptions} race
 * @property {{notation: "neuron"|"gates", compare: boolean}} explanation
 * @property {{tab: string}} encode
 * @property {{
 *   tab: "map"|"confusion"|"hardest", over: "train"|"test", cell: [number, number]|null, standardized: boolean
 * }} output
 * @property {{unfold: string[]}} inspector
 * @property {{table: boolean}} network
 * @property {{on: boolean}} ask
 *
 * Everything a panel may ask for. Commands of the wire pass through `command`; the rest is the page's own.
 * @typedef {{type: "command", command: import("../wire/types.js").AnyCommand}
 *   | {type: "select", target: string|null}
 *   | {type: "pick", axis: "x"|null}
 *   | {type: "hover", target: string|null}
 *   | {type: "trail", names: string[]}
 *   | {type: "point", panel: string}
 *   | {type: "option", panel: keyof Options, changes: Record<string, unknown>}
 *   | {type: "nudge", epsilon: number}
 *   | {type: "predict", command: import("../wire/types.js").PredictCommand}
 *   | {type: "answer", choice: number|null}
 *   | {type: "transport", changes: {by?: Granularity, rate?: number|null, until?: Until|null}}
 *   | {type: "travel", direction: "undo"|"redo"}
 *   | {type: "own"}
 *   | {type: "toggle_play"}} Intent
 *
 * A panel draws into the element it was given. `render` is called at most once per animation frame
 * with the newest view; `destroy` lets go of observers.
 * @typedef {{
 *   render: (view: View) => void, destroy?: () => void, settled?: () => boolean, still?: () => void
 * }} Panel  whether it has drawn all of the view; takes a picture for paper
 * @typedef {import("../../text/en/page.js").Words} Words
 * @typedef {(root: HTMLElement, dispatch: (intent: Intent) => void, words: Words) => Panel} PanelFactory
 */
/**
 * @typedef {{
 *   points: Map<string, Tensor>, curve: Frame|null, surface: Frame|null, slice: Frame|null, race: Frame|null
 * }} Retained
 */
/**
 * @typedef {{
 *   plane: "parameters"|"random"|"gradient"|"pca", x: string, y: string, over: "train"|"batch", zoom: number,
 *   seed: number, resolution: number, mode: "3d"|"contour"
 * }} SurfaceOptions
 */
/**
 * @typedef {{
 *   shown: boolean, racers: {slot: number, optimizer: import("../wire/types.js").OptimizerSpec}[], start: number,
 *   log: boolean
 * }} RaceOptions
 */
export {};
