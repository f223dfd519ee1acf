/**
 * What travels between server and page: docs/protocol.md. `make types` writes it from the models of
 * app/backstep/protocol. A number that is not finite is sent as null, whatever its type here.
 */
/** @typedef {"operation" | "layer" | "pass" | "step" | "epoch"} Granularity */
/** @typedef {"input" | "linear" | "activation" | "pool" | "loss" | "delta" | "gradient" | "update"} OperationKind */
/** @typedef {"vanishing" | "exploding" | "dead" | "saturated" | "symmetric" | "step_too_large"} WarningKind */
/** @typedef {NeuronReason | LossReason | PenaltyReason | RoundingReason} Reason */
/**
 * @typedef {InputNarration
 *   | LinearNarration
 *   | PoolNarration
 *   | ActivationNarration
 *   | LossNarration
 *   | HiddenDeltaNarration
 *   | OutputDeltaNarration
 *   | GradientNarration
 *   | UpdateNarration
 * } Narration
 */
/**
 * @typedef {WelcomeEvent
 *   | EditedEvent
 *   | StatusEvent
 *   | InspectionEvent
 *   | NudgedEvent
 *   | PredictionEvent
 *   | ErrorEvent
 *   | KeptEvent
 *   | ClassEvent
 *   | KeyEvent
 *   | PresentedEvent
 *   | QuestionEvent
 *   | RevealedEvent
 * } ServerEvent
 */
/**
 * @typedef {HelloCommand
 *   | ForwardCommand
 *   | BackCommand
 *   | SeekCommand
 *   | PlayCommand
 *   | PauseCommand
 *   | ResetCommand
 *   | EditCommand
 *   | SetParameterCommand
 *   | UndoCommand
 *   | RedoCommand
 *   | FocusCommand
 *   | WatchCommand
 *   | InspectCommand
 *   | NudgeCommand
 *   | PredictCommand
 *   | AckCommand
 *   | PresentCommand
 *   | ShowCommand
 *   | AskCommand
 *   | RevealCommand
 *   | AnswerCommand
 * } AnyCommand
 */
/**
 * Operation `op` of training step `step` has just been done.
 * @typedef {object} Position
 * @property {number} step
 * @property {number} op
 */
/**
 * Mean data losses, without the penalty; null if not computed yet, or not finite.
 * @typedef {object} Losses
 * @property {number | null} batch  at the parameters that the step began with
 * @property {number | null} penalty  of the parameters: with it, train is the total
 * @property {number | null} train
 * @property {number | null} test
 */
/**
 * The shares of examples that are classified correctly.
 * @typedef {object} Accuracies
 * @property {number} train
 * @property {number | null} test
 * @property {number | null} threshold  a single output above it means the second class; null: the largest output wins
 */
/**
 * An encoded text.
 * @typedef {object} ReadingMeta
 * @property {string} text
 * @property {string[]} tokens
 * @property {(number | null)[]} indices  in the vocabulary; null: it is not there
 * @property {string[]} unknown
 */
/**
 * The example whose numbers are shown.
 * @typedef {object} Focus
 * @property {number | "mean"} example
 * @property {boolean} in_batch
 * @property {number | null} position  place in the batch, from 0
 * @property {number} size
 * @property {number[]} x
 * @property {number[]} y
 * @property {ReadingMeta | null} text
 */
/**
 * The batch is loaded.
 * @typedef {object} InputNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"input"} kind
 * @property {number} size
 * @property {number[]} x
 * @property {number[]} y
 * @property {string[]} features
 */
/**
 * What a neuron receives from a neuron below.
 * @typedef {object} LinkTerm
 * @property {number} from
 * @property {number} weight
 * @property {number} value
 * @property {number} product
 */
/**
 * A weighted sum, and a bias.
 * @typedef {object} LinearNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"linear"} kind
 * @property {LinkTerm[]} terms
 * @property {number} bias
 * @property {number} result
 */
/**
 * A sum with fixed weights.
 * @typedef {object} PoolNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"pool"} kind
 * @property {LinkTerm[]} terms
 * @property {number} result
 */
/**
 * An activation function; `exponentials` and `sum` are softmax's.
 * @typedef {object} ActivationNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"activation"} kind
 * @property {string} name
 * @property {number} value
 * @property {number} result
 * @property {number[]} [exponentials]
 * @property {number} [sum]
 */
/**
 * The loss of the focus and of the batch.
 * @typedef {object} LossNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"loss"} kind
 * @property {string} name
 * @property {number[]} prediction
 * @property {number[]} target
 * @property {number | null} example_loss
 * @property {number} batch_loss
 * @property {number} penalty
 * @property {number} size
 */
/**
 * The error that a neuron receives from a neuron above.
 * @typedef {object} DeltaTerm
 * @property {number} to
 * @property {number} weight
 * @property {number} delta
 * @property {number} product
 */
