/**
 * What travels between server and page: docs/protocol.md. `make types` writes it from the models of
 * app/backstep/protocol. A number that is not finite is sent as null, whatever its type here.
 */
/** @typedef {"operation" | "layer" | "pass" | "step" | "epoch"} Granularity */
/** @typedef {"input" | "linear" | "activation" | "pool" | "loss" | "delta" | "gradient" | "update"} OperationKind */
/** @typedef {"vanishing" | "exploding" | "dead" | "saturated" | "symmetric" | "step_too_large"} WarningKind */
/**
 * @typedef {InputNarration
 *   | LinearNarration
 *   | PoolNarration
 *   | ActivationNarration
 *   | LossNarration
 *   | DeltaNarration
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
 * Null: not computed yet, or not finite.
 * @typedef {object} Losses
 * @property {number | null} batch
 * @property {number | null} penalty
 * @property {number | null} train
 * @property {number | null} test
 */
/**
 * Shares of the examples that are told right.
 * @typedef {object} Accuracies
 * @property {number} train
 * @property {number | null} test
 */
/**
 * A text that was read.
 * @typedef {object} Reading
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
 * @property {Reading | null} text
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
 * What a neuron reads from the one below.
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
 * `exponentials` and `sum` are softmax's.
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
 * What a neuron is told by the one above.
 * @typedef {object} DeltaTerm
 * @property {number} to
 * @property {number} weight
 * @property {number} delta
 * @property {number} product
 */
/**
 * δ of an output neuron (`name` is the loss), or of a hidden one (`terms`).
 * @typedef {object} DeltaNarration
 * @property {number} layer
 * @property {number} unit
 * @property {number} units
 * @property {"example" | "mean"} focus
 * @property {"delta"} kind
 * @property {string | null} activation
 * @property {number | null} local_slope
 * @property {number} result
 * @property {string} [name]
 * @property {boolean} [fused]
 * @property {number} [outputs]
 * @property {number} [prediction]
 * @property {number} [target]
 * @property {number | null} [loss_slope]
 * @property {number} [mean_slope]
 * @property {DeltaTerm[]} [terms]
 * @property {number} [sum]
 * @property {number | null} [preactivation]
 */
/**
 * Why a central difference disagrees with the gradient; the other fields depend on `kind`.
 * @typedef {object} Reason
 * @property {"kink" | "step" | "loss_kink" | "penalty_kink" | "rounding"} kind
 * @property {string} [neuron]
 * @property {string} [activation]
 * @property {string} [loss]
 * @property {number} [output]
 * @property {number} [row]
 * @property {number} [below]
 * @property {number} [above]
 */
/**
 * The gradient of one parameter, `from` being null for a bias.
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
 * How far a parameter moved.
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
 * A number as it is, and as the mistake makes it.
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
 * What comes of updating each layer right after its own gradient.
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
 * @property {Change} largest
 * @property {number} count
 * @property {Wrong | null} wrong
 */
/**
 * Each batch example's own gradient: `count` counts all, the first 512 are sent.
 * @typedef {object} Contributions
 * @property {number} count
 * @property {number[]} rows
 * @property {number[]} values
 */
/**
 * The terms that are not told one by one.
 * @typedef {object} Rest
 * @property {number} count
 * @property {number} sum
 */
/**
 * What a preactivation is the sum of.
 * @typedef {object} Incoming
 * @property {LinkTerm[]} terms
 * @property {Rest} rest
 * @property {number} bias
 */
/**
 * How the loss hangs on an output, and that on a softmax's z.
 * @typedef {object} SlopeTerm
 * @property {number} to
 * @property {number} loss_slope
 * @property {number} slope
 * @property {number} product
 */
/**
 * The loss as one output neuron sees it.
 * @typedef {object} OutputLoss
 * @property {string} name
 * @property {boolean} fused
 * @property {number} prediction
 * @property {number} target
 * @property {number | null} loss_slope
 * @property {number} outputs
 */
/**
 * A neuron's δ as the sum and the product that it is.
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
 * One way from the neuron to the loss; `units` from the target's layer up.
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
 * Of the example's own loss, and of the batch's loss with penalties.
 * @typedef {object} Checks
 * @property {Check} example
 * @property {Check} batch
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
 * An update of the parameter, worked out line by line.
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
 * What is wrong with the training.
 * @typedef {object} Warning
 * @property {WarningKind} kind
 * @property {number | null} layer
 * @property {number | null} value
 * @property {number} threshold
 * @property {number[] | null} units
 * @property {string | null} target
 */
