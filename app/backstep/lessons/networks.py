"""The small networks of the lessons, with numbers for pencil and paper."""

from backstep.lessons.scenes import network_spec

BY_HAND = network_spec(
    [[1.0, 2.0]],
    [[1.0]],
    [([[0.5, -0.5], [1.0, 0.5]], [0.3, -1.0]), ([[2.0, -1.0]], [0.5])],
    "relu",
    "linear",
    rate=0.1,
)
NEURON = network_spec([[0.6, -0.4]], [[0.5]], [([[1.5, -0.5]], [-0.3])], "tanh", "tanh")
LAYERS = network_spec(
    [[0.9, -0.4]],
    [[1.0]],
    [([[0.8, -0.6], [-0.5, 1.2]], [0.1, 0.2]), ([[1.4, -0.9]], [-0.2])],
    "tanh",
    "sigmoid",
    loss="mse",
)
TWO_TWO_ONE = network_spec(
    [[1.0, 0.5]],
    [[1.0]],
    [([[0.6, -0.4], [0.2, 0.8]], [0.1, -0.3]), ([[0.7, -0.5]], [0.2])],
    "sigmoid",
    "sigmoid",
    loss="mse",
)
FAN_OUT = network_spec(
    [[1.0]],
    [[0.5]],
    [([[0.9]], [0.0]), ([[1.2], [-0.8]], [0.1, 0.2]), ([[0.7, 1.1]], [0.0])],
    "tanh",
    "linear",
)


def sigmoid(weight: float) -> dict[str, object]:
    """Return a spec of a single sigmoid neuron with this weight."""
    return network_spec([[1.0]], [[0.0]], [([[weight]], [0.0])], "tanh", "sigmoid", loss="mse")


def ravine(second_input: float, rate: float) -> dict[str, object]:
    """Return a spec in which each example determines one weight; both weights should become 1."""
    x = [[1.0, 0.0], [0.0, second_input], [-1.0, 0.0], [0.0, -second_input]]
    y = [[1.0], [second_input], [-1.0], [-second_input]]
    return network_spec(x, y, [([[0.0, 0.0]], [0.0])], "tanh", "linear", rate=rate)