/**
 * δ of a neuron below the output.
 * @typedef {object} HiddenDeltaNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"delta"} kind
 * @property {string | null} activation
 * @property {number | null} local_slope
 * @property {number} result
 * @property {DeltaTerm[]} terms
 * @property {number} sum
 * @property {number | null} preactivation
 */
/**
 * δ of an output neuron; `name` is the loss.
 * @typedef {object} OutputDeltaNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"delta"} kind
 * @property {string | null} activation
 * @property {number | null} local_slope
 * @property {number} result
 * @property {string} name
 * @property {boolean} fused
 * @property {number} outputs
 * @property {number} prediction
 * @property {number} target
 * @property {number | null} loss_slope
 * @property {number} [mean_slope]
 */
/**
 * Between `below` and `above`, a neuron's z crosses a corner or a step of its activation.
 * @typedef {object} NeuronReason
 * @property {"kink" | "step"} kind
 * @property {string} neuron
 * @property {string} activation
 * @property {number} row
 * @property {number} below
 * @property {number} above
 */
/**
 * A prediction crosses a corner of the loss; `below` and `above` are its errors.
 * @typedef {object} LossReason
 * @property {"loss_kink"} kind
 * @property {string} loss
 * @property {number} output
 * @property {number} row
 * @property {number} below
 * @property {number} above
 */
/**
 * The parameter crosses the corner of its penalty.
 * @typedef {object} PenaltyReason
 * @property {"penalty_kink"} kind
 * @property {number} below
 * @property {number} above
 */
/**
 * Rounding, in so small a step.
 * @typedef {object} RoundingReason
 * @property {"rounding"} kind
 */
/**
 * The gradient of one parameter; `from` is null for a bias.
 * @typedef {object} GradientNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"gradient"} kind
 * @property {string} parameter
 * @property {number | null} from
 * @property {number} delta
 * @property {number} value
 * @property {number | null} product
 * @property {number} batch_gradient
 * @property {number} penalty_gradient
 * @property {number[]} contributions
 * @property {number} numeric
 * @property {number} difference
 * @property {boolean} agrees
 * @property {boolean} kink
 * @property {Reason | null} reason
 */
/**
 * `symbol` = `formula`, with `values` in its braces, = `result`.
 * @typedef {object} WorkLine
 * @property {string} symbol
 * @property {string} formula
 * @property {Record<string, number>} values
 * @property {number} result
 */
/**
 * The change of a parameter.
 * @typedef {object} Change
 * @property {string} parameter
 * @property {number} change
 */
/**
 * The first δ that differs.
 * @typedef {object} WrongDelta
 * @property {number} right
 * @property {number} wrong
 * @property {"delta"} quantity
 * @property {number} layer
 * @property {number} unit
 */
/**
 * A correct number, and the one that the mistake produces.
 * @typedef {object} RightWrong
 * @property {number} right
 * @property {number} wrong
 */
/**
 * The parameter that differs most.
 * @typedef {object} WrongParameter
 * @property {number} right
 * @property {number} wrong
 * @property {string} parameter
 */
/**
 * The effect of updating each layer right after its own gradient.
 * @typedef {object} Wrong
 * @property {WrongDelta | null} first
 * @property {RightWrong} parameter
 * @property {WrongParameter} largest
 */
/**
 * The update of one parameter.
 * @typedef {object} UpdateNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"update"} kind
 * @property {string} parameter
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} old
 * @property {number} gradient
 * @property {number} change
 * @property {number} new
 * @property {number} plain
 * @property {WorkLine[]} lines
 * @property {Change} largest
 * @property {number} count
 * @property {Wrong | null} wrong
 */
/**
 * The gradients of the batch's examples: `count` of all, of which the first 512 are sent.
 * @typedef {object} Contributions
 * @property {number} count
 * @property {number[]} rows
 * @property {number[]} values
 */
/**
 * The terms that are not listed, as one.
 * @typedef {object} Rest
 * @property {number} count
 * @property {number} sum
 */
/**
 * The terms of a preactivation.
 * @typedef {object} Incoming
 * @property {LinkTerm[]} terms
 * @property {Rest} rest
 * @property {number} bias
 */
/**
 * The derivative of the loss by an output, and of that output by a softmax's z.
 * @typedef {object} SlopeTerm
 * @property {number} to
 * @property {number} loss_slope
 * @property {number} slope
 * @property {number} product
 */
/**
 * The loss from the point of view of one output neuron.
 * @typedef {object} OutputLoss
 * @property {string} name
 * @property {boolean} fused
 * @property {number} prediction
 * @property {number} target
 * @property {number | null} loss_slope
 * @property {number} outputs
 */
/**
 * A neuron's δ as a sum and a product.
 * @typedef {object} Unfolded
 * @property {string} neuron
 * @property {number} layer
 * @property {number} unit
 * @property {number | null} delta
 * @property {string | null} activation
 * @property {number | null} preactivation
 * @property {number | null} value
 * @property {number | null} local_slope
 * @property {DeltaTerm[] | SlopeTerm[] | null} terms
 * @property {Rest | null} rest
 * @property {number | null} sum
 * @property {OutputLoss | null} loss
 */
