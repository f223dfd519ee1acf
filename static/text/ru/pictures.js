import { count } from "./plurals.js";

/** @type {typeof import("../en/pictures.js").pictures} */
export const pictures = {
  still: "Картинка…",
  stillHelp: "Панель, какая она сейчас, в SVG или PNG",
  film: "Фильм…",
  filmHelp: "Несколько шагов подряд или операции одного шага в GIF или WebM",
  panel: "Панель",
  format: "Формат",
  theme: "Тема",
  themes: { light: "светлая", dark: "тёмная", projector: "проектор" },
  scale: "Масштаб",
  pixels: (width, height) => `${width} × ${height} пикс.`,
  vector: (width, height) => `${width} × ${height}, чётко при любом размере`,
  preview: "Как это выглядит",
  altLabel: "Описание (замещающий текст)",
  save: "Сохранить",
  copy: "Скопировать картинку",
  copyText: "Скопировать текст",
  close: "Закрыть",
  cancel: "Отменить",
  copied: "Скопировано.",
  refused: "Браузер этого не разрешил: сохраните файл.",
  title: (panel, step) => `${panel}, шаг ${step}`,
  drawing: "Рисуется…",
  nothing: "На этой панели сейчас нечего рисовать.",
  failed: (why) => `Не получилось: ${why}`,

  by: "Показать",
  bys: { step: "шаги", layer: "слои", operation: "операции", forward: "прямой проход", backward: "обратный проход" },
  from: "с шага",
  to: "по шаг",
  every: "каждый",
  rate: "Кадров в секунду",
  width: "Ширина",
  panels: "Панели",
  make: "Создать",
  making: (done, of) => `Кадр ${done} из ${of}`,
  estimate: (frames, seconds, width, height) =>
    `${count(frames, "кадр", "кадра", "кадров")}, ${seconds.replace(".", ",")} с, ${width} × ${height} пикс.`,
  none: "Последний шаг раньше первого. Выберите более поздний.",
  noPanel: "Выберите хотя бы одну панель.",
  unfit: (label, least, most) => `«${label}»: целое число ${most ? `от ${least} до ${most}` : `не меньше ${least}`}.`,
  last: (step) => `Последний шаг здесь — ${step}.`,
  tooMany: (frames, most) =>
    `Кадров слишком много: ${frames}, при таком размере можно ${most}. Возьмите каждый n-й или меньшую ширину.`,
  made: (frames, size) => `Готово: ${count(frames, "кадр", "кадра", "кадров")}, ${size}.`,
  caption: (step, operation, loss) =>
    [`шаг ${step}`, operation, `потери ${loss ?? "не конечны"}`].filter(Boolean).join(" · "),
  filmTitle: (from, to) => (from === to ? `backstep, шаг ${from}` : `backstep, шаги ${from}–${to}`),
  hindrances: {
    insecure: "WebM можно сделать только по https или на самом этом компьютере; GIF можно всегда.",
    absent: "Этот браузер не умеет кодировать видео; GIF можно всегда.",
  },

  alt: {
    shape: (inputs, hidden, outputs, activation) =>
      `Нейронная сеть: ${count(inputs, "вход", "входа", "входов")}, ` +
      `${hidden.map((each) => `${count(each.units, "нейрон", "нейрона", "нейронов")} (${each.activation}), `).join("")}${count(outputs, "выход", "выхода", "выходов")} ` +
      `(${activation}).`,
    moment: (step, op, ops, operation) => `Шаг ${step}, операция ${op} из ${ops} (${operation}).`,
    own: (file, target, inputs, all) =>
      `Сеть предсказывает «${target}» по входам: ${inputs.join(", ")}` +
      `${all > inputs.length ? ` и ещё ${all - inputs.length}` : ""}${file ? `; данные из файла ${file}` : ""}.`,
    amount: (guess, right) => `Для показанного примера сеть предсказывает ${guess}; цель — ${right}.`,
    film: (from, to, first, last) =>
      "Фильм: " +
      `${from === to ? `операции шага ${from}` : `шаги ${from}–${to}`}.${first === null || last === null || first === last ? "" : ` Потери на обучении меняются от ${first} до ${last}.`}`,
    losses: (train, test, penalty, accuracy) =>
      `${train === null ? "Потери на обучении — уже не конечное число" : `Потери на обучении ${train}`}${test === null ? "" : `, на тесте ${test}`}${penalty === null ? "" : `, штраф ${penalty}`}${accuracy === null ? "" : `, точность ${accuracy}`}.`,
    neuron: (layer, unit) => `нейрон ${unit + 1} слоя ${layer}`,
    input: (name) => `вход ${name}`,
    bias: (layer, unit) => `смещение нейрона ${unit + 1} слоя ${layer}`,
    weight: (from, layer, unit) => `вес связи «${from} → нейрон ${unit + 1} слоя ${layer}»`,
    selected: (what, value, slope) =>
      `Выбрано: ${what}${value === null ? "" : ` = ${value}`}${slope === null ? "" : `, ${slope}`}.`,
    gradient: (slope) => `градиент ${slope}`,
    error: (delta) => `ошибка δ ${delta}`,
    slice: (what, loss, slope) =>
      `График потерь при изменении одного параметра — ${what}; сейчас потери ` +
      `${loss ?? "— не конечное число"}${slope === null ? "" : `, наклон ${slope}`}.`,
    surface: (x, y, loss) =>
      `Поверхность потерь над двумя параметрами — ${x} и ${y}; сейчас потери ${loss ?? "— не конечное число"}, ` +
      "линия показывает пройденный путь.",
    curve: (first, least) => `Кривая потерь на обучении начинается с ${first}; наименьшее значение ${least}.`,
    output: {
      map: "Карта предсказаний сети на плоскости входов и сами данные.",
      confusion: "Матрица ошибок: как часто каждый класс предсказан как каждый.",
      hardest: "Список примеров с наибольшими потерями.",
    },
    answer: (guess, share, right) =>
      `Для показанного примера сеть предсказывает «${guess}» (${share}); метка — «${right}».`,
  },
};