/**
 * How the layers do.
 * @typedef {object} Health
 * @property {LayerHealth[]} layers
 * @property {Warning[]} warnings
 */
/**
 * The operation that first made a number that is not finite.
 * @typedef {object} Failure
 * @property {OperationKind} kind
 * @property {number} layer
 * @property {string} quantity
 * @property {number} step
 * @property {number} op
 * @property {string} message
 * @property {string} hint
 */
/**
 * What the bytes of maps are multiplied by.
 * @typedef {object} Scales
 * @property {number[]} scales
 * @property {number[]} input_scales
 */
/**
 * An example as the network does on it; those of the test set come after the training set's.
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
 * A cell of the matrix, and its hardest examples.
 * @typedef {object} ConfusionCell
 * @property {number} actual
 * @property {number} predicted
 * @property {number} count
 * @property {Scored[]} examples
 */
/**
 * `matrix[actual][predicted]`; null of a regression.
 * @typedef {object} Confusion
 * @property {"train" | "test"} over
 * @property {number[][] | null} matrix
 * @property {ConfusionCell | null} cell
 */
/**
 * The examples of largest loss.
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
 * A parameter and its values, or a direction and how far along it.
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
 * @property {number} loss
 * @property {number} updates
 * @property {"train" | "batch"} over
 * @property {number} examples
 * @property {[number, number]} descent
 * @property {[number, number]} step
 * @property {number} distance
 * @property {number[]} racers
 * @property {[number, number]} [explained]
 * @property {boolean} coarse
 */
/**
 * The loss along one parameter.
 * @typedef {object} SliceMeta
 * @property {string} parameter
 * @property {number} min
 * @property {number} max
 * @property {number | null} value
 * @property {number | null} loss
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
 * The loss curve.
 * @typedef {object} CurveMeta
 * @property {number} points
 */
/**
 * An optimizer with its settings.
 * @typedef {object} RacerOptimizer
 * @property {string} name
 * @property {number} learning_rate
 */
/**
 * The run again, with an optimizer of its own.
 * @typedef {object} Racer
 * @property {RacerOptimizer} optimizer
 * @property {number} updates
 * @property {number | null} loss
 * @property {Failure | null} failure
 */
/**
 * `start` counts the updates after which the racers part from the run.
 * @typedef {object} RaceMeta
 * @property {number} start
 * @property {Racer[]} racers
 */
/**
 * Where the run is, how it does, and what the watched panels tell.
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
 * @property {Failure | null} failure
 * @property {Scales} [maps]
 * @property {Confusion} [confusion]
 * @property {Hardest} [hardest]
 * @property {WordsMeta} [words]
 * @property {SurfaceMeta} [surface]
 * @property {SliceMeta} [slice]
 * @property {CurveMeta} [curve]
 * @property {RaceMeta} [race]
 */
/**
 * Which examples. `x` and `y` belong to the name `table` only; what a data set has no use for
 * is None.
 * @typedef {object} DataSpec
 * @property {string} [name]
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
 * A hidden layer: a row of the layer kinds' registry with its settings, all of them filled in.
 *
 * The default kind is not written.
 * @typedef {object} LayerSpec
 * @property {string} [kind]
 * @property {string | null} [activation]
 */
/**
 * The network between the features and the outputs.
 * @typedef {object} NetworkSpec
 * @property {LayerSpec[]} [hidden]
 * @property {string} [output_activation]
 * @property {string} [initializer]
 * @property {(Record<string, unknown> | null)[] | null} [parameters]
 */
/**
 * A row of the optimizers' registry with its hyperparameters, all of them filled in.
 * @typedef {object} OptimizerSpec
 * @property {string} [name]
 */
/**
 * How it learns. `batch_size` above the training set means the whole of it.
 * @typedef {object} TrainingSpec
 * @property {string} [loss]
 * @property {OptimizerSpec} [optimizer]
 * @property {number} [batch_size]
 * @property {boolean} [shuffle]
 * @property {number} [l1]
 * @property {number} [l2]
 */
/**
 * What to train; every field has a default.
 * @typedef {object} Spec
 * @property {1} [version]
 * @property {number} [seed]
 * @property {DataSpec} [data]
 * @property {NetworkSpec} [network]
 * @property {TrainingSpec} [training]
 */
