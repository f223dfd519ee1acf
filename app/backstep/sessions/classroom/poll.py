"""A question to a class, and how often each choice was answered."""

from typing import Any

from backstep.protocol.stream.teaching import Ask

_MOST = 5000  # answers that are counted, so that invented followers cannot fill the memory


class Poll:
    """The answers to one question by follower key, of which only the counts are published."""

    def __init__(self, number: int, asked: Ask) -> None:
        self.number, self.text, self.choices = number, asked.text, asked.choices
        self._answers: dict[str, int] = {}

    def answer(self, key: str, choice: int) -> bool:
        """Count an answer in place of the follower's earlier one; return False if it is invalid."""
        known = key in self._answers
        if choice >= len(self.choices) or (len(self._answers) >= _MOST and not known):
            return False
        self._answers[key] = choice
        return True

    @property
    def counts(self) -> list[int]:
        """The number of answers for each choice."""
        given = list(self._answers.values())
        return [given.count(choice) for choice in range(len(self.choices))]

    @property
    def question(self) -> dict[str, Any]:
        """The question as it is sent to followers."""
        return {"number": self.number, "text": self.text, "choices": self.choices}
