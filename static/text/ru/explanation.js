import { pretty, sub, sup } from "../../js/lib/names.js";
import { of } from "./genitives.js";
import { count, form, examples } from "./plurals.js";

/** @typedef {import("../../js/wire/types.js").Narration} Narration */
/** @typedef {import("../en/explanation.js").Labels} Labels */

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Narration} n */
const averaged = (n) => (n.focus === "mean" ? " Показаны средние по батчу." : "");

/** @param {Narration} n @param {Labels} labels */
const output = (n, labels) => (n.layer === labels.depth ? "ŷ" : `a${sup(n.layer)}${sub(n.unit + 1)}`);

/** @type {typeof import("../en/explanation.js").sentences} */
export const sentences = {
  input: (n) =>
    `Загружен следующий мини-батч: ${examples(n.size)}, ${n.size === 1 ? "в нём" : "в каждом"} ${count(n.x.length, "число", "числа", "чисел")} и правильный ответ y.${
      n.focus === "mean" ? " Показаны средние по батчу." : n.size > 1 ? " Показан один из них." : ""
    }`,
  linear: (n) =>
    "Каждое число на входе умножается на свой вес; произведения и смещение складываются в " +
    `z${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  pool: (n) => `Нейрон сводит числа своего окна в a${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  activation: (n, labels) => {
    if (n.name === "softmax")
      return `Softmax превращает оценки в вероятности: каждая экспонента делится на сумму всех.${averaged(n)}`;
    if (n.name === "linear")
      return `Этот слой линейный: сама сумма и есть его выход ${output(n, labels)}.${averaged(n)}`;
    if (n.layer === labels.depth)
      return `${capital(labels.activation(n.name))} превращает сумму в предсказание ${output(n, labels)}.${averaged(n)}`;
    return (
      `${capital(labels.activation(n.name))} превращает сумму в ${output(n, labels)}. Без нелинейности любое число ` +
      `слоёв вычисляло бы одну линейную функцию.${averaged(n)}`
    );
  },
  loss: (n, labels) =>
    `${labels.loss(n.name)} показывает, насколько предсказание ошибочно; ` +
    `${n.size === 1 ? "весь батч — этот один пример" : `потери батча — среднее по ${count(n.size, "примеру", "примерам", "примерам")}`}.`,
  delta: (n, _) => {
    if (n.activation === null)
      return `Ошибка возвращается по тем же связям, по которым ушёл сигнал; пришедшие части складываются.${averaged(n)}`;
    if ("terms" in n) {
      return (
        "Ошибка возвращается по весам, по которым сигнал шёл вперёд: пришедшие части складываются, и сумма " +
        `умножается на производную ${of("activations", n.activation)} в этом нейроне.${averaged(n)}`
      );
    }
    if (n.fused)
      return (
        `Ошибка δ возникает здесь: для ${of("losses", n.name)} после ${of("activations", n.activation)} производная ` +
        `потерь по z — просто предсказание минус ответ.${averaged(n)}`
      );
    return (
      `Ошибка δ возникает здесь: производная ${of("losses", n.name)} по предсказанию, умноженная на производную ` +
      `${of("activations", n.activation)}.${averaged(n)}`
    );
  },
  gradient: (n) => {
    const name = pretty(n.parameter);
    const carried =
      n.from === null ? "умноженная на 1: входа у смещения нет" : "умноженная на активацию, пришедшую по весу";
    if (n.focus === "mean")
      return (
        `Производная потерь по ${name} — среднее по батчу от «ошибка × активация»: среднее произведений, а не ` +
        "произведение средних."
      );
    return (
      `Производная потерь этого примера по ${name} — ошибка его нейрона, ${carried}. В обновление войдёт среднее ` +
      "по батчу."
    );
  },
  update: (n, _labels) => {
    const how =
      n.optimizer === "sgd" ? "на −η, умноженное на свою производную" : `по правилу ${of("optimizers", n.optimizer)}`;
    if (n.count === 0) return "Ни один параметр не меняется: все производные равны нулю.";
    if (n.count === 1)
      return `Меняется один параметр, ${how}: ${pretty(n.largest.parameter)}. У остальных производная нулевая.`;
    return `${form(n.count, "Меняется", "Меняются", "Меняются")} сразу ${count(n.count, "параметр", "параметра", "параметров")}, каждый ${how}, и все — по старым значениям. Сильнее всех меняется ${pretty(
      n.largest.parameter,
    )}.`;
  },
};

/** @type {typeof import("../en/explanation.js").formula} */
export const formula = {
  standardized: (target, mean, deviation) => `Стандартизованные числа: ${target} = ${mean} + ${deviation} · ŷ`,
  more: (more) => `+ … ещё ${more}`,
  shifted: "из всех показателей вычтено наибольшее z",
  meanOfValues: "среднее значений по примерам, а не f от среднего",
  meanOf: "среднее по батчу:",
  exampleLoss: "этот пример",
  batchLoss: "батч",
  lost: "не конечны",
  penalty: "штраф",
  thisExample: "(этот пример)",
  batchSlope: "батч:",
  ofPenalty: "в том числе штраф",
  softmaxDelta: "g: производная потерь по каждому выходу, а все они зависят от этого z",
  outputs: (n) => count(n, "выход", "выхода", "выходов"),
  overOutputs: (n) => `среднее по ${count(n, "выходу", "выходам", "выходам")}`,
  plainStep: (step) => `простой шаг −η·g был бы ${step}`,
  checked: (numeric) => `проверено численно: ${numeric} ✓`,
  kink: (numeric) => `численно ${numeric}: внутри шага проверки излом`,
  differs: (numeric) => `численно ${numeric}: расходится`,
};

/** @type {typeof import("../en/explanation.js").ribbon} */
export const ribbon = {
  forward: "Прямой проход",
  loss: "Потери",
  backward: "Обратный проход",
  update: "Обновление",
  operation: {
    input: () => "Загрузить следующий мини-батч",
    linear: (layer) => `Слой ${layer}: умножить на веса, прибавить смещение`,
    activation: (layer) => `Слой ${layer}: функция активации`,
    pool: (layer) => `Слой ${layer}: объединение`,
    loss: () => "Потери",
    delta: (layer) => `Слой ${layer}: ошибка δ`,
    gradient: (layer) => `Слой ${layer}: градиенты весов и смещений`,
    update: () => "Обновить все параметры",
  },
};

/** @type {typeof import("../en/explanation.js").explanation} */
export const explanation = {
  notations: { neuron: "формулы", gates: "схема" },
  notationHelp: "Уравнения нейрона или его схема из вентилей",
  equation: "Имя уравнения у Нильсена, «Нейронные сети и глубокое обучение», глава 2",
  compare: "неверный порядок",
  compareHelp: "Сравнить: каждый слой обновлён раньше, чем через него прошла ошибка",
  ask: "вопросы",
  askHelp: "Задавать вопрос, прежде чем операция покажет свои числа",
};

/** @type {typeof import("../en/explanation.js").figures} */
export const figures = {
  mean: (n, mean, shown) => `${shown < n ? `${shown} из ${n} примеров` : examples(n)}, среднее ${mean}`,
  sum: (n, sum) => `${count(n, "ошибка пришла", "ошибки пришли", "ошибок пришло")}: сумма ${sum}`,
  right: "разом",
  wrong: "по слоям",
  order: "новые веса в этом проходе использовать нельзя",
  firstError: (layer, unit) => `δ${sup(layer)}${sub(unit + 1)}`,
  same: "С одним слоем порядок не важен.",
};

/** @type {typeof import("../en/explanation.js").gates} */
export const gates = {
  rest: (more) => `ещё ${more} + b`,
  mean: "Схема показывает один пример: выберите его под сетью.",
  label: (name) => `Схема ${name}: значения над проводами, градиенты под ними`,
};