/**
 * A factor of a path, and the name of what it belongs to.
 * @typedef {object} Factor
 * @property {"signal" | "slope" | "weight" | "delta"} kind
 * @property {string | null} of
 * @property {number} value
 */
/**
 * One path from the neuron to the loss; `units` from the target's layer up.
 * @typedef {object} Path
 * @property {number[]} units
 * @property {Factor[]} factors
 * @property {number} product
 */
/**
 * The gradient as a sum over paths.
 * @typedef {object} Paths
 * @property {number} count
 * @property {Path[]} shown
 * @property {Rest} rest
 * @property {number} total
 */
/**
 * A central difference beside a gradient.
 * @typedef {object} Check
 * @property {number} value
 * @property {number} gradient
 * @property {number} difference
 * @property {boolean} agrees
 * @property {number} h
 * @property {Reason | null} reason
 */
/**
 * The comparison for the example's own loss, and for the batch's loss with penalties.
 * @typedef {object} Checks
 * @property {Check} example
 * @property {Check} batch
 */
/**
 * An update of the parameter, computed line by line.
 * @typedef {object} OptimizerWork
 * @property {string} name
 * @property {string} label
 * @property {number} count
 * @property {Record<string, number>} state
 * @property {WorkLine[]} lines
 * @property {number} old
 * @property {number | null} new
 * @property {number | null} change
 */
/**
 * A parameter or neuron; what is not computed at the position is null.
 * @typedef {object} Inspection
 * @property {string} target
 * @property {"weight" | "bias" | "neuron"} kind
 * @property {number} layer
 * @property {number} unit
 * @property {number | null} source
 * @property {number | null} value
 * @property {number | null} preactivation
 * @property {number} example
 * @property {number | null} position
 * @property {number} size
 * @property {boolean} computed
 * @property {number | null} computed_at
 * @property {number | null} signal
 * @property {number | null} delta
 * @property {number | null} example_gradient
 * @property {number | null} penalty_gradient
 * @property {number | null} batch_gradient
 * @property {Contributions | null} contributions
 * @property {Incoming | null} incoming
 * @property {Unfolded[]} unfolded
 * @property {Paths | null} paths
 * @property {Checks | null} numeric
 * @property {OptimizerWork | null} optimizer
 */
/**
 * Norms and shares of a layer.
 * @typedef {object} LayerHealth
 * @property {number} layer
 * @property {number | null} gradient_norm
 * @property {number} weight_norm
 * @property {number | null} update_ratio
 * @property {number | null} saturated
 * @property {number | null} dead
 */
/**
 * A symptom of failing training.
 * @typedef {object} Warning
 * @property {WarningKind} kind
 * @property {number | null} layer
 * @property {number | null} value
 * @property {number} threshold
 * @property {number[] | null} units
 * @property {string | null} target
 */
/**
 * The health of the layers.
 * @typedef {object} Health
 * @property {LayerHealth[]} layers
 * @property {Warning[]} warnings
 */
/**
 * The operation that first produced a non-finite number.
 * @typedef {object} FailureMeta
 * @property {OperationKind} kind
 * @property {number} layer
 * @property {string} quantity
 * @property {number} step
 * @property {number} op
 * @property {string} message
 * @property {string} hint
 */
/**
 * The factors of the maps' bytes.
 * @typedef {object} Scales
 * @property {number[]} scales
 * @property {number[]} input_scales
 */
/**
 * `output.map`: value = (byte − 128) / 127 · `scale`; the last of `maps.scales`, too.
 * @typedef {object} OutputScale
 * @property {number} scale
 */
/**
 * An example and its loss; those of the test set follow those of the training set.
 * @typedef {object} Scored
 * @property {number} example
 * @property {number | null} loss
 * @property {(number | null)[]} output
 * @property {number[]} y
 * @property {number | null} actual
 * @property {number | null} predicted
 * @property {string | null} text
 */
/**
 * A cell of the matrix, and its examples of highest loss.
 * @typedef {object} ConfusionCell
 * @property {number} actual
 * @property {number} predicted
 * @property {number} count
 * @property {Scored[]} examples
 */
/**
 * The confusion `matrix[actual][predicted]`; null for a regression.
 * @typedef {object} Confusion
 * @property {"train" | "test"} over
 * @property {number[][] | null} matrix
 * @property {ConfusionCell | null} cell
 */
/**
 * The examples of highest loss.
 * @typedef {object} Hardest
 * @property {"train" | "test"} over
 * @property {number} of
 * @property {Scored[]} examples
 */
/**
 * Words in the plane of their vectors.
 * @typedef {object} WordsMeta
 * @property {number} count
 * @property {[number, number] | null} explained
 * @property {number[][]} neighbours
 */
