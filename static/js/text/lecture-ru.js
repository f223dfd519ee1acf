const rules = new Intl.PluralRules("ru");

/** @param {number} n @param {string} one @param {string} few @param {string} many */
const count = (n, one, few, many) => {
  const rule = rules.select(n);
  return `${n} ${rule === "one" ? one : rule === "few" ? few : many}`;
};

/** The same in Russian. @type {typeof import("./lecture-en.js").lecture} */
export const lecture = {
  present: {
    button: (followers) => (followers ? `Показать · ${followers}` : "Показать"),
    title: "Показать аудитории",
    scan: "Наведите камеру или откройте",
    code: "Код",
    picture: "QR-код ссылки",
    about:
      "Все видят каждый ваш шаг и то, что вы выделили. Управляете только вы. Если включено «спроси меня», вопрос " +
      "получит и аудитория.",
    followers: (n) => (n === 0 ? "Пока никто не подключился" : `Сейчас ${count(n, "зритель", "зрителя", "зрителей")}`),
    here:
      "Этот адрес виден только с этого компьютера: телефоны его не откроют. Запустите сервер с --host и откройте " +
      "страницу по её имени в сети.",
    copy: "Скопировать ссылку",
    copied: "Ссылка для аудитории скопирована.",
    close: "Закрыть",
    stop: "Закончить показ",
    stopped: "Показ закончен. Этот запуск теперь только ваш.",
  },
  tally: (answered, followers) => `Ответили: ${answered} из ${followers}`,
  watch: {
    title: "Лекция",
    live: "В эфире",
    own: "Самостоятельно",
    waiting: "Ждём лекцию…",
    over: "Закончилась",
    explore: "Попробовать самому",
    back: "Вернуться к лекции",
    driven: "Здесь управляет лектор. «Попробовать самому» даст вам собственный запуск с этого самого момента.",
    explored: "Этот запуск ваш: шагайте, запускайте, меняйте что угодно. Лекция идёт своим чередом.",
    ended: "Занятие закончилось, или сервер его больше не хранит. ",
    again: "Проверить ещё раз",
  },
  question: {
    choose: "Как вы думаете?",
    chosen: "Ответ учтён. Его ещё можно изменить.",
    right: "Верно.",
    wrong: (answer) => `Правильный ответ: ${answer}.`,
    over: "Вот как ответили все.",
    bar: (choice, n) => `${choice}: ${count(n, "ответ", "ответа", "ответов")}`,
    close: "Дальше",
  },
};
