/** @typedef {typeof words} Words */

/** @param {string} found */
const instead = (found) => (found ? `, not “${found}”` : ", but the formula ends");

/** All texts of the formula lab. */
export const words = {
  formula: "Formula",
  variables: "Variables",
  noVariables: "This formula has no variables: there is nothing to take a slope along.",
  back: "Back (←)",
  forward: "Forward (→)",
  step: "Step",
  at: (/** @type {number} */ at, /** @type {number} */ last) => `step ${at} of ${last}`,
  value: (/** @type {string} */ name) => `Value of ${name}`,
  slider: (/** @type {string} */ name) => `Value of ${name}, slider`,
  drawing: (/** @type {string} */ formula) => `The computation graph of ${formula}`,
  node: (/** @type {string} */ name, /** @type {string | null} */ value, /** @type {string | null} */ slope) =>
    `${name}${value === null ? "" : ` = ${value}`}${slope === null ? "" : `, slope ${slope}`}`,
  unreachable: "The server cannot be reached.",

  sentences: {
    start: "The variables have their values. Step forward: each gate waits until its inputs are there.",
    forward: "Forward: this gate computes its value from what comes in.",
    seed: "The way back begins with 1: the result changes exactly as fast as itself.",
    backward: "Backward: the slope that has arrived, times the gate's own local slope along each input.",
  },
  /** What a gate does on the way back. @type {Record<string, string>} */
  rules: {
    "+": "A sum passes it on unchanged: both local slopes are 1.",
    "-": "A difference passes it on, to the second input with its sign turned.",
    "*": "A product swaps: the local slope along one input is the other input.",
    "/": "a ÷ b has the local slopes 1 ÷ b and −a ÷ b².",
    "**": "aᵇ has the local slope b · aᵇ⁻¹ along a.",
    negative: "A sign turned: the local slope is −1.",
    linear: "Its local slope is 1.",
    sigmoid: "Its local slope is a (1 − a), at most a quarter.",
    tanh: "Its local slope is 1 − a²: nearly 0 where tanh is flat.",
    relu: "Its local slope is 1 above zero and 0 below: a gate that is open or shut.",
    leaky_relu: "Its local slope is 1 above zero and 0.01 below.",
    elu: "Its local slope is 1 above zero and eᶻ below.",
    gelu: "Its local slope is Φ(z) + z φ(z).",
    silu: "Its local slope is σ(z) + z σ(z) (1 − σ(z)).",
    softplus: "Its local slope is the sigmoid.",
    step: "It is flat wherever it has a slope at all: 0, and nothing gets through.",
    exp: "Its local slope is its own value.",
    log: "Its local slope is 1 ÷ x.",
    sqrt: "Its local slope is 1 ÷ (2√x).",
    sin: "Its local slope is the cosine.",
    cos: "Its local slope is minus the sine.",
    abs: "Its local slope is the sign of x.",
    max: "Only the larger input moves the result: its local slope is 1, the other's 0. Two equal inputs: ½ each.",
    min: "Only the smaller input moves the result: its local slope is 1, the other's 0. Two equal inputs: ½ each.",
  },
  shared: (/** @type {string} */ name, /** @type {number} */ times) =>
    `${name} is used ${times} times: what comes back from each use adds up.`,

  chain: (/** @type {string} */ name) => `The chain for ${name}`,
  oneWay: "One way back from F: the local slopes along it multiply.",
  ways: (/** @type {number} */ count) =>
    `${count} ways back from F: along each the local slopes multiply, and the products add up.`,
  others: (/** @type {number} */ count) => `… and ${count} more`,
  numeric: (/** @type {string} */ name) => `(F(${name} + h) − F(${name} − h)) ÷ 2h`,
  agrees: "✓ The check without any backward pass agrees.",
  /** @type {Record<string, string>} */
  reasons: {
    kink: "They differ: a corner or a jump lies within ±h, and there is no single slope there.",
    rounding: "They differ: the formula bends too sharply, or its values are too large, for a step of this size.",
    chain: "The chain rule multiplies 0 by ∞ here, which is no number; the formula itself does have a slope.",
    undefined: "There is no number here: the formula is not defined at this place, or its value is beyond all bounds.",
  },
  waiting: "Its slope is known at the end of the way back. What do you expect: positive or negative? larger than 1?",
  toEnd: "Go to the end",

  /**
   * Why a formula cannot be read; `detail` is the engine's own message.
   * @type {Record<string, (found: string, detail: string) => string>}
   */
  refusals: {
    too_long: () => "The formula is too long: at most 400 characters are allowed.",
    character: (found) => `“${found}” is not allowed; use numbers, names, + − * / ** ^ and parentheses.`,
    operand: (found) => `A number, a name or a parenthesis must come here${instead(found)}.`,
    operator: (found) =>
      `An operator (+ − * / **) or the end of the formula must come here${instead(found)}. Write * to multiply.`,
    opening: (found) => `This is a function: “(” must follow${instead(found)}.`,
    closing: (found) => `An operator or “)” must come here${instead(found)}.`,
    function: (_, detail) => `There is no such function: ${detail.split("; ").at(-1)}.`,
    count: () => "This function takes a different number of inputs.",
    too_large: () => "This number is too large.",
    name: () => "The name is too long: at most 16 characters are allowed.",
    nodes: () => "The formula is too large: at most 150 numbers, names and operations are allowed.",
    depth: () => "Parentheses and powers are nested too deeply: at most 40 levels are allowed.",
    variables: () => "There are too many variables: at most 12 are allowed.",
  },
};