/**
 * A position between two operations.
 * @typedef {object} At
 * @property {number} step
 * @property {number} op
 */
/**
 * Either one `parameter` set to a `value`, or `changes` of the spec's `training`.
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
 * How texts become numbers.
 * @typedef {object} WordsLayout
 * @property {string} encoding
 * @property {boolean} vectors
 * @property {number | null} positions
 * @property {string[]} vocabulary
 * @property {number[]} counts
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
 * @property {number} train_size
 * @property {number} test_size
 * @property {number} batches  per epoch
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
 * @property {"welcome"} type
 */
/**
 * An edit as it was logged: of a parameter, or of the settings.
 * @typedef {object} LoggedEdit
 * @property {Position} at
 * @property {string} [parameter]
 * @property {number} [value]
 * @property {Record<string, unknown>} [settings]
 */
/**
 * The run was changed, or has moved over an edit.
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
 * @property {"edited"} type
 * @property {LoggedEdit | null} edit
 */
/**
 * When to stop playing: the first of these that is met. `epoch` counts epochs done.
 * @typedef {object} Until
 * @property {number | null} [loss]
 * @property {number | null} [accuracy]
 * @property {number | null} [epoch]
 * @property {"train" | "test"} [over]
 */
/**
 * Why playing stopped by itself.
 * @typedef {object} Stopped
 * @property {"loss" | "accuracy" | "epoch"} reason
 * @property {number} value
 * @property {number} limit
 * @property {"train" | "test"} over
 * @property {number} updates
 */
/**
 * Whether and how the run plays.
 * @typedef {object} StatusEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"status"} type
 * @property {boolean} playing
 * @property {Granularity} by
 * @property {number | null} rate
 * @property {Until | null} until
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
 * @property {number} before
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
 * @property {Reading | null} text
 * @property {number[][]} activations
 * @property {number[]} output
 */
/**
 * What was wrong with a command, or is with the server.
 * @typedef {object} ErrorEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"error"} type
 * @property {string} code
 * @property {string} message
 * @property {string} field
 * @property {number} [retry]
 */
/**
 * All of the run is written down again.
 * @typedef {object} KeptEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"kept"} type
 */
/**
 * A question to the class, and how often each answer was given.
 * @typedef {object} AskedQuestion
 * @property {number} number
 * @property {string} text
 * @property {string[]} choices
 * @property {number[]} counts
 */
/**
 * What the presenter is told of the class.
 * @typedef {object} ClassEvent
 * @property {string | null} id
 * @property {"driver" | "viewer" | "follower" | null} [role]
 * @property {"class"} type
 * @property {number} followers
 * @property {AskedQuestion | null} asked
 */
/**
 * The key by which a follower is counted once.
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
 * @typedef {object} Resume
 * @property {number} epoch
 * @property {number} seq
 */
/**
 * `key` is a follower's: given by the server, so that it counts once when it comes again.
 * @typedef {object} HelloCommand
 * @property {string | null} [id]
 * @property {"hello"} type
 * @property {string | null} [token]
 * @property {Resume | null} [resume]
 * @property {string | null} [key]
 */
/**
 * @typedef {object} ForwardCommand
 * @property {string | null} [id]
 * @property {"forward"} type
 * @property {Granularity} [by]
 * @property {number} [count]
 */
/**
 * @typedef {object} BackCommand
 * @property {string | null} [id]
 * @property {"back"} type
 * @property {Granularity} [by]
 * @property {number} [count]
 */
/**
 * @typedef {object} SeekCommand
 * @property {string | null} [id]
 * @property {"seek"} type
 * @property {number} step
 * @property {number} [op]
 */
/**
 * `rate` is boundaries a second; null as fast as it goes.
 * @typedef {object} PlayCommand
 * @property {string | null} [id]
 * @property {"play"} type
 * @property {Granularity} [by]
 * @property {number | null} [rate]
 * @property {Until | null} [until]
 */
/**
 * @typedef {object} PauseCommand
 * @property {string | null} [id]
 * @property {"pause"} type
 */
/**
 * @typedef {object} ResetCommand
 * @property {string | null} [id]
 * @property {"reset"} type
 */
/**
 * @typedef {object} EditCommand
 * @property {string | null} [id]
 * @property {"edit"} type
 * @property {Record<string, unknown>} changes
 */
