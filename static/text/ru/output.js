import { sub } from "../../js/lib/names.js";
import { count } from "./plurals.js";

/** @type {typeof import("../en/output.js").output} */
export const output = {
  tabs: { map: "Карта", confusion: "Ошибки", hardest: "Трудные" },
  noMap: "Ответ",
  train: "Потери, обучение",
  test: "Потери, тест",
  penalty: "Штраф",
  penaltyHelp: "L1 и L2 по весам. Обучение уменьшает сумму потерь на обучении и штрафа; здесь потери без него.",
  threshold: (cut, name) => `${name}, если ŷ > ${String(cut).replace(".", ",")}`,
  lost: "не конечны",
  accuracy: "Точность (тест)",
  accuracyTrain: "Точность",
  map: "Ответ сети на плоскости входов и данные; нажмите на точку, чтобы следить за этим примером",
  row: (at, answer, target) => `ŷ${sub(at + 1)} = ${answer},  y${sub(at + 1)} = ${target}`,
  bars: "Насколько вероятен, по мнению сети, каждый класс",
  target: "Так сказано в метке",
  over: "Какие примеры считать",
  overs: { test: "тестовые", train: "обучающие" },
  confusion: "Строки: что сказано в метке. Столбцы: что ответила сеть.",
  actual: "на деле ↓ принято за →",
  cell: (n, actual, predicted) =>
    actual === predicted
      ? `${count(n, "пример", "примера", "примеров")} класса «${actual}», узнано верно`
      : `${count(n, "пример", "примера", "примеров")} класса «${actual}», принято за «${predicted}»`,
  clickCell: "Строки — метки, столбцы — ответы сети. Нажмите на число, чтобы увидеть его примеры.",
  behind: (n, actual, predicted, shown) =>
    `${count(n, "пример", "примера", "примеров")} класса «${actual}», принято за ` +
    `«${predicted}»${shown < n ? `; показаны самые трудные, ${shown}` : shown > 1 ? ", начиная с самого трудного" : ""}.`,
  hardestOf: (shown, of, over) =>
    `${count(shown, "пример", "примера", "примеров")} из ${of} ${over === "test" ? "тестовых" : "обучающих"} с ` +
    "наибольшими потерями, начиная с самого трудного. Нажмите на пример, чтобы проследить его путь по сети.",
  trained: (n) => `обучающий пример ${n}`,
  held: (n) => `тестовый пример ${n}`,
  taken: (actual, predicted, share) =>
    actual === predicted ? `это «${actual}», узнано: ${share}` : `это «${actual}», принято за «${predicted}»: ${share}`,
  answered: (answer, target) => `ŷ = ${answer}, y = ${target}`,
  follow: "Показать числа этого примера в сети",
  ownLoss: "Его собственные потери",
};
