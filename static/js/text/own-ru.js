/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(4))).replace(".", ",");

const rules = new Intl.PluralRules("ru");
/** @param {number} n @param {string} one @param {string} few @param {string} many */
const count = (n, one, few, many) => {
  const rule = rules.select(n);
  return `${n} ${rule === "one" ? one : rule === "many" ? many : few}`;
};
/** @param {number} n */
const rows = (n) => count(n, "строка", "строки", "строк");

/** Names of the generated sets' classes. @type {Record<string, string>} */
const classes = { orange: "оранжевая", blue: "синяя" };

/** @type {typeof import("./own-en.js").own} */
export const own = {
  button: "свои…",
  buttonHelp: "Обучить на своём файле CSV; его можно и просто перетащить на страницу",
  title: "Свои данные",
  close: "Закрыть",
  choose: "Выбрать файл CSV",
  another: "Другой файл",
  drop: "Отпустите файл, чтобы посмотреть, что в нём",
  about:
    "Строки из чисел и категорий, где что-то нужно предсказать, или тексты с меткой. Файл попадает только на этот " +
    "сервер, хранится в памяти и забывается, когда больше не нужен.",
  reading: "Читаем…",
  failed: "Сервер не ответил; попробуйте ещё раз.",
  rows: (used, all) => (used === all ? rows(all) : `годится ${rows(used)} из ${all}`),
  inputs: (inputs, classes) =>
    `${count(inputs, "вход", "входа", "входов")}${classes ? `, ${count(classes, "класс", "класса", "классов")}` : ""}`,
  separator: "Разделитель",
  separators: { ",": "запятая", ";": "точка с запятой", "\t": "табуляция", "|": "черта" },
  encoding: "Кодировка",
  header: "Первая строка — названия",
  task: "Учить как",
  tasks: { classification: "классы", regression: "величину" },
  line: "Строка",
  type: (column) => `Тип столбца «${column}»`,
  target: "Ответ",
  targetOf: (column) => `Предсказывать «${column}»`,
  types: { number: "число", category: "категория", text: "текст", skip: "не брать" },
  scaled: (mean, deviation) => `среднее ${mean}, отклонение ${deviation}`,
  encoded:
    "Числа стандартизуются по среднему и отклонению обучающих строк; категория становится нулём или единицей для " +
    "каждого своего значения.",
  counted: "Текст — это сколько раз встретилось каждое слово; словарь составлен по словам всех строк.",
  missing: (n) => `нет: ${n}`,
  table: "Первые строки, тип каждого столбца и ответ",
  problems: "Что не так",
  more: (n) => `и ещё ${n}`,
  fine: "Всё в порядке.",
  train: "Обучить",
  cancel: "Отмена",
  trained: (name) => `Теперь сеть учится на ${name}.`,
  place: (line, column) =>
    [line === null ? "" : `строка ${line}`, column === null ? "" : `«${column}»`].filter(Boolean).join(", "),
  kinds: {
    empty: () => "В файле нет строк с данными.",
    spreadsheet: () => "Это таблица или архив, а не текст: сохраните лист как CSV.",
    binary: () => "Это не текст.",
    control: (p) => `Символу ${p.value} в тексте не место.`,
    not_encoded: (p) => `Это не ${p.value}: выберите другую кодировку.`,
    long_line: (p) => `Символов в строке: ${p.found}; читается не больше ${p.expected}.`,
    many_rows: (p) => `Строк больше ${p.expected}.`,
    many_columns: (p) => `Столбцов: ${p.found}; читается не больше ${p.expected}.`,
    no_target: () => "Предсказывать нечего: выберите ответ.",
    no_inputs: () => "Учиться не на чем: ни одного столбца не осталось.",
    no_words: () => "Ни одно слово не повторяется: учиться не на чем.",
    few_rows: (p) => `Годных строк: ${p.found}; нужно не меньше ${p.expected}.`,
    one_class: (p) => `Во всех строках класс «${p.value}»: различать нечего.`,
    constant_target: (p) => `Во всех строках ответ ${p.value}: учить нечего.`,
    many_classes: (p) => `Классов: ${p.found}; различить можно не больше ${p.expected}. Может быть, это величина?`,
    many_inputs: (p) => `Из столбцов выходит входов: ${p.found}; возможно не больше ${p.expected}. Уберите лишние.`,
    text_target: () => "Текст предсказать нельзя: выберите другой ответ или назовите столбец категорией.",
    encoding: (p) => `Файл не в UTF-8; он прочитан как ${p.value}.`,
    quotes: () => "Кавычка не закрыта, или за ней что-то есть; пропущено.",
    ragged: (p) => `Ячеек ${p.found} вместо ${p.expected}; строка пропущена.`,
    twice: (p) => `Так называется и другой столбец; этот теперь «${p.value}».`,
    not_a_number: (p) => `«${p.value}» — не число; считается пропуском.`,
    not_finite: (p) => `«${p.value}» — слишком большое число; считается пропуском.`,
    missing_number: (p) => `Пропусков: ${p.found}; вместо них среднее по столбцу.`,
    missing_category: (p) => `Пропусков: ${p.found}; у них нет категории.`,
    missing_text: (p) => `Пропусков: ${p.found}; это тексты без слов.`,
    missing_target: (p) => `Строк без ответа: ${p.found}; они пропущены.`,
    constant: () => "Во всех строках одно и то же; столбец не взят.",
    index: () => "Это просто номера строк; столбец не взят.",
    many_categories: (p) => `Разных значений ${p.found}, больше ${p.expected}; столбец не взят.`,
    beside_text: () => "Столбец не взят: учиться будем на тексте.",
  },

  points: {
    edit: "править точки",
    editHelp: "Добавлять, двигать и убирать точки данных",
    done: "готово",
    tools: "Что делает щелчок",
    add: (name) => `Добавить точку: ${classes[name] ?? name.replace(/^class (\d+)$/, "класс $1")}`,
    erase: "Убирать точки",
    value: "Ответ новых точек",
    plane: "Точки: стрелки двигают курсор, Enter добавляет или убирает, пробел берёт точку и ставит её",
    refused: "Несколько точек должно остаться.",
    uploaded: "Точки загруженного набора здесь не правят.",
    many: (most) => `Здесь можно править не больше ${most} точек.`,
  },

  stop: {
    title: "Остановить, когда",
    loss: "Потери ниже",
    accuracy: "Точность выше, %",
    epoch: "Пройдено эпох",
    over: "Измерять на",
    overs: { train: "обучающей выборке", test: "тестовой выборке" },
    off: "–",
    told: (s) => {
      const after = `обновлений: ${s.updates}`;
      const on = s.over === "train" ? "на обучении" : "на тесте";
      if (s.reason === "epoch") return `Остановлено: пройдено эпох: ${s.value}, ${after}.`;
      if (s.reason === "loss") return `Остановлено: потери ${on} ${short(s.value)}, ниже ${short(s.limit)}; ${after}.`;
      return `Остановлено: точность ${on} ${short(100 * s.value)} %, выше ${short(100 * s.limit)} %; ${after}.`;
    },
  },

  exports: {
    title: "Сохранить",
    pytorch: "Программа на PyTorch",
    numpy: "Программа на NumPy",
    scriptHelp: "Программа, которая с самого начала обучает так же и даёт те же потери",
    checkpoint: "Параметры",
    checkpointHelp: "Веса и смещения, какие они сейчас, в формате safetensors",
    data: "Данные в CSV",
    recording: "Запись",
    recordingHelp: "Каждый шаг до этого места, в формате safetensors",
    load: "Загрузить параметры…",
    loaded: (name) => `Обучение начато заново с параметрами из ${name}.`,
    tooLong: "Для ссылки этих данных слишком много: сохраните их в CSV.",
  },
};
