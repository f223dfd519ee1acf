"""The page's types of what travels: static/js/wire/types.js, made from the models.

`python -m tests.wire_types` (or `make types`) writes it; with `--check` it fails if it is stale.
"""

import json
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backstep.protocol.catalogue.rows import Catalogue
from backstep.protocol.spec.model import Model
from backstep.protocol.spec.schema import OptimizerSpec
from backstep.protocol.stream.closes import Close
from backstep.protocol.stream.command import Command
from backstep.protocol.stream.events import ServerEvent
from backstep.protocol.stream.frame_meta import FrameMeta, WarningKind
from backstep.protocol.stream.inspecting import Reason
from backstep.protocol.stream.messages import AnyCommand
from backstep.protocol.stream.narrating import Narration
from backstep.protocol.stream.wire import Granularity, OperationKind

PATH = Path(__file__).parents[1] / "static" / "js" / "wire" / "types.js"
_WIDTH = 120
_NAMED: dict[str, Any] = {
    "Granularity": Granularity,
    "OperationKind": OperationKind,
    "WarningKind": WarningKind,
    "Reason": Reason,
    "Narration": Narration,
    "ServerEvent": ServerEvent,
    "AnyCommand": AnyCommand,
}
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
_HEAD = """/**
 * What travels between server and page: docs/protocol.md. `make types` writes it from the models of
 * app/backstep/protocol. A number that is not finite is sent as null, whatever its type here.
 */
"""
_TAIL = """/**
 * @typedef {object} Tensor
 * @property {string} dtype
 * @property {number[]} shape
 * @property {Float32Array | Uint8Array | Float64Array} data
 */
/**
 * A frame as it is decoded; its tensors have the names of docs/protocol.md.
 * @typedef {{meta: FrameMeta, tensors: Map<string, Tensor>}} WireFrame
 */
/**
 * The narration of an operation of kind K.
 * @template {OperationKind} K
 * @typedef {Extract<Narration, {kind: K}>} Narrated
 */
/**
 * A frame of the page, which always watches the narration.
 * @typedef {{meta: Explained, tensors: WireFrame["tensors"]}} Frame
 * @typedef {Omit<FrameMeta, "narration"> & {narration: Narration}} Explained
 */
export {};
"""


def name_of(model: type[BaseModel]) -> str:
    """A model's name in JavaScript: commands end with Command."""
    name = model.__name__
    suffixed = not issubclass(model, Command) or name.endswith("Command")
    return name if suffixed else f"{name}Command"


def bare(kind: Any) -> Any:
    """A type without what is annotated to it."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def script(kind: Any, *, whole: bool = False) -> str:
    """A type in JavaScript's words; `whole`: written out although it has a name."""
    if not whole:
        for name, known in _NAMED.items():
            if bare(kind) == bare(known):
                return name
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is Any:
        return "unknown"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return name_of(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return script(arguments[0], whole=whole)
    if origin is Literal:
        return " | ".join(json.dumps(each) for each in arguments)
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(script(each) for each in arguments))
    if origin is list:
        inner = script(arguments[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return script(list[arguments[0]])  # type: ignore[valid-type]
        return f"[{', '.join(script(each) for each in arguments)}]"
    if origin is dict:
        return f"Record<{', '.join(script(each) for each in arguments)}>"
    raise TypeError(f"no type of JavaScript for {kind}")


def _inner(kind: Any) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for each in get_args(kind):
        yield from _inner(each)


def reached(kinds: list[Any]) -> list[type[BaseModel]]:
    """All models that the types are made of, what is needed first."""
    found: dict[type[BaseModel], None] = {}

    def visit(model: type[BaseModel]) -> None:
        if model in found:
            return
        for field in model.model_fields.values():
            for each in _inner(field.annotation):
                visit(each)
        found[model] = None

    for kind in kinds:
        for model in _inner(kind):
            visit(model)
    return list(found)


def _wrapped(kind: str) -> str:
    """A long union, an option a line."""
    return kind if len(kind) < _WIDTH - 30 else kind.replace(" | ", "\n *   | ")


def _always(model: type[BaseModel], field: FieldInfo) -> bool:
    """Whether a field is always there: specs travel with their defaults filled in."""
    filled = issubclass(model, (Model, OptimizerSpec))
    return field.is_required() or (filled and (field.default_factory or field.default) is not None)


def _property(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    shown = field.alias or name
    line = f" * @property {{{_wrapped(script(field.annotation))}}} "
    line += shown if _always(model, field) else f"[{shown}]"
    if not field.description:
        return line
    told = f"{line}  {field.description}"
    return told if len(told) <= _WIDTH else f"{line}\n *   {field.description}"


def _typedef(model: type[BaseModel]) -> str:
    told = cleandoc(model.__doc__ or "").splitlines()
    lines = ["/**", *(f" * {line}".rstrip() for line in told)]
    extra = model.__annotations__.get("__pydantic_extra__")
    if extra is None:
        lines.append(f" * @typedef {{object}} {name_of(model)}")
        lines += [_property(model, name, field) for name, field in model.model_fields.items()]
    else:
        fields = ", ".join(
            f"{name}{'' if _always(model, field) else '?'}: {script(field.annotation)}"
            for name, field in model.model_fields.items()
        )
        lines.append(f" * @typedef {{{{{fields}}} & {script(extra)}}} {name_of(model)}")
    return "\n".join([*lines, " */\n"])


def _alias(name: str, kind: Any) -> str:
    line = f"/** @typedef {{{script(kind, whole=True)}}} {name} */\n"
    if len(line) <= _WIDTH:
        return line
    options = script(kind, whole=True).split(" | ")
    return "/**\n * @typedef {" + "\n *   | ".join(options) + "\n * } " + name + "\n */\n"


def javascript() -> str:
    """The whole file."""
    models = reached([FrameMeta, ServerEvent, AnyCommand, Catalogue, Close])
    names = [name_of(model) for model in models]
    assert len(names) == len(set(names)), sorted(names)
    aliases = (_alias(name, kind) for name, kind in _NAMED.items())
    return "".join([_HEAD, *aliases, *map(_typedef, models), _TAIL])


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        PATH.write_text(javascript(), encoding="utf-8")
        return 0
    if PATH.read_text(encoding="utf-8") == javascript():
        return 0
    print("static/js/wire/types.js is stale: run `make types`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
