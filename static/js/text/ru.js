import { pretty, sub, sup } from "../lib/names.js";
import { lecture } from "./lecture-ru.js";
import { copy } from "./copy-ru.js";
import { own } from "./own-ru.js";
import { pictures } from "./pictures-ru.js";
import { catalogue } from "./ru-catalogue.js";

/** @typedef {import("../wire/types.js").AnyNarration} Narration */
/** @typedef {import("./en.js").Labels} Labels */

const rules = new Intl.PluralRules("ru");

/**
 * The form that a number asks for; a fraction takes the second.
 * @param {number} n
 * @param {string} one
 * @param {string} few
 * @param {string} many
 */
const form = (n, one, few, many) => {
  const rule = rules.select(n);
  return rule === "one" ? one : rule === "many" ? many : few;
};

/** 1 пример, 2 примера, 5 примеров. @param {number} n @param {string} one @param {string} few @param {string} many */
const count = (n, one, few, many) => `${n} ${form(n, one, few, many)}`;

const examples = (/** @type {number} */ n) => count(n, "пример", "примера", "примеров");
const updates = (/** @type {number} */ n) => count(n, "обновления", "обновлений", "обновлений");

/** A row's name in the genitive. @param {"activations" | "losses" | "optimizers"} section @param {string} name */
const of = (section, name) => catalogue[`${section}.${name}`]?.of ?? name;

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * A count that is already written, in groups of digits or as a power of ten.
 * @param {string} n
 * @param {string} one
 * @param {string} few
 * @param {string} many
 */
const written = (n, one, few, many) =>
  `${n} ${/^[\d\s]+$/.test(n) ? form(Number(n.replace(/\s/g, "")), one, few, many) : many}`;

/** @param {Narration} n */
const averaged = (n) => (n.focus === "mean" ? " Показаны средние по батчу." : "");

/** @param {Narration} n @param {Labels} labels */
const output = (n, labels) => (n.layer === labels.depth ? "ŷ" : `a${sup(n.layer)}${sub(n.unit + 1)}`);

