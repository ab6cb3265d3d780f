"""The writer and the renderer with a fixed key and a clock that stands still."""

import pytest

from handlers.buttons import Signer
from handlers.render import Renderer
from handlers.render.writer import Writer
from handlers.words import Catalogue, catalogue
from sandbox import ManualClock
from tests.handlers.values import NOW, SHANGHAI


@pytest.fixture
def words() -> Catalogue:
    return catalogue()


@pytest.fixture
def writer(words: Catalogue) -> Writer:
    return Writer(words, SHANGHAI)


@pytest.fixture
def signer() -> Signer:
    return Signer(b"k" * 32)


@pytest.fixture
def renderer(writer: Writer, signer: Signer) -> Renderer:
    return Renderer(writer, signer, ManualClock(NOW))
