"""The scenes of the lessons."""

from backstep.lessons import networks
from backstep.lessons.failures import FAILURES
from backstep.lessons.scenes import Scene, preset, scenes
from backstep.lessons.valleys import VALLEYS

_WEIGHT = "layers.0.weight.0.0"

SCENES = scenes(
    Scene(
        "digit",
        (
            "A handwritten digit as a grid of cells, and as the numbers that the network is given.",
            "Рукописная цифра: сетка клеток и числа, которые получает сеть.",
        ),
        preset("digits"),
        still="image",
    ),
    Scene(
        "review",
        ("A review as numbers.", "Отзыв в виде чисел."),
        preset("reviews"),
    ),
    Scene(
        "review-learned",
        (
            "It has learned to judge reviews; its first two neurons are a word’s vector.",
            "Сеть научилась судить об отзывах; два её первых нейрона — вектор слова.",
        ),
        preset("reviews"),
        ("words", "network", "transport"),
        step=400,
        op=None,
        by="step",
        ask=False,
    ),
    Scene(
        "neuron",
        (
            "One neuron: two inputs, two weights, a bias, a bend. Step through it.",
            "Один нейрон: два входа, два веса, смещение, изгиб. Пройдите его по шагам.",
        ),
        networks.NEURON,
    ),
    Scene(
        "layers",
        (
            "Two inputs, two hidden neurons, one output: the same three moves, layer by layer.",
            "Два входа, два скрытых нейрона, один выход: те же три действия, слой за слоем.",
        ),
        networks.LAYERS,
        op=4,
    ),
    Scene(
        "by-hand",
        (
            "The network of the exercises, with ReLU: numbers kind enough for pencil and paper.",
            "Сеть для упражнений, с ReLU: числа, с которыми справится карандаш.",
        ),
        networks.BY_HAND,
    ),
    Scene(
        "bent-plane",
        (
            "After training: each hidden neuron bends the plane its own way, and the output"
            " combines the bends.",
            "После обучения: каждый скрытый нейрон сгибает плоскость по-своему, а выход"
            " складывает изгибы.",
        ),
        preset("circle"),
        ("network", "output", "transport"),
        step=400,
        by="step",
        rate=None,
        ask=False,
    ),
    Scene(
        "clouds",
        (
            "One neuron and two clouds, before it has learned anything. Step through a batch.",
            "Один нейрон и два облака, пока он ничему не научился. Пройдите один батч.",
        ),
        preset("gauss"),
        ("ribbon", "network", "output", "transport"),
        op=0,
        ask=False,
    ),
    Scene(
        "clouds-learned",
        (
            "The same neuron later. Play on: the accuracy has little left to gain, the loss has.",
            "Тот же нейрон позже. Пустите дальше: точности расти некуда, потерям — есть куда.",
        ),
        preset("gauss"),
        ("output", "curve", "transport"),
        step=150,
        by="step",
        rate=30,
        still="curve",
        steps=400,
        ask=False,
    ),
    Scene(
        "chain",
        (
            "One neuron a layer: the slope along the first weight, and every factor of it.",
            "По одному нейрону в слое: производная по первому весу и все её множители.",
        ),
        preset("chain"),
        ("network", "inspector", "transport"),
        op=13,
        select=_WEIGHT,
        ask=False,
    ),
    Scene(
        "chain-back",
        (
            "The way back begins: the error of the last neuron is found first.",
            "Обратный путь начинается: сначала находится ошибка последнего нейрона.",
        ),
        preset("chain"),
        op=7,
        select=_WEIGHT,
    ),
    Scene(
        "errors",
        (
            "The loss is known; step on, and watch the errors come back.",
            "Потери известны; шагайте дальше и смотрите, как возвращаются ошибки.",
        ),
        networks.LAYERS,
        op=5,
    ),
    Scene(
        "two-two-one",
        (
            "A 2-2-1 network at the moment before its errors are found.",
            "Сеть 2-2-1 в тот миг, когда её ошибки ещё не найдены.",
        ),
        networks.TWO_TWO_ONE,
        op=5,
    ),
    Scene(
        "fan-out",
        (
            "One neuron feeds two: what comes back from both adds up.",
            "Один нейрон питает два: то, что вернулось от обоих, складывается.",
        ),
        networks.FAN_OUT,
        op=12,
        select=_WEIGHT,
    ),
    Scene(
        "batch",
        (
            "A batch of ten: the gradient used is the mean of ten examples' own.",
            "Батч из десяти: в дело идёт среднее десяти градиентов.",
        ),
        preset("circle"),
        ("network", "inspector", "transport"),
        op=9,
        select="layers.2.weight.0.0",
        ask=False,
    ),
    Scene(
        "learning-start",
        (
            "The first mini-batch of a network that knows nothing.",
            "Первый мини-батч сети, которая ничего не знает.",
        ),
        preset("circle"),
        ("ribbon", "network", "explanation", "transport"),
        op=0,
    ),
    Scene(
        "learning-curve",
        (
            "Play: the loss falls, and the answer takes the shape of the data.",
            "Пуск: потери падают, а ответ принимает форму данных.",
        ),
        preset("circle"),
        ("network", "output", "curve", "transport"),
        by="step",
        rate=60,
        still="curve",
        steps=2000,
        ask=False,
    ),
    Scene(
        "learning-surface",
        (
            "The loss over two of the weights, all else fixed, and the path as seen from here.",
            "Потери над двумя весами при прочих закреплённых и путь, каким он виден отсюда.",
        ),
        preset("circle"),
        ("surface", "curve", "transport"),
        step=800,
        op=None,
        by="step",
        rate=30,
        still="slice",
        select="layers.2.weight.0.0",
        window=(-4.0, 8.0),
        ask=False,
    ),
    Scene(
        "myth-adam",
        (
            "The circle with Adam: the same slopes as with gradient descent, other steps.",
            "Круг с Адамом: те же производные, что у градиентного спуска, а шаги другие.",
        ),
        preset("circle", training={"optimizer": {"name": "adam", "learning_rate": 0.03}}),
        op=13,
        select=_WEIGHT,
    ),
    Scene(
        "myth-order",
        (
            "The update comes last: all parameters move at once, from the old values.",
            "Обновление — последнее: все параметры сдвигаются разом, от старых значений.",
        ),
        preset("chain"),
        op=None,
        ask=False,
    ),
    Scene(
        "myth-layer",
        (
            "The error of the second neuron, at the moment it is found.",
            "Ошибка второго нейрона в тот миг, когда она найдена.",
        ),
        preset("chain"),
        op=10,
    ),
    Scene(
        "chain-bce",
        (
            "The chain with cross-entropy: here the error really is output minus target.",
            "Цепочка с перекрёстной энтропией: здесь ошибка и вправду — разность ответов.",
        ),
        preset("chain", training={"loss": "bce"}),
        op=7,
    ),
    Scene(
        "sure",
        (
            "Sure and wrong: look for the slope along the weight.",
            "Уверенно и неверно: найдите производную по весу.",
        ),
        networks.sigmoid(6.0),
        op=5,
        select=_WEIGHT,
    ),
    Scene("unsure", ("Undecided.", "Ни да ни нет."), networks.sigmoid(0.0)),
    Scene(
        "ravine",
        (
            "A long valley: the first step goes for the wall, not for the bottom.",
            "Длинная долина: первый шаг идёт к стене, а не ко дну.",
        ),
        networks.ravine(4.0, 0.1),
        ("network", "surface", "transport"),
        by="step",
        ask=False,
    ),
    *VALLEYS,
    *FAILURES,
)
