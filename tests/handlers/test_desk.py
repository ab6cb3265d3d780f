"""The desk and the words: whatever is adopted acts once it was read again, and what cannot be read changes nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from civic.lexicon import Adopted
from handlers.desk import Desk, LexiconBroken, WordWaits
from handlers.render.writer import Writer
from nlp.classifier import KeywordClassifier
from nlp.places import Ear
from nlp.taxonomy import load_taxonomy
from sandbox import ManualClock
from services.act import Town
from storage.store import SqliteStore
from tests.handlers.values import CALENDAR, NOW

TEXT = "楼下桌球室太吵"
HALL = Adopted("桌球室", "I05")


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    write(path, '[I05]\nsure = ["撸串"]\n')
    return path


@pytest.fixture
def classifier(own: Path) -> KeywordClassifier:
    return KeywordClassifier(load_taxonomy(), own)


@pytest_asyncio.fixture
async def desk(tmp_path: Path, classifier: KeywordClassifier, writer: Writer) -> AsyncIterator[Desk]:
    async with await SqliteStore.open(tmp_path / "youshi.db") as store:
        yield Desk(store, ManualClock(NOW), classifier, Ear(), Town(load_taxonomy(), CALENDAR, "bot"), writer)


async def decide(desk: Desk, word: Adopted, *, adopt: bool) -> None:
    await desk.store.run(lambda tx: tx.suggestions.decide(word, adopt=adopt))


def acts(classifier: KeywordClassifier) -> bool:
    return classifier.evidence(TEXT, HALL.kind).get(HALL.word, 0.0) > 1


async def test_what_was_adopted_acts_once_it_is_read_and_no_longer_when_taken_back(
    desk: Desk, classifier: KeywordClassifier
) -> None:
    before = await desk.reload()
    await decide(desk, HALL, adopt=True)
    assert not acts(classifier)
    assert await desk.reload() == before + 1
    assert acts(classifier)
    await decide(desk, HALL, adopt=False)
    assert await desk.reload() == before
    assert not acts(classifier)


async def test_a_decision_acts_whatever_the_files_are_like_by_then(
    desk: Desk, classifier: KeywordClassifier, own: Path
) -> None:
    await desk.warm()
    write(own, "[I99]\n")
    for adopt in (True, False):
        await decide(desk, HALL, adopt=adopt)
        await desk.adopt()
        assert acts(classifier) is adopt


async def test_where_nothing_was_read_yet_it_waits_for_the_file_to_be_mended(
    desk: Desk, classifier: KeywordClassifier, own: Path, writer: Writer
) -> None:
    write(own, "[I99]\n")
    await decide(desk, HALL, adopt=True)
    with pytest.raises(WordWaits) as refusal:
        await desk.adopt()
    told = writer.say(f"refusal.{refusal.value.key}", refusal.value.values).plain
    assert ("改好" in told, told.splitlines()[1:]) == (True, ["own.toml 第 1 行 [I99]：没有这个类别"])
    write(own, "")
    await desk.reload()
    assert acts(classifier)


async def test_of_decisions_at_once_none_is_missed(desk: Desk, classifier: KeywordClassifier) -> None:
    async def adopt(word: str) -> None:
        await decide(desk, Adopted(word, "I05"), adopt=True)
        await desk.adopt()

    await asyncio.gather(*map(adopt, ("桌球室", "洗车店", "葡萄架")))
    assert all(classifier.speaks(word, "I05") for word in ("桌球室", "洗车店", "葡萄架"))


async def test_a_broken_file_is_refused_with_its_faults_and_the_words_of_before_act_on(
    desk: Desk, classifier: KeywordClassifier, own: Path, writer: Writer
) -> None:
    await decide(desk, HALL, adopt=True)
    await desk.reload()
    write(own, '[I05]\nsure = ["撸串"]\nlikely = ["撸串"]\n[I99]\n')
    with pytest.raises(LexiconBroken) as refusal:
        await desk.reload()
    told = writer.say(f"refusal.{refusal.value.key}", refusal.value.values).plain.splitlines()
    assert told[1:] == ["own.toml 第 3 行 [I05] likely：「撸串」写了两遍", "own.toml 第 4 行 [I99]：没有这个类别"]
    assert acts(classifier)
    write(own, "")
    await desk.reload()
    assert not classifier.speaks("撸串", "I05")
