/** @typedef {typeof words} Words */

/** @param {string} found */
const instead = (found) => (found ? `, not “${found}”` : ", but the formula ends");

/** All texts of the formula lab. */
export const words = {
  formula: "Formula",
  variables: "Variables",
  noVariables: "This formula has no variables, so it has no derivatives.",
  back: "Back (←)",
  forward: "Forward (→)",
  step: "Step",
  at: (/** @type {number} */ at, /** @type {number} */ last) => `step ${at} of ${last}`,
  value: (/** @type {string} */ name) => `Value of ${name}`,
  slider: (/** @type {string} */ name) => `Value of ${name}, slider`,
  drawing: (/** @type {string} */ formula) => `The computation graph of ${formula}`,
  node: (/** @type {string} */ name, /** @type {string | null} */ value, /** @type {string | null} */ slope) =>
    `${name}${value === null ? "" : ` = ${value}`}${slope === null ? "" : `, derivative ${slope}`}`,
  unreachable: "The server cannot be reached. Check the connection and try again.",

  sentences: {
    start: "The variables have values. Step forward: each gate waits until its inputs are computed.",
    forward: "Forward: this gate computes its value from its inputs.",
    seed: "The backward pass starts with 1: the derivative of the result with respect to itself.",
    backward: "Backward: the derivative that arrives is multiplied by the gate's local derivative for each input.",
  },
  /** What a gate does in the backward pass. @type {Record<string, string>} */
  rules: {
    "+": "A sum passes the derivative on unchanged: both local derivatives are 1.",
    "-": "A difference passes the derivative on, to the second input with the opposite sign.",
    "*": "A product swaps its inputs: the local derivative for one input is the other input.",
    "/": "a ÷ b has the local derivatives 1 ÷ b and −a ÷ b².",
    "**": "aᵇ has the local derivative b · aᵇ⁻¹ with respect to a.",
    negative: "The sign changes: the local derivative is −1.",
    linear: "Its local derivative is 1.",
    sigmoid: "Its local derivative is a (1 − a), at most 1/4.",
    tanh: "Its local derivative is 1 − a²: almost 0 where tanh saturates.",
    relu: "Its local derivative is 1 above zero and 0 below: the gate is open or closed.",
    leaky_relu: "Its local derivative is 1 above zero and 0.01 below.",
    elu: "Its local derivative is 1 above zero and eᶻ below.",
    gelu: "Its local derivative is Φ(z) + z φ(z).",
    silu: "Its local derivative is σ(z) + z σ(z) (1 − σ(z)).",
    softplus: "Its local derivative is the sigmoid.",
    step: "Its derivative is 0 wherever it exists, so nothing passes back.",
    exp: "Its local derivative is its own value.",
    log: "Its local derivative is 1 ÷ x.",
    sqrt: "Its local derivative is 1 ÷ (2√x).",
    sin: "Its local derivative is the cosine.",
    cos: "Its local derivative is minus the sine.",
    abs: "Its local derivative is the sign of x.",
    max: "Only the larger input changes the result: its local derivative is 1, the other's 0; equal inputs: ½ each.",
    min: "Only the smaller input changes the result: its local derivative is 1, the other's 0; equal inputs: ½ each.",
  },
  shared: (/** @type {string} */ name, /** @type {number} */ times) =>
    `${name} is used ${times} times: the derivatives from all uses add up.`,

  chain: (/** @type {string} */ name) => `The chain rule for ${name}`,
  oneWay: "One path back from F: the local derivatives along it multiply.",
  ways: (/** @type {number} */ count) =>
    `${count} paths back from F: along each one the local derivatives multiply, and the products add up.`,
  others: (/** @type {number} */ count) => `… and ${count} more`,
  numeric: (/** @type {string} */ name) => `(F(${name} + h) − F(${name} − h)) ÷ 2h`,
  agrees: "✓ The numerical check without a backward pass agrees.",
  /** @type {Record<string, string>} */
  reasons: {
    kink: "They differ: a corner or a jump lies within ±h, where the derivative has no single value.",
    rounding: "They differ: the formula bends too sharply, or its values are too large, for a step of this size.",
    chain: "The chain rule multiplies 0 by ∞ here, which is undefined; the formula itself does have a derivative.",
    undefined: "There is no value here: the formula is not defined at this point, or its value overflows.",
  },
  waiting: "The derivative is known at the end of the backward pass. Predict: positive or negative? larger than 1?",
  toEnd: "Go to the end",

  /**
   * Why a formula cannot be read; `detail` is the server's own message.
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
    function: (_, detail) => detail.charAt(0).toUpperCase() + detail.slice(1),
    count: () => "This function takes a different number of inputs.",
    too_large: () => "This number is too large.",
    name: () => "The name is too long: at most 16 characters are allowed.",
    nodes: () => "The formula is too large: at most 150 numbers, names and operations are allowed.",
    depth: () => "Parentheses and powers are nested too deeply: at most 40 levels are allowed.",
    variables: () => "There are too many variables: at most 12 are allowed.",
  },
};