/**
 * A parameter and its values, or a direction and the distance along it.
 * @typedef {object} SurfaceAxis
 * @property {string | null} parameter
 * @property {string} name
 * @property {number} min
 * @property {number} max
 * @property {number | null} value
 */
/**
 * The plane of a loss surface.
 * @typedef {object} SurfaceMeta
 * @property {"parameters" | "random" | "gradient" | "pca"} plane
 * @property {SurfaceAxis} x
 * @property {SurfaceAxis} y
 * @property {number} loss  with the penalty, as everywhere on the surface
 * @property {number} updates
 * @property {"train" | "batch"} over
 * @property {number} examples
 * @property {[number, number]} descent
 * @property {[number, number]} step
 * @property {number} distance
 * @property {number[]} racers
 * @property {[number, number]} [explained]
 * @property {number} [points]
 * @property {number} [of]
 * @property {boolean} coarse
 */
/**
 * The loss along one parameter.
 * @typedef {object} SliceMeta
 * @property {string} parameter
 * @property {number} min
 * @property {number} max
 * @property {number | null} value
 * @property {number | null} loss  with the penalty, as everywhere on the slice
 * @property {number | null} slope
 * @property {number | null} landing
 * @property {number | null} next
 * @property {[number, number][]} minima
 * @property {"train" | "batch"} over
 * @property {number} examples
 * @property {number} updates
 * @property {number} learning_rate
 */
/**
 * The loss curve: `points` of the whole-set losses, `bins` of the batch losses.
 * @typedef {object} CurveMeta
 * @property {number} points
 * @property {number} bins
 */
/**
 * An optimizer with its settings.
 * @typedef {{name: string, learning_rate: number} & Record<string, number>} RacerOptimizer
 */
/**
 * The run with another optimizer.
 * @typedef {object} RacerMeta
 * @property {RacerOptimizer} optimizer
 * @property {number} updates
 * @property {number | null} loss  over the training set, with the penalty
 * @property {number | null} data_loss
 * @property {number | null} penalty
 * @property {FailureMeta | null} failure
 */
/**
 * A race; its racers left the run after `start` updates.
 * @typedef {object} RaceMeta
 * @property {number} start
 * @property {RacerMeta[]} racers
 */
/**
 * The run's position and scores, and the content of the watched panels.
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
 * @property {number | null} rate
 * @property {string[]} answers
 * @property {Losses} losses
 * @property {Accuracies | null} accuracies
 * @property {Focus} focus
 * @property {number[]} rows
 * @property {Narration} [narration]
 * @property {Inspection | null} [inspection]
 * @property {Health} [health]
 * @property {FailureMeta | null} failure
 * @property {Scales} [maps]
 * @property {OutputScale} [output]
 * @property {Confusion} [confusion]
 * @property {Hardest} [hardest]
 * @property {WordsMeta} [words]
 * @property {SurfaceMeta} [surface]
 * @property {SliceMeta} [slice]
 * @property {CurveMeta} [curve]
 * @property {RaceMeta} [race]
 */
/**
 * Which examples to train on.
 *
 * `x` and `y` belong to the name `table` only. A setting that the data set does not have is None.
 * @typedef {object} DataSpec
 * @property {string} name
 * @property {number | null} [samples]
 * @property {number | null} [noise]
 * @property {number | null} [test_share]
 * @property {string[] | null} [features]
 * @property {string | null} [encoding]
 * @property {number | null} [dimensions]
 * @property {boolean | null} [negation]
 * @property {number[][] | null} [x]
 * @property {number[][] | number[] | null} [y]
 */
/**
 * A hidden layer: a row of the layer kinds' registry with all of its settings.
 *
 * The default kind is not written.
 * @typedef {{kind?: string, activation?: string | null} & Record<string, number>} LayerSpec
 */
/**
 * The network between features and outputs.
 * @typedef {object} NetworkSpec
 * @property {LayerSpec[]} hidden
 * @property {string} output_activation
 * @property {string} initializer
 * @property {(Record<string, unknown> | null)[] | null} [parameters]
 */
/**
 * A row of the optimizers' registry with all of its hyperparameters.
 * @typedef {{name: string} & Record<string, number>} OptimizerSpec
 */
/**
 * How to train. A `batch_size` above the training set's size means the whole set.
 * @typedef {object} TrainingSpec
 * @property {string} loss
 * @property {OptimizerSpec} optimizer
 * @property {number} batch_size
 * @property {boolean} shuffle
 * @property {number} l1
 * @property {number} l2
 */
/**
 * What to train; every field has a default.
 * @typedef {object} Spec
 * @property {1} version
 * @property {number} seed
 * @property {DataSpec} data
 * @property {NetworkSpec} network
 * @property {TrainingSpec} training
 */
/**
 * The position of an edit, between two operations.
 * @typedef {object} At
 * @property {number} step
 * @property {number} op
 */
