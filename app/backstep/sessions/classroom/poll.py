"""A question that a class is asked, and how often each answer was given."""

from typing import Any

from backstep.protocol.stream.teaching import Ask

_MOST = 5000  # answers that are counted: nobody fills the memory with made-up followers


class Poll:
    """Counts by choice; whose answer it is is known by a key, and told to nobody."""

    def __init__(self, number: int, asked: Ask) -> None:
        self.number, self.text, self.choices = number, asked.text, asked.choices
        self._answers: dict[str, int] = {}

    def answer(self, key: str, choice: int) -> bool:
        """Count an answer, in place of the same follower's before; whether it is one."""
        known = key in self._answers
        if choice >= len(self.choices) or (len(self._answers) >= _MOST and not known):
            return False
        self._answers[key] = choice
        return True

    @property
    def counts(self) -> list[int]:
        """How many gave each answer."""
        given = list(self._answers.values())
        return [given.count(choice) for choice in range(len(self.choices))]

    @property
    def question(self) -> dict[str, Any]:
        """What a follower is asked."""
        return {"number": self.number, "text": self.text, "choices": self.choices}
