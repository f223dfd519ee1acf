import { count } from "./plurals.js";

/** @type {typeof import("../en/network.js").network} */
export const network = {
  input: "ВХОД",
  output: "ВЫХОД",
  hidden: (layer) => `СКРЫТЫЙ ${layer}`,
  drawing: "Веса и нейроны",
  norm: "‖∇‖: норма градиента слоя, весов и смещений вместе",
  saturated: (share) => `${share} в насыщении`,
  dead: (share) => `${share} мертвы`,
  others: (n) => `${count(n, "другое слово", "других слова", "других слов")}: 0`,
  weaker: (n) => `+ ${count(n, "слабый", "слабых", "слабых")}`,
  slope: "производная",
  newValue: "Новое значение",
  set: "Задать",
  close: "Закрыть",
  noSlope: "на этой операции градиента ещё нет",
  epsilon: "ε, насколько сдвинуть",
  drag: "Тяните вверх или вниз, чтобы увидеть, что было бы; ничего не меняется (Shift: крупнее)",
  nudged: (by, change, predicted) => `ε ${by}: ΔL ${change}, производная · ε ${predicted}`,
  axis: (axis) => `ось ${axis} поверхности`,
  pickFirst: "Нажмите на параметр для оси x: линия — вес, точка — смещение.",
  cancel: "Отмена",
  pickSecond: (first) => `x — это ${first}. Теперь нажмите на параметр для оси y.`,
};

/** @type {typeof import("../en/network.js").focus} */
export const focus = {
  table: "таблица",
  tableHelp: "Все числа в таблице",
  means: (size) => `Средние по батчу из ${size}`,
  one: (at, size) => `Пример ${at} из ${size} в батче`,
  outside: (index) => `Обучающий пример ${index}, не из этого батча`,
  held: (index) => `Тестовый пример ${index}`,
  list: "Пример, числа которого показаны",
  listed: (at, size, row) => `Пример ${at} из ${size} (строка ${row})`,
  previous: "Предыдущий пример",
  next: "Следующий пример",
  mean: "среднее",
  meanHelp: "Средние по батчу или один пример",
};

/** @type {typeof import("../en/network.js").table} */
export const table = {
  kinds: { parameters: "параметры", neurons: "нейроны" },
  name: "имя",
  columns: { parameters: ["было", "градиент", "значение"], neurons: ["z", "значение", "δ"] },
  copy: "Скопировать CSV",
  copied: (rows) => `Скопировано: ${count(rows, "строка", "строки", "строк")}`,
  notCopied: "Браузер не разрешает здесь копирование",
  more: (rows) => `Ещё ${count(rows, "строка", "строки", "строк")}: отсортируйте иначе или скопируйте все.`,
};

/** @type {typeof import("../en/network.js").legend} */
export const legend = {
  values: "значения",
  slopes: "градиенты",
  meaning:
    "Значения: веса — линии, смещения — точки, активации. Градиенты — пунктир: где +, рост параметра поднимает " +
    "потери.",
};