/**
 * Either a `parameter` set to a `value`, or changes of the spec's `training`.
 * @typedef {object} EditSpec
 * @property {At} at
 * @property {string | null} [parameter]
 * @property {number | null} [value]
 * @property {Record<string, unknown> | null} [training]
 */
/**
 * A layer above the inputs.
 * @typedef {object} LayerLayout
 * @property {string} kind
 * @property {number[]} shape  of what it gives
 * @property {Record<string, number[]>} tensors  the shapes of its parameters
 * @property {([number, number, string | null, number | null])[] | null} links
 *   [neuron, input, tensor, place in the tensor]; null: all to all, by `weight`
 */
/**
 * The encoding of texts.
 * @typedef {object} WordsLayout
 * @property {string} encoding
 * @property {boolean} vectors
 * @property {number | null} positions
 * @property {string[]} vocabulary
 * @property {number[]} counts
 */
/**
 * How columns were standardized: column = number · `deviations` + `means`.
 * @typedef {object} Standardized
 * @property {number[]} means
 * @property {number[]} deviations
 * @property {(string | null)[]} units
 */
/**
 * An uploaded file: its name, the column to predict, and what its numbers mean.
 * @typedef {object} OwnLayout
 * @property {string | null} file
 * @property {string} target
 * @property {Standardized} inputs
 * @property {Standardized | null} targets  null for classes
 */
/**
 * An operation of a step.
 * @typedef {object} OperationRow
 * @property {OperationKind} kind
 * @property {number} layer
 */
/**
 * Shapes and names of the network and its data.
 * @typedef {object} Layout
 * @property {number[]} sizes  units per layer, inputs first
 * @property {(string | null)[]} activations  one per layer; null where it has none
 * @property {LayerLayout[]} layers
 * @property {string} loss
 * @property {"classification" | "regression"} task
 * @property {string[]} inputs  names of the input features
 * @property {string[] | null} classes
 * @property {"points" | "columns" | "image" | "words"} input_kind
 * @property {[number, number] | null} image  rows and columns: the inputs are its pixels
 * @property {WordsLayout | null} words
 * @property {0 | 1 | 2} plane  raw inputs that the data can be drawn over
 * @property {[number, number][]} domain  range of each raw input
 * @property {OwnLayout | null} own  null unless the data are an uploaded file
 * @property {number} train_size
 * @property {number} test_size
 * @property {number} batches  per epoch
 * @property {number} check_every  updates between two checks of a limit over a data set, at most
 * @property {OperationRow[]} operations
 */
/**
 * A change of a run that can be undone.
 *
 * `number` grows with every act of the run. `fields` are the dotted names of the settings that
 * changed, or the name of the parameter. `restarts`: the act began a new run.
 * @typedef {object} Act
 * @property {number} number
 * @property {"parameter"
 *   | "settings"
 *   | "layer_added"
 *   | "layer_removed"
 *   | "layers"
 *   | "data"
 *   | "points"
 *   | "reset"} kind
 * @property {string[]} fields
 * @property {boolean} restarts
 */
/**
 * The first event.
 * @typedef {object} WelcomeEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {number} run_epoch
 * @property {Spec} spec
 * @property {Spec} start
 * @property {EditSpec[]} edits
 * @property {string} query
 * @property {Layout} layout
 * @property {Position} position
 * @property {boolean} playing
 * @property {Granularity} by
 * @property {number | null} rate
 * @property {Act | null} undo  what `undo` would undo
 * @property {Act | null} redo  what `redo` would redo
 * @property {boolean} restarted  a new run_epoch began: drop what was drawn
 * @property {boolean} [recorded]  in an offline copy, which has no server
 * @property {"welcome"} type
 */
/**
 * An edit in the log: of a parameter, or of the settings.
 * @typedef {object} LoggedEdit
 * @property {Position} at
 * @property {string} [parameter]
 * @property {number} [value]
 * @property {Record<string, unknown>} [settings]
 */
/**
 * The run was edited, or has moved past an edit.
 * @typedef {object} EditedEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {number} run_epoch
 * @property {Spec} spec
 * @property {Spec} start
 * @property {EditSpec[]} edits
 * @property {string} query
 * @property {Layout} layout
 * @property {Position} position
 * @property {boolean} playing
 * @property {Granularity} by
 * @property {number | null} rate
 * @property {Act | null} undo  what `undo` would undo
 * @property {Act | null} redo  what `redo` would redo
 * @property {boolean} restarted  a new run_epoch began: drop what was drawn
 * @property {boolean} [recorded]  in an offline copy, which has no server
 * @property {"edited"} type
 * @property {LoggedEdit | null} edit
 */