/**
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
 * @typedef {object} FocusCommand
 * @property {string | null} [id]
 * @property {"focus"} type
 * @property {number | "mean" | null} [example]
 */
/**
 * @typedef {object} WatchCommand
 * @property {string | null} [id]
 * @property {"watch"} type
 * @property {Record<string, Record<string, unknown>>} panels
 */
/**
 * A parameter by its tensor and index, or anything by its name in `select`.
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
 * @typedef {object} NudgeCommand
 * @property {string | null} [id]
 * @property {"nudge"} type
 * @property {string} tensor
 * @property {number[]} [index]
 * @property {number} delta
 * @property {"batch" | "train"} [over]
 */
/**
 * `input` is one encoded example, as long as the network has inputs; `image` a drawing, row by
 * row, of ink from 0 to 1; `text` a text.
 * @typedef {object} PredictCommand
 * @property {string | null} [id]
 * @property {"predict"} type
 * @property {number[] | null} [input]
 * @property {number[][] | null} [image]
 * @property {string | null} [text]
 */
/**
 * @typedef {object} AckCommand
 * @property {string | null} [id]
 * @property {"ack"} type
 * @property {number} seq
 */
/**
 * What the class sees: panels as in `watch`, the example in focus, and options of the page,
 * passed on as they are. With `hold` it sees nothing of a step before the presenter has.
 * @typedef {object} PresentCommand
 * @property {string | null} [id]
 * @property {"present"} type
 * @property {Record<string, Record<string, unknown>>} panels
 * @property {number | "mean" | null} [focus]
 * @property {Record<string, string | boolean | number | null | string[]>} [page]
 * @property {boolean} [hold]
 */
/**
 * The presenter has seen the frame `seq`: so may the class.
 * @typedef {object} ShowCommand
 * @property {string | null} [id]
 * @property {"show"} type
 * @property {number} seq
 */
/**
 * A question put to the class.
 * @typedef {object} AskCommand
 * @property {string | null} [id]
 * @property {"ask"} type
 * @property {string} text
 * @property {string[]} choices
 */
/**
 * Ends the question: `right` is the choice that was right, if it is to be told.
 * @typedef {object} RevealCommand
 * @property {string | null} [id]
 * @property {"reveal"} type
 * @property {number | null} [right]
 * @property {string} [because]
 */
/**
 * A follower's answer to the question `number`; another one takes its place.
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
 * What every row has.
 * @typedef {object} Row
 * @property {string} name
 * @property {string} label
 * @property {string} help
 */
/**
 * A way in which words become numbers.
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
 * The operations of a layer.
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
 * What a layer does, as numpy.
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
 * @typedef {object} Parameter
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
 * A kind of hidden layers.
 * @typedef {object} LayerRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {boolean} activated
 * @property {boolean} counts
 * @property {string} word
 * @property {LayerOperations} operations
 * @property {LayerLines} lines
 * @property {Parameter[]} parameters
 */
/**
 * An optimizer.
 * @typedef {object} OptimizerRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {string} formula
 * @property {string[]} code
 * @property {Parameter[]} parameters
 */
/**
 * A panel, and its options.
 * @typedef {object} PanelRow
 * @property {string} name
 * @property {string} label
 * @property {string} help
 * @property {Parameter[]} parameters
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
 * A run to begin with.
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
 * @property {Parameter[]} data
 * @property {Parameter[]} network
 * @property {Parameter[]} training
 */
/**
 * Every choice there is.
 * @typedef {object} Catalogue
 * @property {string} version
 * @property {DatasetRow[]} datasets
 * @property {Row[]} features
 * @property {EncodingRow[]} encodings
 * @property {ActivationRow[]} activations
 * @property {LossRow[]} losses
 * @property {LayerRow[]} layers
 * @property {OptimizerRow[]} optimizers
 * @property {Row[]} initializers
 * @property {Row[]} granularities
 * @property {PanelRow[]} panels
 * @property {RaceRow[]} races
 * @property {PresetRow[]} presets
 * @property {Controls} controls
 * @property {Record<string, number>} caps
 */
/**
 * `retry`: seconds after which connecting again makes sense.
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
 *
 * A narration whose kind was looked at elsewhere.
 * @typedef {Narration & {[field: string]: any}} AnyNarration
 *
 * A frame of the page, which always watches the narration.
 * @typedef {WireFrame & {meta: {narration: AnyNarration}}} Frame
 */
export {};