/** The same in Russian. @type {import("./en.js").Words} */
export const ru = {
  locale: "ru",
  copy,
  own,
  pictures,
  lecture,

  sentences: {
    input: (n) =>
      `Загружен следующий мини-батч: ${examples(n.size)}, ${n.size === 1 ? "в нём" : "в каждом"} ${count(n.x.length, "число", "числа", "чисел")} и верный ответ y.${
        n.focus === "mean" ? " Показаны средние по батчу." : n.size > 1 ? " Показан один из них." : ""
      }`,
    linear: (n) =>
      "Каждое число на входе умножается на свой вес; произведения и смещение складываются в " +
      `z${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
    pool: (n) => `Нейрон сводит числа своего окна в a${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
    activation: (n, labels) => {
      if (n.name === "softmax")
        return `Softmax превращает оценки в доли единицы: каждая экспонента делится на сумму всех.${averaged(n)}`;
      if (n.name === "linear")
        return `Этот слой линейный: сумма проходит без изменений и становится ${output(n, labels)}.${averaged(n)}`;
      if (n.layer === labels.depth)
        return `${capital(labels.activation(n.name))} превращает сумму в предсказание ${output(n, labels)}.${averaged(n)}`;
      return (
        `${capital(labels.activation(n.name))} изгибает сумму, выходит ${output(n, labels)}: без изгиба любое число ` +
        `слоёв осталось бы одной прямой.${averaged(n)}`
      );
    },
    loss: (n, labels) =>
      `${labels.loss(n.name)} показывает, насколько предсказание ошибочно; ` +
      `${n.size === 1 ? "весь батч — этот один пример" : `потери батча — среднее по ${count(n.size, "примеру", "примерам", "примерам")}`}.`,
    delta: (n, labels) => {
      if (n.activation === null)
        return `Ошибка возвращается по тем же связям, по которым ушёл сигнал; пришедшие части складываются.${averaged(n)}`;
      if (n.layer < labels.depth) {
        return (
          "Ошибка возвращается по весам, которыми сигнал уходил вперёд: пришедшие части складываются, и сумма " +
          `умножается на производную ${of("activations", n.activation)} в этом нейроне.${averaged(n)}`
        );
      }
      if (n.fused)
        return (
          `Ошибка рождается здесь: для ${of("losses", n.name)} после ${of("activations", n.activation)} производная ` +
          `потерь по z — просто предсказание минус ответ.${averaged(n)}`
        );
      return (
        `Ошибка рождается здесь: производная ${of("losses", n.name)} по предсказанию, умноженная на производную ` +
        `${of("activations", n.activation)}.${averaged(n)}`
      );
    },
    gradient: (n) => {
      const name = pretty(n.parameter);
      const carried =
        n.from === null ? "умноженная на 1: входа у смещения нет" : "умноженная на сигнал, прошедший по весу";
      if (n.focus === "mean")
        return (
          `Производная потерь по ${name} — среднее по батчу от «ошибка на сигнал»: среднее произведений, а не ` +
          "произведение средних."
        );
      return (
        `Производная потерь этого примера по ${name} — ошибка его нейрона, ${carried}. В обновление войдёт среднее ` +
        "по батчу."
      );
    },
    update: (n) => {
      const how =
        n.optimizer === "sgd"
          ? "против своей производной с множителем η"
          : `по правилу ${of("optimizers", n.optimizer)}`;
      if (n.count === 0) return "Ничто не сдвигается: все производные равны нулю.";
      if (n.count === 1)
        return `Сдвигается один параметр, ${how}: ${pretty(n.largest.parameter)}. У остальных производная нулевая.`;
      return `${form(n.count, "Сдвигается", "Сдвигаются", "Сдвигаются")} сразу ${count(n.count, "параметр", "параметра", "параметров")}, каждый ${how}, и все — по старым значениям. Дальше всех ушёл ${pretty(
        n.largest.parameter,
      )}.`;
    },
  },

  formula: {
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
  },

  ribbon: {
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
      gradient: (layer) => `Слой ${layer}: производные по весам и смещениям`,
      update: () => "Обновить все параметры",
    },
  },

  network: {
    input: "ВХОД",
    output: "ВЫХОД",
    hidden: (layer) => `СКРЫТЫЙ ${layer}`,
    drawing: "Веса и нейроны",
    norm: "‖∇‖: длина градиента слоя, весов и смещений вместе",
    saturated: (share) => `${share} в насыщении`,
    dead: (share) => `${share} мертвы`,
    others: (n) => `${count(n, "другое слово", "других слова", "других слов")}: 0`,
    weaker: (n) => `+ ${count(n, "слабый", "слабых", "слабых")}`,
    slope: "производная",
    newValue: "Новое значение",
    set: "Задать",
    close: "Закрыть",
    noSlope: "на этой операции производной ещё нет",
    epsilon: "ε, насколько сдвинуть",
    drag: "Тяните вверх или вниз: это лишь предположение, ничего не меняется (Shift: крупнее)",
    nudged: (by, change, predicted) => `ε ${by}: ΔL ${change}, производная · ε ${predicted}`,
    axis: (axis) => `ось ${axis} поверхности`,
    pickFirst: "Нажмите на первый параметр, для оси x: линия — вес, точка — смещение.",
    cancel: "Отмена",
    pickSecond: (first) => `x — это ${first}. Теперь нажмите на другой, для оси y.`,
  },

  explanation: {
    notations: { neuron: "формулы", gates: "схема" },
    notationHelp: "Уравнения нейрона или его схема из вентилей",
    equation: "Имя уравнения у Нильсена, «Нейронные сети и глубокое обучение», глава 2",
    compare: "неверный порядок",
    compareHelp: "Рядом: каждый слой обновлён раньше, чем через него прошла ошибка",
    ask: "вопросы",
    askHelp: "Спрашивать, прежде чем операция покажет свои числа",
  },

  figures: {
    mean: (n, mean, shown) => `${shown < n ? `${shown} из ${n} примеров` : examples(n)}, среднее ${mean}`,
    sum: (n, sum) => `${count(n, "ошибка пришла", "ошибки пришли", "ошибок пришло")}: сумма ${sum}`,
    right: "разом",
    wrong: "по слоям",
    order: "новым весам в этот проход нельзя",
    firstError: (layer, unit) => `δ${sup(layer)}${sub(unit + 1)}`,
    same: "С одним слоем порядок не важен.",
  },

  gates: {
    rest: (more) => `ещё ${more} + b`,
    mean: "Схема показывает один пример: выберите его под сетью.",
    label: (name) => `Схема ${name}: значения над проводами, градиенты под ними`,
  },

  inspector: {
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
  },

  health: {
    summary: (n, first) => (n === 1 ? first : `${first} и ещё ${n - 1}`),
    show: "Показать",
    names: {
      vanishing: "Затухание градиента",
      exploding: "Взрыв градиента",
      dead: "Мёртвые нейроны",
      saturated: "Насыщенные нейроны",
      symmetric: "Нейроны-близнецы",
      step_too_large: "Слишком большие шаги",
    },
    warnings: {
      vanishing: (_, value) =>
        `Затухание: до слоя 1 доходит лишь ${value} градиента последнего слоя, и первые слои почти не учатся.`,
      exploding: (w, value) => `Взрыв: градиент слоя ${w.layer} вырос до ${value}; шаг вдоль него уведёт куда угодно.`,
      dead: (w) =>
        `Мёртвые: у ${count(w.units?.length ?? 0, "нейрона", "нейронов", "нейронов")} слоя ${w.layer} производная ` +
        "0 на каждом обучающем примере, учиться нечему.",
      saturated: (w) =>
        `Насыщение: почти весь слой ${w.layer} там, где функция активации плоская, и ошибка едва проходит.`,
      symmetric: (w, value) =>
        `Близнецы: у ${count(Number(value), "нейрона", "нейронов", "нейронов")} слоя ${w.layer} одинаковые веса и ` +
        "градиенты, и они навсегда останутся одинаковыми.",
      step_too_large: (_, value) =>
        `Слишком большие шаги: потери в ${value} ${form(Number(value), "раз", "раза", "раз")} выше своего ` +
        "минимума; поможет меньшая скорость обучения.",
    },
  },

  failure: {
    told: (f) =>
      `Обучение остановлено: на шаге ${f.step}, в операции ${f.op}${f.layer && f.kind !== "update" ? ` (слой ${f.layer})` : ""}, впервые получилось не конечное число — ${
        ru.failure.quantities[f.quantity] ?? f.quantity
      }. ${ru.failure.hints[f.kind]}`,
    quantities: {
      input: "вход",
      preactivation: "сумма z",
      activation: "активация",
      loss: "потери",
      delta: "ошибка δ",
      gradient: "градиент",
      parameter: "параметр",
      "optimizer state": "память оптимизатора",
    },
    hints: {
      input: "В данных есть не конечное число или такое большое, что его квадрат не помещается.",
      linear: "Веса или активации выросли без предела: обычно слишком велика скорость обучения или начальные веса.",
      pool: "Пришло не конечное число, или сумма слишком велика.",
      activation:
        "Активация без верхней границы нарастала от слоя к слою: помогут меньшая скорость обучения, tanh или " +
        "меньшие начальные веса.",
      loss:
        "Предсказание ушло так далеко от ответа, что потери переполнились: обычно скорость обучения слишком велика " +
        "для этих потерь.",
      delta:
        "Производная потерь переполнилась на обратном пути: градиенты взрываются из-за больших весов или многих " +
        "слоёв без границы.",
      gradient:
        "Произведение ошибки и активации переполнилось: обе слишком выросли, обычно из-за слишком большой скорости " +
        "обучения.",
      update: "Переполнился сам шаг: градиент, умноженный на скорость обучения, слишком велик.",
    },
  },

  table: {
    kinds: { parameters: "параметры", neurons: "нейроны" },
    name: "имя",
    columns: { parameters: ["было", "градиент", "значение"], neurons: ["z", "значение", "δ"] },
    copy: "Скопировать CSV",
    copied: (rows) => `Скопировано: ${count(rows, "строка", "строки", "строк")}`,
    notCopied: "Браузер не разрешает здесь копирование",
    more: (rows) => `Ещё ${count(rows, "строка", "строки", "строк")}: отсортируйте иначе или скопируйте все.`,
  },

  ask: {
    title: "Сначала вопрос",
    positive: "положительна",
    negative: "отрицательна",
    yes: "Да",
    no: "Нет",
    skip: "Просто показать",
    goOn: "Дальше",
    right: "Верно.",
    wrong: (answer) => `Неверно, ответ: ${answer.toLowerCase()}.`,
    sign: (name) => `Пока не видно: производная потерь батча по ${name} положительна или отрицательна?`,
    signBecause: (name, slope) =>
      `Она равна ${slope.toPrecision(3).replace("-", "−")}: с ростом ${name} потери ` +
      `${slope > 0 ? "растут" : "падают"}.`,
    falls: "Пока не видно: уменьшит ли это обновление потери на всей обучающей выборке?",
    fallsBecause: (old, now, whole) =>
      `Было ${old.toPrecision(5)}, стало ` +
      `${now.toPrecision(5)}${now <= old ? "" : whole ? ": шаг оказался слишком длинным" : ": батч — лишь часть обучающей выборки, или шаг оказался слишком длинным"}.`,
    most: "Пока не видно: что из этого сдвинется дальше всего?",
    mostBecause: (name, size) => `${name} сдвигается на ${size.toPrecision(3)}.`,
    score: (right, total) => (total ? `верно ${right} из ${total}` : ""),
  },

  focus: {
    table: "таблица",
    tableHelp: "Все числа в таблице",
    means: (size) => `Средние по батчу из ${size}`,
    one: (at, size) => `Пример ${at} из ${size} в батче`,
    outside: (index) => `Пример ${index}, не из этого батча`,
    list: "Чьи числа показаны",
    listed: (at, size, row) => `Пример ${at} из ${size} (строка ${row})`,
    previous: "Предыдущий пример",
    next: "Следующий пример",
    mean: "среднее",
    meanHelp: "Средние по батчу или один пример",
  },

  controls: {
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
  },

  legend: {
    values: "значения",
    slopes: "градиенты",
    meaning:
      "Значения: веса — линии, смещения — точки, активации. Градиенты — пунктир: где +, рост параметра поднимает " +
      "потери.",
  },

  surface: {
    title: "Поверхность потерь",
    and: "и",
    plane: "Плоскость",
    overHelp: "По каким примерам считать потери",
    again: "Другие случайные направления",
    planes: { parameters: "два параметра", random: "случайная", gradient: "по градиенту", pca: "путь (PCA)" },
    overs: { train: "обучающая выборка", batch: "батч" },
    closer: "Ближе",
    wider: "Шире",
    pick: "указать",
    pickHelp: "Указать оба параметра, нажав на них в сети",
    explained: (first, second, away) => ` · ${first} и ${second} разброса пути; он отходит от плоскости до ${away}`,
    explainedAll: (first, second, away) =>
      ` · ${first} и ${second} разброса всех путей; путь этой сети отходит от плоскости до ${away}`,
    thinned: (points, all) => ` (по ${points} из ${all} его точек)`,
    drawing: (x, y, loss) => `Потери над ${x} и ${y}; здесь ${loss}`,
    first: "Первый параметр",
    second: "Второй параметр",
    modes: { "3d": "3-D", contour: "линии" },
    loss: "потери",
    note: (shown, done) => `Двумерный срез · ${examples(shown)} · после ${updates(done)}`,
    failed: "Поверхность не нарисовать: не загрузился plotly.js или нет WebGL.",
    race: "Гонка",
    raceHelp: "Пустить с того же старта другие оптимизаторы или скорости обучения",
  },

  race: {
    title: "Гонка",
    close: "Закрыть гонку",
    addHelp: "Добавить участника",
    racers: "Участники",
    run: "эта сеть",
    hint:
      "До четырёх оптимизаторов или скоростей обучения с того же старта, на тех же батчах, шаг в шаг с этой сетью. " +
      "Выберите гонку или добавьте участников кнопкой +.",
    optimizer: (letter) => `Оптимизатор участника ${letter}`,
    rate: (letter) => `Скорость обучения участника ${letter}`,
    remove: (letter) => `Убрать участника ${letter}`,
    diverged: (update) => `срыв на ${update}-м`,
    after: (done) => `после ${updates(done)}`,
    strays: (away) => `· его путь отходит от плоскости рисунка до ${away}`,
    fromStart: "с начала",
    fromStartHelp: "Все начинают с начальных весов этой сети",
    fromHere: "отсюда",
    from: (done) => `с обновления ${done}`,
    fromHereHelp: "До этого места все — эта сеть; дальше у каждого свой оптимизатор",
    log: "лог.",
    logHelp: "Потери в логарифмическом масштабе",
    chart: (lines) => `Потери на обучении по обновлениям. ${lines}`,
  },

  slice: {
    landed: "Куда приводит шаг −η · наклон",
    title: (name) => `Потери вдоль ${name}`,
    note: (slope, step) => `наклон ${slope}, −η · наклон = ${step}`,
    real: (step) => `, шаг оптимизатора ${step}`,
    minimum: (at) => `минимум около ${at}`,
    lost: (done, kept) =>
      `После ${updates(done)} потери здесь слишком велики для рисунка или вовсе не ` +
      `число${kept === null ? "." : `: это последняя кривая, которую удалось нарисовать, после ${updates(kept)}.`}`,
    over: { train: "обучающая выборка", batch: "батч" },
    overHelp: "По каким примерам считать потери",
    drawing: (name) => `Потери вдоль ${name}, касательная и шаг при этой скорости обучения`,
  },

  output: {
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
      actual === predicted
        ? `это «${actual}», узнано: ${share}`
        : `это «${actual}», принято за «${predicted}»: ${share}`,
    answered: (answer, target) => `ŷ = ${answer}, y = ${target}`,
    follow: "Показать числа этого примера в сети",
    ownLoss: "Его собственные потери",
  },

  encode: {
    title: "Числа на входе",
    tabs: { example: "Пример", draw: "Рисунок", write: "Текст", map: "Слова" },
    picture: "Картинка",
    numbers: "Её пиксели как числа",
    vector: "Вектор, который получает сеть",
    inOrder: "строка за строкой, один вектор",
    entry: (n) => `компонента ${n}`,
    pointPixel: "Наведите на пиксель, чтобы найти его на картинке, среди чисел, в векторе и в сети.",
    pixel: (row, column, value, entry, name, units, least, most) =>
      `Строка ${row}, столбец ${column}: ${value} — это компонента ${entry} вектора, ${name}. Она идёт в ` +
      `${count(units, "нейрон", "нейрона", "нейронов")} первого слоя с весами от ${least} до ${most}:`,
    pad:
      "Бумага: нарисуйте цифру мышью, пальцем или пером. С клавиатуры: стрелки ведут перо, пробел опускает и " +
      "поднимает его, Delete стирает всё.",
    padHelp: "Нарисуйте цифру: её вырежут, подгонят и поставят в середину, как обучающие картинки.",
    clear: "Стереть",
    seen: "такой её получает сеть",
    tokens: "Слова текста и их номера в словаре",
    token: (token, n, times) =>
      `«${token}» — слово ${n} в словаре; в текстах, из которых он составлен, встречается ` +
      `${count(times, "раз", "раза", "раз")}`,
    unknown: (token) => `Слова «${token}» нет в словаре: сеть его не видит`,
    unknowns: (list) => `Нет в словаре, поэтому не видны: ${list.map((each) => `«${each}»`).join(", ")}.`,
    encodings: {
      one_hot:
        "Унитарный код (one-hot): у каждого места в тексте есть компонента для каждого слова; 1 там, где стоит это " +
        "слово.",
      bag: "Мешок слов: компонента на слово, сколько раз оно встретилось; порядок потерян.",
      embedding:
        "Векторы слов: доля каждого слова в тексте; первый слой превращает её в среднее их векторов и учит сами " +
        "векторы.",
    },
    rest: (active, of) => `Не равны нулю ${active} из ${count(of, "компоненты", "компонент", "компонент")}:`,
    mean: (active, of) =>
      `Среднее векторов пакета: не равны нулю ${active} из ${count(of, "компоненты", "компонент", "компонент")}. ` +
      "Выберите один пример, чтобы прочесть его текст.",
    write: "Своё предложение",
    placeholder: "Напишите отзыв по-английски: “not bad at all”",
    map: "Слова там, куда их поместила сеть",
    pointWord: "Наведите на слово, чтобы увидеть, к каким оно ближе всего.",
    near: (word, list) => `Ближе всего к «${word}»: ${list.join(", ")}.`,
    mapOf: (n, learned) =>
      learned
        ? `Векторы самых частых слов (${n}). Цвет: что ответила бы сеть на одно это слово.`
        : `Веса первого слоя для самых частых слов (${n}). Цвет: что ответила бы сеть на одно это слово.`,
    shares: (first, second) => `Их две главные компоненты содержат ${first} и ${second} дисперсии.`,
  },

  curve: {
    label: "Шаг",
    text: (done, loss) =>
      `${form(done, "выполнено", "выполнены", "выполнено")} ` +
      `${count(done, "обновление", "обновления", "обновлений")}, потери на обучении ${loss}`,
    help: "Потери на обучающих данных (линия) и на тестовых (штрихи). Тяните к любому моменту.",
  },

  transport: {
    reset: "Начать заново с теми же весами (R)",
    back: "Назад (←)",
    play: "Пуск (пробел)",
    pause: "Пауза (пробел)",
    forward: "Вперёд (→)",
    epoch: "Эпоха",
    step: "Шаг",
    operation: "Оп.",
    speed: "Темп",
    max: "макс.",
    rate: (rate) => `${rate}/с`,
  },

  keys: {
    title: "Клавиши",
    close: "Закрыть",
    play: "Пуск или пауза",
    forward: "Вперёд",
    back: "Назад",
    forwardPass: "Вперёд на проход",
    backPass: "Назад на проход",
    forwardOperation: "Вперёд на операцию",
    backOperation: "Назад на операцию",
    home: "В начало",
    end: "К самому дальнему моменту",
    slower: "Медленнее",
    faster: "Быстрее",
    reset: "Заново: те же начальные веса",
    cancel: "Не указывать параметры поверхности",
    help: "Этот список",
  },

  template: {
    lessons: "Уроки",
    formulas: "Формулы",
    site: "Части сайта",
    title: "backstep — как учится нейронная сеть",
    heading: "Лаборатория: нейронная сеть учится шаг за шагом",
    preset: "Готовые настройки",
    share: "Ссылка",
    embed: "На слайд",
    present: "Показать аудитории",
    keys: "Клавиши",
    theme: "Светлая или тёмная тема",
    operations: "Операции этого шага",
    network: "Сеть",
    explanation: "Что делает эта операция",
    settings: "Настройки",
    right: "Потери и выход",
    surface: "Поверхность потерь",
    race: "Гонка оптимизаторов",
    slice: "Потери вдоль одного параметра",
    output: "Выход и показатели",
    encode: "Данные становятся числами",
    transport: "Управление ходом",
    granularity: "По сколько шагать",
    open: "Открыть этот момент в лаборатории",
    scene: "Нейронная сеть учится шаг за шагом",
    unselected: "Выберите вес, смещение или нейрон: здесь будет видно, откуда берутся его числа.",
  },

  embed: {
    keys: { deck: "клавиши: слайды", sim: "клавиши: сцена" },
    keysHelp: "Кому достаются клавиши, пока фокус в сцене: слайдам или самой сцене",
    title: "Сцена для ваших слайдов",
    panels: "Панели",
    size: "Размер",
    theme: "Тема",
    moment: "Начать с этого самого момента",
    tool: "Для чего",
    preview: "Предпросмотр сцены",
    themes: { auto: "как в системе", light: "светлая", dark: "тёмная", projector: "для проектора" },
    snippet: "Что вставить",
    copy: "Копировать",
    copied: "Скопировано: вставьте на слайд.",
    code: "QR-код этого момента в лаборатории",
  },

  page: {
    noSuch: (name) => `В этой сети нет ${name}: ничего не выбрано.`,
    copied: "Ссылка на этот самый момент скопирована.",
    copyThis: "Скопируйте эту ссылку: ",
    link: "Ссылка на этот момент",
    renewed: "Сервер уже не хранил этот запуск: он обучен заново по своим настройкам.",
    wasSet: (n) => (n > 1 ? `Задано параметров: ${n}.` : "Параметр задан."),
    undo: "Отменить",
    dataGone:
      "Данных, загруженных для этого запуска, на сервере больше нет; это начальная сцена. Загрузите файл ещё раз.",
    offline: "Сейчас нет связи с сервером.",
    lost: (seconds) => `Связь потеряна — новая попытка через ${seconds} с. `,
    kept: "Сервер снова сохраняет этот запуск: ничего не потеряно.",
    blocked: (seconds) =>
      "Сервер отвечает, но живое соединение (WebSocket) не открывается: возможно, его не пропускает эта сеть или " +
      `сервер не считает этот адрес своим. Новая попытка через ${seconds} с. `,
    tryNow: "Сейчас же",
    close: "Закрыть",
    refused: (why) => `Сервер не смог создать этот запуск: ${why}`,
  },
};
