"""From where on something is called by its name; docs/protocol.md, *Health*, says it in words."""

NEAR_BOUND = 0.02  # of an activation's range: nearer to a bound it is saturated
SATURATED = 0.5  # share of a layer's (unit, example) pairs
VANISHING = 1e-3  # the first layer's gradient over the last one's, root mean squares
DEEP = 4  # layers with weights
EXPLODING = 1e3  # a gradient's norm, or how many times that of the layer above it is
NOTABLE = 1.0  # the least norm of a gradient that explodes by comparison alone
ALIKE = 1e-9  # of the larger of two weights: those that differ less are the same
RISEN = 2.0  # times the lowest loss before
RECENT = 5  # points of the loss curve whose median is the loss now
OF_START = 0.1  # of the first loss: what rose by less has not risen
