/**
 * The types shared by the page's modules. No code: the wire is described in docs/protocol.md,
 * the page's own state here.
 *
 * @typedef {{step: number, op: number}} Position
 * @typedef {"operation"|"layer"|"pass"|"step"|"epoch"} Granularity
 * @typedef {"input"|"linear"|"activation"|"pool"|"loss"|"delta"|"gradient"|"update"} OperationKind
 *
 * @typedef {object} Layout
 * @property {number[]} sizes              units per layer, inputs first
 * @property {(string|null)[]} activations one per layer; null where it has no activation function
 * @property {LayerLayout[]} layers
 * @property {string} loss
 * @property {"classification"|"regression"} task
 * @property {string[]} inputs             names of the input features
 * @property {string[]|null} classes
 * @property {"points"|"columns"|"image"|"words"} input_kind
 * @property {[number, number]|null} image rows and columns: the inputs are its pixels
 * @property {WordsLayout|null} words
 * @property {0|1|2} plane                 raw inputs the data can be drawn over
 * @property {[number, number][]} domain   range of each raw input
 * @property {number} train_size
 * @property {number} test_size
 * @property {number} batches              per epoch
 * @property {{kind: OperationKind, layer: number}[]} operations
 *
 * A layer: the shape of what it gives, the shapes of its parameters, and [neuron, input, tensor,
 * place in the tensor] of each of its links; null from all to all, by `weight`. A link that is no
 * parameter has neither tensor nor place.
 * @typedef {{
 *   kind: string, shape: number[], tensors: Record<string, number[]>,
 *   links: [number, number, string|null, number|null][]|null
 * }} LayerLayout
 *
 * @typedef {object} Focus
 * @property {number|"mean"} example
 * @property {boolean} in_batch
 * @property {number|null} position        place in the batch, from 0
 * @property {number} size
 * @property {number[]} x
 * @property {number[]} y
 * @property {Reading|null} text
 *
 * A text that was read; `indices` in the vocabulary, null of a word it lacks.
 * @typedef {{text: string, tokens: string[], indices: (number|null)[], unknown: string[]}} Reading
 *
 * An example of the training set, or after those of the test set, as the network does on it.
 * @typedef {{
 *   example: number, loss: number|null, output: (number|null)[], y: number[], actual: number|null,
 *   predicted: number|null, text: string|null
 * }} Scored
 *
 * @typedef {{parameter: string|null, name: string, min: number, max: number, value: number|null}} SurfaceAxis
 *
 * @typedef {object} FrameMeta
 * @property {number} seq
 * @property {number} run_epoch
 * @property {number} step
 * @property {number} op
 * @property {OperationKind} kind
 * @property {number} layer
 * @property {number} epoch
 * @property {number} batch
 * @property {number} batches
 * @property {number} updates
 * @property {Position} head
 * @property {boolean} playing
 * @property {Granularity} by
 * @property {number|null} rate
 * @property {string[]} answers
 * @property {{batch: number|null, penalty: number|null, train: number|null, test: number|null}} losses
 * @property {{train: number, test: number|null}|null} accuracies
 * @property {Focus} focus
 * @property {number[]} rows
 * @property {Narration} narration
 * @property {Failure|null} failure
 * @property {{scales: number[], input_scales: number[]}} [maps]
 * @property {SurfaceMeta} [surface]
 * @property {SliceMeta} [slice]
 * @property {{points: number}} [curve]
 * @property {Confusion} [confusion]
 * @property {{over: "train"|"test", of: number, examples: Scored[]}} [hardest]
 * @property {{count: number, explained: [number, number]|null, neighbours: number[][]}} [words]
 * @property {{start: number, racers: Racer[]}} [race]
 * @property {any} [inspection]            of the selected parameter or neuron
 * @property {{layers: LayerHealth[], warnings: Warning[]}} [health]
 *
 * @typedef {{
 *   optimizer: {name: string, learning_rate: number, [setting: string]: unknown}, updates: number, loss: number|null,
 *   failure: Failure|null
 * }} Racer
 * @typedef {{
 *   kind: OperationKind, layer: number, quantity: string, step: number, op: number, message: string, hint: string
 * }} Failure
 *
 * @typedef {{
 *   layer: number, gradient_norm: number|null, weight_norm: number, update_ratio: number|null,
 *   saturated: number|null, dead: number|null
 * }} LayerHealth
 * @typedef {"vanishing"|"exploding"|"dead"|"saturated"|"symmetric"|"step_too_large"} WarningKind
 * @typedef {{
 *   kind: WarningKind, layer: number|null, value: number|null, threshold: number, units: number[]|null,
 *   target: string|null
 * }} Warning
 *
 * What an operation does with its numbers; the fields differ by `kind`, see docs/protocol.md.
 * @typedef {{
 *   kind: OperationKind, layer: number, unit: number, units: number, focus: "example"|"mean", [field: string]: any
 * }} Narration
 *
 * @typedef {{dtype: string, shape: number[], data: Float32Array|Uint8Array|Float64Array}} Tensor
 *
 * @typedef {object} Frame
 * @property {FrameMeta} meta
 * @property {Map<string, Tensor>} tensors  by the wire's names
 *
 * @typedef {{value: unknown, label: string, help?: string}} Choice
 *
 * @typedef {object} Parameter
 * @property {string} path
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {"number"|"integer"|"boolean"|"choice"|"features"|"layers"|"seed"} kind
 * @property {unknown} default
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {"linear"|"log"} [scale]
 * @property {Choice[]|null} [choices]
 * @property {string|null} [unit]
 * @property {boolean} [advanced]         folded away at first
 *
 * @typedef {{name: string, label: string, help: string, [field: string]: any}} Row
 *
 * @typedef {object} Catalogue
 * @property {string} version
 * @property {Row[]} datasets
 * @property {Row[]} features
 * @property {Row[]} encodings
 * @property {Row[]} activations
 * @property {Row[]} layers
 * @property {Row[]} losses
 * @property {(Row & {parameters: Parameter[]})[]} optimizers
 * @property {Row[]} initializers
 * @property {Row[]} granularities
 * @property {Row[]} panels
 * @property {(Row & {factors: number[], optimizers: string[]})[]} races
 * @property {Row[]} presets
 * @property {{data: Parameter[], network: Parameter[], training: Parameter[]}} controls
 * @property {Record<string, number>} caps
 *
 * What every panel is drawn from: the newest of everything, a plain object that panels only read.
 * `retained` keeps the last tensors that do not come with every frame (data.points, maps.input,
 * curve.*, surface.*, slice.*) with the metadata they came with.
 * @typedef {object} View
 * @property {Catalogue} catalogue
 * @property {any} spec                     the resolved spec
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
 * @property {string[]} trail               weights of the path that is pointed at
 * @property {number} refused               commands refused so far: what was typed is to be set right
 * @property {number} epsilon               how far the selected parameter is moved in thought
 * @property {any} nudged                   the answer to the last nudge
 * @property {any} prediction               the answer to the last `predict`
 * @property {"x"|"y"|null} picking         the surface's axis that the next click on a parameter is for
 * @property {{question: import("../explain/questions.js").Question, answer: number|null}|null} asked
 * @property {{right: number, total: number}} score
 * @property {{followers: number, counts: number[]|null}|null} audience  the class, and how it answers the open question
 * @property {Options} options
 *
 * @typedef {{loss?: number, accuracy?: number, epoch?: number, over: "train"|"test"}} Until
 *
 * @typedef {object} Options
 * @property {SurfaceOptions} surface
 * @property {{over: "train"|"batch"}} slice
 * @property {RaceOptions} race
 * @property {{notation: "neuron"|"gates", compare: boolean}} explanation
 * @property {{tab: string}} encode
 * @property {{tab: "map"|"confusion"|"hardest", over: "train"|"test", cell: [number, number]|null}} output
 * @property {{unfold: string[]}} inspector
 * @property {{table: boolean}} network
 * @property {{on: boolean}} ask
 *
 * Everything a panel may ask for. Commands of the wire pass through `command`; the rest is the page's own.
 * @typedef {{type: "command", command: {type: string, [field: string]: any}}
 *   | {type: "select", target: string|null}
 *   | {type: "pick", axis: "x"|null}
 *   | {type: "hover", target: string|null}
 *   | {type: "trail", names: string[]}
 *   | {type: "point", panel: string}
 *   | {type: "option", panel: keyof Options, changes: Record<string, unknown>}
 *   | {type: "nudge", epsilon: number}
 *   | {type: "predict", command: {type: "predict", [field: string]: unknown}}
 *   | {type: "answer", choice: number|null}
 *   | {type: "transport", changes: {by?: Granularity, rate?: number|null, until?: Until|null}}
 *   | {type: "own"}
 *   | {type: "toggle_play"}} Intent
 *
 * A panel draws into the element it was given. `render` is called at most once per animation frame
 * with the newest view; `destroy` lets go of observers.
 * @typedef {{
 *   render: (view: View) => void, destroy?: () => void, settled?: () => boolean, still?: () => void
 * }} Panel  whether it has drawn all of the view; takes a picture for paper
 * @typedef {import("../text/en.js").Words} Words
 * @typedef {(root: HTMLElement, dispatch: (intent: Intent) => void, words: Words) => Panel} PanelFactory
 */
/**
 * @typedef {{
 *   encoding: string, vectors: boolean, positions: number|null, vocabulary: string[], counts: number[]
 * }} WordsLayout
 */
/**
 * @typedef {{
 *   plane: string, x: SurfaceAxis, y: SurfaceAxis, loss: number, updates: number, over: "train"|"batch",
 *   examples: number, descent: [number, number], step: [number, number], distance: number, racers: number[],
 *   explained?: [number, number], coarse: boolean
 * }} SurfaceMeta
 */
/**
 * @typedef {{
 *   parameter: string, min: number, max: number, value: number|null, loss: number|null, slope: number|null,
 *   landing: number|null, next: number|null, minima: [number, number][], over: "train"|"batch", examples: number,
 *   updates: number, learning_rate: number
 * }} SliceMeta
 */
/**
 * @typedef {{
 *   over: "train"|"test", matrix: number[][]|null,
 *   cell: {actual: number, predicted: number, count: number, examples: Scored[]}|null
 * }} Confusion
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
 *   shown: boolean, racers: {slot: number, optimizer: {name: string, [setting: string]: any}}[], start: number,
 *   log: boolean
 * }} RaceOptions
 */
export {};
