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
  input: "У входа нет своей ошибки: до него нечего менять.",
  sections: {
    gradient: "Его градиент",
    sum: "Его сумма",
    unfolded: "Откуда берётся δ",
    paths: "Путь за путём",
    update: "Его обновление",
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
  lossHelp: "Здесь ошибка и рождается — из потерь.",
  pathsHelp: "Все пути отсюда до потерь; каждый — произведение производных вдоль него. Градиент — их сумма.",
  otherPaths: (n) => `ещё ${written(n, "путь", "пути", "путей")} вместе`,
  total: (n) => `Сумма по ${written(n, "пути", "путям", "путям")}`,
  // The server tells the optimizer's English label: its name, but for capitals.
  remembers: (name, n) => `Память ${of("optimizers", name.toLowerCase())} после ${updates(n)}:`,
  slots: { velocity: "скорость v", squares: "квадраты s", mean: "среднее m" },
  nudge: "А если сдвинуть на ε?",
  epsilon: "ε, насколько сдвинуть",
  drag: "Тяните вверх или вниз: это лишь предположение, ничего не меняется (Shift: крупнее)",
  setThere: "Так и задать",
  setThereHelp: "Превратить предположение в правку с этого места",
  nudgeHelp: (over) =>
    `Остальное неизменно: что станет с потерями (${over === "train" ? "обучающая выборка" : "батч"}) и что ` +
    "обещает одна их производная. Тяните сам вес или ↕.",
  real: "ΔL, вычислено",
  predicted: "производная · ε",
  error: "разница",
};
