/**
 * The genitive of names of functions and methods, by section and name of the catalogue's row.
 * @type {Record<string, Record<string, string>>}
 */
export const GENITIVES = {
  activations: {
    linear: "линейной функции",
    sigmoid: "сигмоиды",
    tanh: "tanh",
    relu: "ReLU",
    leaky_relu: "Leaky ReLU",
    elu: "ELU",
    gelu: "GELU",
    silu: "SiLU",
    softplus: "softplus",
    step: "ступеньки",
    softmax: "softmax",
  },
  losses: {
    mse: "среднего квадрата ошибки",
    mae: "среднего модуля ошибки",
    huber: "функции Хьюбера",
    bce: "бинарной кросс-энтропии",
    cross_entropy: "кросс-энтропии",
  },
  optimizers: {
    sgd: "SGD",
    momentum: "метода импульса",
    nesterov: "метода Нестерова",
    adagrad: "Adagrad",
    rmsprop: "RMSprop",
    adam: "Adam",
    adamw: "AdamW",
  },
};

/** @param {"activations" | "losses" | "optimizers"} section @param {string} name */
export const of = (section, name) => GENITIVES[section][name] ?? name;
