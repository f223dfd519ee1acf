import { count, form } from "./plurals.js";

/** @type {typeof import("../en/controls.js").ask} */
export const ask = {
  title: "Сначала предскажите",
  positive: "положительна",
  negative: "отрицательна",
  yes: "Да",
  no: "Нет",
  skip: "Просто показать",
  goOn: "Дальше",
  right: "Верно.",
  wrong: (answer) => `Не совсем. Ответ: ${answer.toLowerCase()}.`,
  sign: (name) => `Пока не видно: производная потерь батча по ${name} положительна или отрицательна?`,
  signBecause: (name, slope) =>
    `Она равна ${slope.toPrecision(3).replace("-", "−")}: с ростом ${name} потери ` +
    `${slope > 0 ? "растут" : "падают"}.`,
  falls: "Пока не видно: уменьшит ли это обновление потери на всей обучающей выборке?",
  fallsBecause: (old, now, whole) =>
    `Было ${old.toPrecision(5)}, стало ` +
    `${now.toPrecision(5)}${now <= old ? "" : whole ? ": шаг оказался слишком длинным" : ": батч — лишь часть обучающей выборки, или шаг оказался слишком длинным"}.`,
  most: "Пока не видно: что из этого изменится сильнее всего?",
  mostBecause: (name, size) => `${name} меняется на ${size.toPrecision(3)}.`,
  score: (right, total) => (total ? `верно ${right} из ${total}` : ""),
};

/** @type {typeof import("../en/controls.js").controls} */
export const controls = {
  data: "Данные",
  network: "Сеть",
  training: "Обучение",
  more: "Ещё",
  slider: (label) => `${label}, ползунок`,
  newSeed: "Взять новые веса и данные",
  fewer: "На нейрон меньше",
  more1: "На нейрон больше",
  removeLayer: "Убрать этот слой",
  addLayer: "Добавить слой",
  units: (layer) => `Нейроны скрытого слоя ${layer}`,
  activation: (layer) => `Функция активации скрытого слоя ${layer}`,
};

/** @type {typeof import("../en/controls.js").curve} */
export const curve = {
  label: "Шаг",
  text: (done, loss) =>
    `${form(done, "выполнено", "выполнены", "выполнено")} ` +
    `${count(done, "обновление", "обновления", "обновлений")}, потери на обучении ${loss}`,
  help:
    "Потери на обучающих данных (линия), на тестовых (штрихи) и на мини-батчах (полоса от наименьших до " +
    "наибольших и их среднее). Тяните к любому моменту.",
  train: "обучение",
  test: "тест",
  batch: "батчи",
  log: "лог",
  logHelp: "Логарифмическая ось",
};

/** @type {typeof import("../en/controls.js").transport} */
export const transport = {
  reset: "Начать заново с теми же весами (R)",
  back: "Назад (←)",
  play: "Пуск (пробел)",
  pause: "Пауза (пробел)",
  forward: "Вперёд (→)",
  epoch: "Эпоха",
  step: "Шаг",
  operation: "Оп.",
  speed: (unit) => `Темп, ${unit}`,
  per: {
    operation: "операций/с",
    layer: "слоёв/с",
    pass: "проходов/с",
    step: "шагов/с",
    epoch: "эпох/с",
  },
  max: "макс.",
};

/** @type {typeof import("../en/controls.js").keys} */
export const keys = {
  title: "Сочетания клавиш",
  close: "Закрыть",
  play: "Пуск или пауза",
  forward: "Вперёд",
  back: "Назад",
  forwardPass: "Вперёд на проход",
  backPass: "Назад на проход",
  forwardOperation: "Вперёд на операцию",
  backOperation: "Назад на операцию",
  home: "В начало",
  end: "К самому дальнему пройденному моменту",
  slower: "Медленнее",
  faster: "Быстрее",
  undo: "Отменить",
  redo: "Повторить",
  reset: "Начать заново с теми же весами",
  cancel: "Отменить выбор параметров поверхности",
  help: "Показать этот список",
  names: { space: "Пробел", shift: "Shift", control: "Ctrl", home: "Home", end: "End", escape: "Esc" },
};