/**
 * When to stop playing: at the first limit that is met. `epoch` counts completed epochs.
 *
 * `over` says whose loss and accuracy count: a whole data set's or the batch's; a batch has a loss
 * only.
 * @typedef {object} Until
 * @property {number | null} [loss]
 * @property {number | null} [accuracy]
 * @property {number | null} [epoch]
 * @property {"train" | "test" | "batch"} [over]
 */
/**
 * The limit at which playing stopped.
 * @typedef {object} Stopped
 * @property {"loss" | "accuracy" | "epoch"} reason
 * @property {number} value
 * @property {number} limit
 * @property {"train" | "test" | "batch"} over
 * @property {number} updates
 */
/**
 * Whether and how the run plays.
 *
 * `checked_every` is the largest number of updates between two checks of `until`; null if it names
 * neither a loss nor an accuracy.
 * @typedef {object} StatusEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"status"} type
 * @property {boolean} playing
 * @property {Granularity} by
 * @property {number | null} rate
 * @property {Until | null} until
 * @property {number | null} checked_every
 * @property {Stopped | null} stopped
 */
/**
 * The answer to `inspect`.
 * @typedef {object} InspectionEvent
 * @property {string} target
 * @property {"weight" | "bias" | "neuron"} kind
 * @property {number} layer
 * @property {number} unit
 * @property {number | null} source
 * @property {number | null} value
 * @property {number | null} preactivation
 * @property {number} example
 * @property {number | null} position
 * @property {number} size
 * @property {boolean} computed
 * @property {number | null} computed_at
 * @property {number | null} signal
 * @property {number | null} delta
 * @property {number | null} example_gradient
 * @property {number | null} penalty_gradient
 * @property {number | null} batch_gradient
 * @property {Contributions | null} contributions
 * @property {Incoming | null} incoming
 * @property {Unfolded[]} unfolded
 * @property {Paths | null} paths
 * @property {Checks | null} numeric
 * @property {OptimizerWork | null} optimizer
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"inspection"} type
 */
/**
 * The answer to `nudge`.
 * @typedef {object} NudgedEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"nudged"} type
 * @property {string} parameter
 * @property {number} value
 * @property {number} delta
 * @property {number} before  with the penalty, as is `after`
 * @property {number} after
 * @property {number} change
 * @property {number} predicted
 * @property {"train" | "batch"} over
 * @property {number} examples
 */
/**
 * The answer to `predict`.
 * @typedef {object} PredictionEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"prediction"} type
 * @property {number[]} input
 * @property {ReadingMeta | null} text
 * @property {number[][]} activations
 * @property {number[]} output
 */
/**
 * What is wrong with a command, or with the server.
 *
 * `message` is in the client's language; `key` and `values` are what it is made of.
 * @typedef {object} ErrorEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"error"} type
 * @property {"bad_command"
 *   | "bad_spec"
 *   | "bad_value"
 *   | "not_driver"
 *   | "not_follower"
 *   | "not_kept"
 *   | "too_fast"} code
 * @property {string} message
 * @property {string} [key]
 * @property {Record<string, unknown>} [values]
 * @property {string} field
 * @property {number} [retry]
 */
/**
 * The whole run is saved again.
 * @typedef {object} KeptEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"kept"} type
 */
/**
 * A question to the class, and how often each choice was answered.
 * @typedef {object} AskedQuestion
 * @property {number} number
 * @property {string} text
 * @property {string[]} choices
 * @property {number[]} counts
 */
/**
 * The number of followers, and their answers; for the presenter.
 * @typedef {object} ClassEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"class"} type
 * @property {number} followers
 * @property {AskedQuestion | null} asked
 */
/**
 * The key that identifies a follower, so that it counts once.
 * @typedef {object} KeyEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"key"} type
 * @property {string} key
 */
/**
 * What the presenter's page shows.
 * @typedef {object} PresentedEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"presented"} type
 * @property {string | null} select
 * @property {Record<string, unknown>} page
 */
/**
 * A question to the class.
 * @typedef {object} QuestionEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"question"} type
 * @property {number} number
 * @property {string} text
 * @property {string[]} choices
 */
/**
 * The end of a question.
 * @typedef {object} RevealedEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"revealed"} type
 * @property {number} number
 * @property {number | null} right
 * @property {string} because
 * @property {number[]} counts
 */
/**
 * The last frame that the client has from an earlier connection.
 * @typedef {object} Resume
 * @property {number} epoch
 * @property {number} seq
 */
/**
 * The first command. A follower's `key` identifies it, so that it counts once.
 *
 * `lang` is the language of error messages, such as `ru`.
 * @typedef {object} HelloCommand
 * @property {string | null} [id]
 * @property {"hello"} type
 * @property {string | null} [token]
 * @property {Resume | null} [resume]
 * @property {string | null} [key]
 * @property {string | null} [lang]
 */
/**
 * Move forward by `count` units.
 * @typedef {object} ForwardCommand
 * @property {string | null} [id]
 * @property {"forward"} type
 * @property {Granularity} [by]
 * @property {number} [count]
 */
