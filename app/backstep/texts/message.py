"""Messages that can be sentence_in in every language: refusals and their reasons."""

from collections.abc import Iterable, Mapping
from typing import Any

from backstep.texts.languages import Texts, languages


class Message(str):
    """A text in English that knows its key and its values, so that `sentence_in` can translate it.

    It is a string, so code that only reports a message needs to know nothing of languages. Values
    are JSON; one may be a message itself.
    """

    __slots__ = ("key", "values")

    key: str
    values: Mapping[str, Any]

    def __new__(cls, key: str, /, **values: Any) -> "Message":
        found = super().__new__(cls, languages().default.say(key, **values))
        found.key, found.values = key, values
        return found

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:  # for copies and pickles
        return (self.key,), dict(self.values)


def not_one_of(value: object, allowed: Iterable[str]) -> Message:
    """A value is none of those that are allowed."""
    return Message("refusals.one_of", value=value, allowed=list(allowed))


def sentence_in(message: str, texts: Texts) -> str:
    """The message in a language; a text that is no `Message` stays as it is."""
    if not isinstance(message, Message):
        return message
    values = {name: translated(value, texts) for name, value in message.values.items()}
    return texts.say(message.key, **values)


def translated(tree: Any, texts: Texts) -> Any:
    """A JSON tree with its messages in a language."""
    if isinstance(tree, str):
        return sentence_in(tree, texts)
    if isinstance(tree, Mapping):
        return {key: translated(value, texts) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [translated(each, texts) for each in tree]
    return tree


def message_of(error: Exception) -> str:
    """What an exception was raised with; `str(error)` would lose the key."""
    found = error.args[0] if error.args else ""
    return found if isinstance(found, Message) else str(error)
