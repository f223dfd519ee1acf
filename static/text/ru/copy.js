import { pretty } from "../../js/lib/names.js";
import { count } from "./plurals.js";

/** @param {number} stride */
const every = (stride) => (stride === 1 ? "на каждом шаге" : `раз в ${count(stride, "шаг", "шага", "шагов")}`);

/** @type {typeof import("../en/copy.js").copy} */
export const copy = {
  note: ({ steps, targets }, tracks) =>
    [
      `В этой копии шагов: ${steps}; числа — первого примера каждого батча`,
      ...(targets.length > 1
        ? []
        : [
            targets.length
              ? `подробно показано только ${pretty(targets[0])}`
              : "подробностей об отдельных весах и нейронах нет",
          ]),
      ...tracks.flatMap(({ panel, stride, of }) => {
        const names = Object.keys(of);
        if (!names.length) return [];
        return [
          panel === "surface"
            ? `поверхность ${every(stride)}`
            : names.length === 1
              ? `срез вдоль ${pretty(names[0])} ${every(stride)}`
              : `вдоль остальных ${every(stride)}`,
        ];
      }),
    ].join("; "),
  ended: (steps) => `Копия кончается здесь. Шагов в ней: ${steps}.`,
  wrong: (text, allowed) => `${text}: допустимо только ${allowed.join(", ")}`,
  untold: "Подробностей о нём в копии нет, только то, что на рисунке.",
  entry: "Автономная копия…",
  entryHelp: "Один файл HTML, в котором обучение можно посмотреть без сети и сервера",
  title: "Автономная копия",
  lead:
    "Один файл HTML, который открывается без сети и сервера: обучение с самого начала, его можно проигрывать, " +
    "проходить по шагам в обе стороны и рассматривать.",
  steps: "Шагов",
  panels: "Панели",
  make: "Создать",
  making: "Запись обучения…",
  made: (size) => `Готово: ${size}.`,
  save: "Сохранить",
  close: "Закрыть",
  size: (bytes) =>
    bytes < 1e6 ? `${Math.round(bytes / 1000)} КБ` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} МБ`,
};