/**
 * Move back by `count` units.
 * @typedef {object} BackCommand
 * @property {string | null} [id]
 * @property {"back"} type
 * @property {Granularity} [by]
 * @property {number} [count]
 */
/**
 * Move to a position.
 * @typedef {object} SeekCommand
 * @property {string | null} [id]
 * @property {"seek"} type
 * @property {number} step
 * @property {number} [op]
 */
/**
 * Play; `rate` is boundaries per second, null for full speed.
 * @typedef {object} PlayCommand
 * @property {string | null} [id]
 * @property {"play"} type
 * @property {Granularity} [by]
 * @property {number | null} [rate]
 * @property {Until | null} [until]
 */
/**
 * Stop playing.
 * @typedef {object} PauseCommand
 * @property {string | null} [id]
 * @property {"pause"} type
 */
/**
 * Restart with the same initial weights.
 * @typedef {object} ResetCommand
 * @property {string | null} [id]
 * @property {"reset"} type
 */
/**
 * Change the spec.
 * @typedef {object} EditCommand
 * @property {string | null} [id]
 * @property {"edit"} type
 * @property {Record<string, unknown>} changes
 */
/**
 * Set one weight or bias.
 * @typedef {object} SetParameterCommand
 * @property {string | null} [id]
 * @property {"set_parameter"} type
 * @property {string} tensor
 * @property {number[]} [index]
 * @property {number} value
 */
/**
 * Undo the newest act.
 * @typedef {object} UndoCommand
 * @property {string | null} [id]
 * @property {"undo"} type
 */
/**
 * Redo the act that was undone last.
 * @typedef {object} RedoCommand
 * @property {string | null} [id]
 * @property {"redo"} type
 */
/**
 * Follow one example, the batch's mean, or the batch's first example (null).
 * @typedef {object} FocusCommand
 * @property {string | null} [id]
 * @property {"focus"} type
 * @property {number | "mean" | null} [example]
 */
/**
 * Watch these panels, with their options.
 * @typedef {object} WatchCommand
 * @property {string | null} [id]
 * @property {"watch"} type
 * @property {Record<string, Record<string, unknown>>} panels
 */
/**
 * Inspect a parameter by its tensor and index, or anything by its name in `select`.
 * @typedef {object} InspectCommand
 * @property {string | null} [id]
 * @property {"inspect"} type
 * @property {string | null} [tensor]
 * @property {number[]} [index]
 * @property {string | null} [select]
 * @property {string[]} [unfold]
 * @property {number} [paths]
 */
/**
 * Try a small change of one parameter, without changing the run.
 * @typedef {object} NudgeCommand
 * @property {string | null} [id]
 * @property {"nudge"} type
 * @property {string} tensor
 * @property {number[]} [index]
 * @property {number} delta
 * @property {"batch" | "train"} [over]
 */
/**
 * Compute the network's output for one example.
 *
 * `input` is an encoded example, as long as the network has inputs; `image` a drawing, rows of ink
 * from 0 to 1; `text` a text.
 * @typedef {object} PredictCommand
 * @property {string | null} [id]
 * @property {"predict"} type
 * @property {number[] | null} [input]
 * @property {number[][] | null} [image]
 * @property {string | null} [text]
 */
/**
 * The client has drawn the frames up to `seq`.
 * @typedef {object} AckCommand
 * @property {string | null} [id]
 * @property {"ack"} type
 * @property {number} seq
 */
/**
 * What the class sees: panels as in `watch`, the example in focus, and options of the page.
 *
 * With `hold`, the class sees a step only after the presenter has.
 * @typedef {object} PresentCommand
 * @property {string | null} [id]
 * @property {"present"} type
 * @property {Record<string, Record<string, unknown>>} panels
 * @property {number | "mean" | null} [focus]
 * @property {Record<string, string | boolean | number | null | string[]>} [page]
 * @property {boolean} [hold]
 */
/**
 * Release the frame `seq` for the class: the presenter has seen it.
 * @typedef {object} ShowCommand
 * @property {string | null} [id]
 * @property {"show"} type
 * @property {number} seq
 */
/**
 * Ask the class a question.
 * @typedef {object} AskCommand
 * @property {string | null} [id]
 * @property {"ask"} type
 * @property {string} text
 * @property {string[]} choices
 */
/**
 * End the question; `right` is the correct choice, if the class may know it.
 * @typedef {object} RevealCommand
 * @property {string | null} [id]
 * @property {"reveal"} type
 * @property {number | null} [right]
 * @property {string} [because]
 */
/**
 * A follower's answer to the question `number`; a later one replaces it.
 * @typedef {object} AnswerCommand
 * @property {string | null} [id]
 * @property {"answer"} type
 * @property {number} number
 * @property {number} choice
 */
/**
 * A data set.
 * @typedef {object} DatasetRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {"classification" | "regression"} task
 * @property {"points" | "image" | "words"} kind
 * @property {number | string[] | null} inputs
 * @property {string[] | null} classes
 * @property {string[]} features
 * @property {string[]} settings
 * @property {number[][]} preview
 */
