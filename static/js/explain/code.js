/**
 * The numpy line that computes each operation, in PyTorch's shapes: examples are rows, W is
 * (out, in). The expressions of activations, losses and optimizers come from the catalogue.
 *
 * @typedef {import("../wire/types.js").Layout} Layout
 * @typedef {import("../wire/types.js").Catalogue} Catalogue
 * @typedef {import("../wire/types.js").TrainingSpec} Training
 * @typedef {import("../wire/types.js").LossRow} Loss
 * @typedef {import("../wire/types.js").ActivationRow} Activation
 * @typedef {{code: string, shapes: string}} Line
 */

/** @param {string} expression @param {Record<string, string>} names */
const spell = (expression, names) => expression.replace(/\b[azy]\b/g, (letter) => names[letter] ?? letter);

/** @param {...number} sizes */
const shape = (...sizes) => (sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`);

/**
 * @param {import("../wire/types.js").OperationKind} kind
 * @param {number} l      the operation's layer
 * @param {number} n      examples in the batch
 * @param {Layout} layout
 * @param {Catalogue} catalogue
 * @param {Training} training
 * @returns {Line}
 */
export function numpyLine(kind, l, n, layout, catalogue, training) {
  const { sizes, activations } = layout;
  const [units, top] = [sizes[l], activations.length];
  const activation = catalogue.activations.find(({ name }) => name === activations[l - 1]);
  const loss = catalogue.losses.find(({ name }) => name === layout.loss);
  const rowOf = (/** @type {number} */ at) => {
    const kind = layout.layers[at - 1]?.kind;
    return /** @type {import("../wire/types.js").LayerRow} */ (catalogue.layers.find(({ name }) => name === kind));
  };
  /** A line of the kind of layer `at`. @param {Line} line @param {number} at @returns {Line} */
  const filled = ({ code, shapes }, at = l) => ({
    code: code
      .replace(/\{l\}/g, String(at))
      .replace(/\{A\}/g, `A${at - 1}`)
      .replace(/\{penalty (\w+)\}/g, (_, name) => penalty(training, `${name}${at}`)),
    shapes: shapes.replace(/\b(n|in|out)\b/g, (word) => String({ n, in: sizes[at - 1], out: sizes[at] }[word])),
  });
  const hiddenDelta = () => {
    const { code, shapes } = filled(rowOf(l + 1).lines.back, l + 1);
    if (!activation) return { code: `D${l} = ${code}`, shapes };
    return {
      code: `D${l} = (${code}) * (${spell(activation.code_derivative, names)})`,
      shapes: `${shapes} * ${shape(n, units)} → ${shape(n, units)}`,
    };
  };
  const names = { z: `Z${l}`, a: `A${l}`, y: "Y" };
  switch (kind) {
    case "input":
      return { code: "A0, Y = X[batch], T[batch]", shapes: `${shape(n, sizes[0])}, ${shape(n, sizes[top])}` };
    case "linear":
    case "pool":
      return filled(rowOf(l).lines.forward);
    case "activation":
      return { code: `A${l} = ${spell(activation?.code ?? "", names)}`, shapes: shape(n, units) };
    case "loss":
      return {
        code: `loss = (${spell(loss?.code ?? "", names)}).sum() / ${divisor(layout, loss, n)}`,
        shapes: `${shape(n, units)} → ()`,
      };
    case "delta":
      return l === top ? outputDelta(layout, loss, activation, names, n) : hiddenDelta();
    case "gradient":
      return filled(/** @type {Line} */ (rowOf(l).lines.gradient));
    case "update": {
      const row = catalogue.optimizers.find(({ name }) => name === training.optimizer.name);
      return { code: (row?.code ?? []).join("; "), shapes: "" };
    }
  }
}

/** What the sum of all losses is divided by. @param {Layout} layout @param {Loss | undefined} loss @param {number} n */
const divisor = (layout, loss, n) => (loss?.mean_over_outputs ? n * (layout.sizes.at(-1) ?? 1) : n);

/**
 * @param {Layout} layout
 * @param {Loss | undefined} loss
 * @param {Activation | undefined} activation
 * @param {Record<string, string>} names
 * @param {number} n
 * @returns {Line}
 */
function outputDelta(layout, loss, activation, names, n) {
  const l = layout.activations.length;
  const slope = spell(loss?.code_slope ?? "", names);
  if (activation?.coupled && loss?.fused !== activation.name) {
    return {
      code: `G = ${slope}; D${l} = A${l} * (G - (G * A${l}).sum(axis=1, keepdims=True)) / ${divisor(layout, loss, n)}`,
      shapes: shape(n, layout.sizes[l]),
    };
  }
  const bent =
    loss?.fused === activation?.name || activation?.name === "linear"
      ? ""
      : ` * (${spell(activation?.code_derivative ?? "", names)})`;
  return {
    code: `D${l} = (${slope})${bent} / ${divisor(layout, loss, n)}`,
    shapes: `${shape(n, layout.sizes[l])}, 1/${n}`,
  };
}

/** The slope of the penalties on a tensor. @param {Training} training @param {string} name */
function penalty({ l1, l2 }, name) {
  return (l1 ? ` + ${l1} * np.sign(${name})` : "") + (l2 ? ` + ${l2} * ${name}` : "");
}
