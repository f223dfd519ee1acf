import { examples, updates } from "./plurals.js";

/** @type {typeof import("../en/surface.js").surface} */
export const surface = {
  title: "Поверхность потерь",
  and: "и",
  plane: "Плоскость",
  overHelp: "По каким примерам считать потери",
  again: "Другие случайные направления",
  axes: {
    "random 1": "случайное 1",
    "random 2": "случайное 2",
    "−gradient": "−градиент",
    "random ⟂ gradient": "случайное ⟂ градиенту",
    "PC 1": "ГК 1",
    "PC 2": "ГК 2",
  },
  planes: { parameters: "два параметра", random: "случайная", gradient: "по градиенту", pca: "путь (PCA)" },
  overs: { train: "обучающая выборка", batch: "батч" },
  closer: "Приблизить",
  wider: "Отдалить",
  pick: "выбрать",
  pickHelp: "Выбрать оба параметра, нажав на них в сети",
  explained: (first, second, away) => ` · ${first} и ${second} дисперсии пути; он отходит от плоскости до ${away}`,
  explainedAll: (first, second, away) =>
    ` · ${first} и ${second} дисперсии всех путей; путь этой сети отходит от плоскости до ${away}`,
  thinned: (points, all) => ` (по ${points} из ${all} его точек)`,
  drawing: (x, y, loss) => `Потери над ${x} и ${y}; здесь ${loss}`,
  first: "Первый параметр",
  second: "Второй параметр",
  modes: { "3d": "3-D", contour: "линии" },
  loss: "потери",
  note: (shown, done) => `Двумерный срез · ${examples(shown)} · после ${updates(done)}`,
  failed: "Поверхность не нарисовать: не загрузился plotly.js или в браузере нет WebGL.",
  race: "Гонка",
  raceHelp: "Сравнить с того же старта другие оптимизаторы или скорости обучения",
};

/** @type {typeof import("../en/surface.js").race} */
export const race = {
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
  diverged: (update) => `расходится на ${update}-м`,
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
};

/** @type {typeof import("../en/surface.js").slice} */
export const slice = {
  landed: "Куда приводит шаг −η · наклон",
  title: (name) => `Потери вдоль ${name}`,
  note: (slope, step) => `наклон ${slope}, −η · наклон = ${step}`,
  real: (step) => `, шаг оптимизатора ${step}`,
  minimum: (at) => `минимум около ${at}`,
  lost: (done, kept) =>
    `После ${updates(done)} потери здесь слишком велики для рисунка или уже не ` +
    `конечны${kept === null ? "." : `: это последняя кривая, которую удалось нарисовать, после ${updates(kept)}.`}`,
  over: { train: "обучающая выборка", batch: "батч" },
  overHelp: "По каким примерам считать потери",
  drawing: (name) => `Потери вдоль ${name}, касательная и шаг при этой скорости обучения`,
};
