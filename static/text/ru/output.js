import { sub } from "../../js/lib/names.js";
import { count } from "./plurals.js";

/** @type {typeof import("../en/output.js").output} */
export const output = {
  classes: { orange: "оранжевая", blue: "синяя", negative: "против", positive: "за" },
  numbered: (number) => `класс ${number}`,
  tabs: { map: "Карта", confusion: "Ошибки", hardest: "Макс. потери" },
  noMap: "Выход",
  train: "Потери, обучение",
  test: "Потери, тест",
  penalty: "Штраф",
  penaltyHelp: "L1 и L2 по весам. Обучение уменьшает сумму потерь на обучении и штрафа; здесь потери без него.",
  threshold: (cut, name) => `${name}, если ŷ > ${String(cut).replace(".", ",")}`,
  lost: "не конечны",
  accuracy: "Точность (тест)",
  accuracyTrain: "Точность",
  map: "Предсказание сети на плоскости входов и данные; нажмите на точку, чтобы следить за этим примером",
  row: (at, answer, target) => `ŷ${sub(at + 1)} = ${answer},  y${sub(at + 1)} = ${target}`,
  standardized: "стандартизовано",
  standardizedHelp: "Показать числа такими, какими их видит сеть: минус среднее, делённые на стандартное отклонение",
  error: (name, over) => `${name} (${over === "test" ? "тест" : "обучение"})`,
  errorHelp: "Насколько предсказания ошибаются, в единицах вашего файла",
  bars: "Вероятность каждого класса по предсказанию сети",
  target: "Этот класс — метка",
  over: "Какие примеры считать",
  overs: { test: "тестовые", train: "обучающие" },
  confusion: "Строки — метки, столбцы — предсказания сети.",
  actual: "метка ↓ предсказание →",
  cell: (n, actual, predicted) =>
    actual === predicted
      ? `${count(n, "пример", "примера", "примеров")} класса «${actual}», предсказано верно`
      : `${count(n, "пример", "примера", "примеров")} класса «${actual}», предсказано «${predicted}»`,
  clickCell: "Строки — метки, столбцы — предсказания. Нажмите на число, чтобы увидеть его примеры.",
  behind: (n, actual, predicted, shown) =>
    `${count(n, "пример", "примера", "примеров")} класса «${actual}», предсказано ` +
    `«${predicted}»${shown < n ? `; показано с наибольшими потерями: ${shown}` : shown > 1 ? ", начиная с наибольших потерь" : ""}.`,
  hardestOf: (shown, of, over) =>
    `${count(shown, "пример", "примера", "примеров")} из ${of} ${over === "test" ? "тестовых" : "обучающих"} с ` +
    "наибольшими потерями, начиная с самых больших. Нажмите на пример, чтобы проследить его путь по сети.",
  trained: (n) => `обучающий пример ${n}`,
  held: (n) => `тестовый пример ${n}`,
  taken: (actual, predicted, share) =>
    actual === predicted
      ? `«${actual}», предсказано верно: ${share}`
      : `«${actual}», предсказано «${predicted}»: ${share}`,
  answered: (answer, target) => `ŷ = ${answer}, y = ${target}`,
  follow: "Показать числа этого примера в сети",
  ownLoss: "Потери этого примера",
};
