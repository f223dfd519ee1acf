"""Thresholds of the gradient-health warnings; docs/protocol.md, *Health*, explains them."""

NEAR_BOUND = 0.02  # share of an activation function's range: closer to a bound is saturated
SATURATED = 0.5  # share of a layer's (unit, example) pairs
VANISHING = 1e-3  # ratio of the first layer's gradient to the last layer's, root mean squares
DEEP = 4  # layers with weights
EXPLODING = 1e3  # norm of a gradient, or its ratio to that of the layer above
NOTABLE = 1.0  # least norm of a gradient that explodes only by its ratio
ALIKE = 1e-9  # relative difference below which two weights are equal
RISEN = 2.0  # ratio to the lowest loss before
RISEN_EPOCH = 1.5  # the same for the mean of an epoch, in which noise cancels out
RECENT = 5  # points of the loss curve whose median is the current loss
OF_START = 0.1  # share of the first loss: a smaller rise does not count
