import { of } from "./genitives.js";
import { count, written, updates } from "./plurals.js";

/** @type {typeof import("../en/inspector.js").inspector} */
export const inspector = {
  title: (name) => `Всё о ${name}`,
  value: "Значение",
  valueHelp: "Введите другое значение",
  close: "Закрыть инспектор",
  weight: (from, layer, unit) => `от ${from} к нейрону ${unit + 1} слоя ${layer}`,
  bias: (layer, unit) => `смещение нейрона ${unit + 1} слоя ${layer}`,
  neuron: (layer, unit) => (layer === 0 ? `вход ${unit + 1}` : `нейрон ${unit + 1} слоя ${layer}`),
  input: "У входа нет ошибки δ: перед ним нечего менять.",
  sections: {
    gradient: "Градиент",
    sum: "Взвешенная сумма",
    unfolded: "Откуда берётся δ",
    paths: "Путь за путём",
    update: "Обновление",
  },
  waiting: "На этом шаге градиент ещё не вычислен.",
  goThere: "Перейти",
  example: (row) => `обучающий пример ${row}`,
  held: (row) => `тестовый пример ${row}`,
  inBatch: (at, size) => `пример ${at} из ${size}`,
  mean: (size) => (size === 1 ? "по батчу:" : `среднее по ${count(size, "примеру", "примерам", "примерам")} батча:`),
  including: "в том числе",
  penalty: "штраф",
  check: "Проверка без обратного прохода: (L(w + h) − L(w − h)) / 2h, h = 10⁻⁵",
  checked: { example: "этот пример", batch: "батч" },
  agrees: (difference) => `✓ разница ${difference}`,
  reasons: {
    kink: (neuron, activation, row, below, above) =>
      `${neuron} проходит излом ${of("activations", activation)} в пределах ±h (z от ${below} до ${above}, ` +
      `пример ${row}): единой производной там нет`,
    step: (neuron, activation, row) =>
      `${neuron} делает скачок в пределах ±h (пример ${row}): производная ${of("activations", activation)} по ` +
      "соглашению 0",
    loss_kink: (loss, row) =>
      `в пределах ±h предсказание проходит через ответ, где у ${of("losses", loss)} излом (пример ${row})`,
    penalty_kink: (below, above) => `у штрафа L1 излом в 0, а w ± h идёт от ${below} до ${above}`,
    rounding: "расходится: округление при столь малом шаге",
  },
  others: (n) => `ещё ${n} вместе`,
  unfold: "Развернуть эту ошибку",
  unfoldHelp:
    "Ошибки, пришедшие назад: каждая умножена на свой вес, а сумма — на производную здесь. Нажмите на ошибку, " +
    "чтобы развернуть и её, и так до самых потерь.",
  lossHelp: "Ошибка возникает здесь, в потерях.",
  pathsHelp: "Все пути отсюда до потерь; каждый — произведение локальных производных вдоль него. Градиент — их сумма.",
  otherPaths: (n) => `ещё ${written(n, "путь", "пути", "путей")} вместе`,
  total: (n) => `Сумма по ${written(n, "пути", "путям", "путям")}`,
  // The server sends the English label of the optimizer: its name with capitals.
  remembers: (name, n) => `Состояние ${of("optimizers", name.toLowerCase())} после ${updates(n)}:`,
  slots: { velocity: "скорость v", squares: "квадраты s", mean: "среднее m" },
  nudge: "Что, если изменить на ε?",
  epsilon: "ε, насколько сдвинуть",
  drag: "Тяните вверх или вниз, чтобы увидеть, что было бы; ничего не меняется (Shift: крупнее)",
  setThere: "Применить",
  setThereHelp: "Задать параметру это значение с этого места",
  nudgeHelp: (over) =>
    `Остальное неизменно: настоящее изменение потерь (${over === "train" ? "обучающая выборка" : "батч"}) рядом с ` +
    "тем, которое предсказывает производная. Тяните сам вес или ↕.",
  real: "ΔL, вычислено",
  predicted: "производная · ε",
  error: "разница",
};
