import * as controls from "./controls.js";
import { copy } from "./copy.js";
import * as encode from "./encode.js";
import * as explanation from "./explanation.js";
import * as health from "./health.js";
import * as inspector from "./inspector.js";
import { lecture } from "./lecture.js";
import * as network from "./network.js";
import * as output from "./output.js";
import { own } from "./own.js";
import { pictures } from "./pictures.js";
import * as surface from "./surface.js";

/** @type {import("../en/page.js").Words["template"]} */
const template = {
  lessons: "Уроки",
  formulas: "Формулы",
  site: "Разделы сайта",
  title: "backstep — как учится нейронная сеть",
  heading: "Лаборатория: нейронная сеть учится шаг за шагом",
  preset: "Готовые настройки",
  share: "Ссылка",
  embed: "На слайд",
  present: "Показать аудитории",
  glossary: "Словарь терминов",
  keys: "Сочетания клавиш",
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
  encode: "Кодирование входа",
  transport: "Управление ходом",
  granularity: "По сколько шагать",
  open: "Открыть этот момент в лаборатории",
  scene: "Нейронная сеть учится шаг за шагом",
  unselected: "Выберите вес, смещение или нейрон, чтобы увидеть, как вычисляются его числа.",
};

/** @type {import("../en/page.js").Words["embed"]} */
const embed = {
  keys: { deck: "клавиши: слайды", sim: "клавиши: сцена" },
  keysHelp: "Чем управляют клавиши, пока фокус в сцене: слайдами или сценой",
  title: "Сцена на ваших слайдах",
  panels: "Панели",
  size: "Размер",
  theme: "Тема",
  moment: "Начать с этого момента",
  tool: "Программа",
  preview: "Предпросмотр сцены",
  themes: { auto: "как в системе", light: "светлая", dark: "тёмная", projector: "для проектора" },
  snippet: "Код для вставки",
  copy: "Копировать",
  copied: "Скопировано: вставьте на слайд.",
  code: "QR-код этого момента в лаборатории",
};

/** @type {import("../en/page.js").Words["page"]} */
const page = {
  changed: (preset) => `${preset}, изменено`,
  noPreset: "Ваши настройки",
  noSuch: (name) => `В этой сети нет ${name}, поэтому ничего не выбрано.`,
  copied: "Ссылка на этот момент скопирована.",
  copyThis: "Скопируйте эту ссылку: ",
  link: "Ссылка на этот момент",
  renewed: "Сервер больше не хранил этот запуск; он обучен заново по своим настройкам.",
  wasSet: (n) => (n > 1 ? `Задано параметров: ${n}.` : "Параметр задан."),
  undo: "Отменить",
  dataGone:
    "Данных, загруженных для этого запуска, на сервере больше нет, поэтому показаны начальные настройки. Загрузите " +
    "файл ещё раз.",
  offline: "Сейчас нет связи с сервером.",
  lost: (seconds) => `Связь потеряна. Новая попытка через ${seconds} с. `,
  kept: "Сервер снова сохраняет этот запуск: ничего не потеряно.",
  blocked: (seconds) =>
    "Сервер отвечает, но живое соединение (WebSocket) не открывается: возможно, его не пропускает эта сеть или " +
    `сервер не считает этот адрес своим. Новая попытка через ${seconds} с. `,
  tryNow: "Попробовать сейчас",
  close: "Закрыть",
  refused: (why) => `Сервер не смог создать этот запуск: ${why}`,
};

/** @type {import("../en/page.js").Words["acts"]} */
const acts = {
  undo: (act) => `Отменить: ${act}`,
  redo: (act) => `Повторить: ${act}`,
  nothing: { undo: "Нечего отменять", redo: "Нечего повторять" },
  restarted: (act) => `Обучение начато заново${act && `: ${act}`}.`,
  parameter: (name) => `задано значение ${name}`,
  settings: (label) => `изменено: ${label}`,
  changed: "изменены настройки",
  layer_added: "добавлен слой",
  layer_removed: "удалён слой",
  layers: "изменены слои",
  data: "изменены данные",
  points: "изменены точки",
  reset: "сброс",
};

/** The same in Russian. @type {import("../en/page.js").Words} */
export const words = {
  locale: "ru",
  acts,
  copy,
  embed,
  lecture,
  own,
  page,
  pictures,
  template,
  ...controls,
  ...encode,
  ...explanation,
  ...health,
  ...inspector,
  ...network,
  ...output,
  ...surface,
};
