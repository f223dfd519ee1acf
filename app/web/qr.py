"""A link as a QR code."""

import segno


def svg(text: str) -> str:
    """An SVG picture, dark on white with the quiet zone that readers need; a unit is a module."""
    code = segno.make(text, error="m", micro=False)
    border = code.default_border_size
    path = "".join(
        f"M{column + border} {row + border}h1v1h-1z"
        for row, modules in enumerate(code.matrix)
        for column, dark in enumerate(modules)
        if dark
    )
    size = len(code.matrix) + 2 * border
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        ' shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )
