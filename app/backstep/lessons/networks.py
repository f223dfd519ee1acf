"""The small networks of the lessons, with numbers for pencil and paper."""

from backstep.lessons.scenes import table

BY_HAND = table(
    [[1.0, 2.0]],
    [[1.0]],
    [([[0.5, -0.5], [1.0, 0.5]], [0.3, -1.0]), ([[2.0, -1.0]], [0.5])],
    "relu",
    "linear",
    rate=0.1,
)
NEURON = table([[0.6, -0.4]], [[0.5]], [([[1.5, -0.5]], [-0.3])], "tanh", "tanh")
LAYERS = table(
    [[0.9, -0.4]],
    [[1.0]],
    [([[0.8, -0.6], [-0.5, 1.2]], [0.1, 0.2]), ([[1.4, -0.9]], [-0.2])],
    "tanh",
    "sigmoid",
    loss="mse",
)
TWO_TWO_ONE = table(
    [[1.0, 0.5]],
    [[1.0]],
    [([[0.6, -0.4], [0.2, 0.8]], [0.1, -0.3]), ([[0.7, -0.5]], [0.2])],
    "sigmoid",
    "sigmoid",
    loss="mse",
)
FAN_OUT = table(
    [[1.0]],
    [[0.5]],
    [([[0.9]], [0.0]), ([[1.2], [-0.8]], [0.1, 0.2]), ([[0.7, 1.1]], [0.0])],
    "tanh",
    "linear",
)


def sigmoid(weight: float) -> dict[str, object]:
    """Return a spec of a single sigmoid neuron with this weight."""
    return table([[1.0]], [[0.0]], [([[weight]], [0.0])], "tanh", "sigmoid", loss="mse")


def ravine(second_input: float, rate: float) -> dict[str, object]:
    """Return a spec in which each example determines one weight; both weights should become 1."""
    x = [[1.0, 0.0], [0.0, second_input], [-1.0, 0.0], [0.0, -second_input]]
    y = [[1.0], [second_input], [-1.0], [-second_input]]
    return table(x, y, [([[0.0, 0.0]], [0.0])], "tanh", "linear", rate=rate)