/**
 * The fields of every row.
 * @typedef {object} CatalogueRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 */
/**
 * An encoding of words.
 * @typedef {object} EncodingRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {boolean} vectors
 */
/**
 * An activation function.
 * @typedef {object} ActivationRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {boolean} hidden
 * @property {boolean} output
 * @property {string} formula
 * @property {string} derivative
 * @property {string} code
 * @property {string} code_derivative
 * @property {boolean} coupled
 */
/**
 * A loss.
 * @typedef {object} LossRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {string} task
 * @property {string[]} outputs
 * @property {string} formula
 * @property {string} code
 * @property {string} code_slope
 * @property {string | null} fused
 * @property {boolean} mean_over_outputs
 */
/**
 * The operations of a layer, forward and backward.
 * @typedef {object} LayerOperations
 * @property {OperationKind[]} forward
 * @property {OperationKind[]} backward
 */
/**
 * A line of numpy, and the shapes in it.
 * @typedef {object} LayerLine
 * @property {string} code
 * @property {string} shapes
 */
/**
 * What a layer computes, as numpy.
 * @typedef {object} LayerLines
 * @property {LayerLine} forward
 * @property {LayerLine} back
 * @property {LayerLine | null} gradient
 */
/**
 * One of the values of a parameter.
 * @typedef {object} Choice
 * @property {unknown} value
 * @property {string} label
 * @property {string} help
 */
/**
 * A control of the page.
 * @typedef {object} Control
 * @property {string} path
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {"number" | "integer" | "boolean" | "choice" | "features" | "layers" | "seed"} kind
 * @property {unknown} default
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {"linear" | "log"} scale
 * @property {Choice[] | null} choices
 * @property {string | null} unit
 * @property {boolean} advanced  folded away at first
 */
/**
 * A kind of hidden layer.
 * @typedef {object} LayerRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {boolean} activated
 * @property {boolean} counts
 * @property {string} word
 * @property {LayerOperations} operations
 * @property {LayerLines} lines
 * @property {Control[]} parameters
 */
/**
 * An optimizer and its hyperparameters.
 * @typedef {object} OptimizerRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {string} formula
 * @property {string[]} code
 * @property {Control[]} parameters
 */
/**
 * A panel and its options.
 * @typedef {object} PanelRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {Control[]} parameters
 */
/**
 * A race: factors of the run's learning rate, or optimizers with their defaults.
 * @typedef {object} RaceRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {number[]} factors
 * @property {string[]} optimizers
 */
/**
 * A run to start from.
 * @typedef {object} PresetRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {Record<string, unknown>} spec
 * @property {string[]} panels
 * @property {unknown} moment
 * @property {string} query
 */
/**
 * The controls of a spec.
 * @typedef {object} Controls
 * @property {Control[]} data
 * @property {Control[]} network
 * @property {Control[]} training
 */
/**
 * All choices.
 * @typedef {object} Catalogue
 * @property {string} version
 * @property {DatasetRow[]} datasets
 * @property {CatalogueRow[]} features
 * @property {EncodingRow[]} encodings
 * @property {ActivationRow[]} activations
 * @property {LossRow[]} losses
 * @property {LayerRow[]} layers
 * @property {OptimizerRow[]} optimizers
 * @property {CatalogueRow[]} initializers
 * @property {CatalogueRow[]} granularities
 * @property {PanelRow[]} panels
 * @property {RaceRow[]} races
 * @property {PresetRow[]} presets
 * @property {Controls} controls
 * @property {Record<string, number>} caps
 */
/**
 * The reason; the client may reconnect after `retry` seconds.
 * @typedef {object} Close
 * @property {"connections"
 *   | "ended"
 *   | "failed"
 *   | "hello"
 *   | "later"
 *   | "moved"
 *   | "not_text"
 *   | "rate"
 *   | "restart"
 *   | "silent"
 *   | "token"
 *   | "too_long"
 *   | "unknown"} code
 * @property {number | null} [retry]
 */
/**
 * @typedef {object} Tensor
 * @property {string} dtype
 * @property {number[]} shape
 * @property {Float32Array | Uint8Array | Float64Array} data
 */
/**
 * A frame as it is decoded; its tensors have the names of docs/protocol.md.
 * @typedef {{meta: FrameMeta, tensors: Map<string, Tensor>}} WireFrame
 */
/**
 * The narration of an operation of kind K.
 * @template {OperationKind} K
 * @typedef {Extract<Narration, {kind: K}>} Narrated
 */
/**
 * A frame of the page, which always watches the narration.
 * @typedef {{meta: Explained, tensors: WireFrame["tensors"]}} Frame
 * @typedef {Omit<FrameMeta, "narration"> & {narration: Narration}} Explained
 */
export {};
