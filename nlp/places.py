"""Places by name when nobody writes the name right: heard by sound (辛福小区), or one character wrong in a long one. And landmarks.

Sounds are pinyin without tones, character by character, with what accents and input methods confuse made one (zh/z, n/l, -ng/-n …).
Dear beside looking a name up: to be asked only where no name stands in a text as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from civic.places import CALLED
from nlp.cues import Cues

SHORTEST = 3
"""Syllables of a name from which on it is heard: shorter ones sound like ordinary words."""

LONG = 5
"""Characters of a name from which on one wrong character is forgiven, whatever it sounds like."""

HEARD = 400
"""Characters of a text that are listened to: people name the place early."""

_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("hu", "fu"))


class Ear:
    """Hears names in texts. Pure, and safe to share between threads."""

    def heard(self, text: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``names`` that ``text`` sounds like naming, those sounding alike wholly before those one character off."""
        said = _sounds(text[:HEARD])
        places: dict[str, list[int]] = {}
        for at, sound in enumerate(said):
            places.setdefault(sound, []).append(at)
        alike: dict[str, None] = {}
        close: dict[str, None] = {}
        for name in names:
            off = _least_off(said, places, name)
            if off == 0:
                alike[name] = None
            elif off == 1 and len(name) >= LONG:
                close[name] = None
        return tuple(alike or close)


class Landmarks:
    """Finds landmarks by the list of ``lexicon/landmarks.toml``."""

    def __init__(self, landmarks: Iterable[str], of_many: Iterable[str]) -> None:
        many = tuple(of_many)
        self._of_many = frozenset(many)
        self._cues = Cues({"landmarks": (*landmarks, *many)})

    def find(self, text: str) -> tuple[str, ...]:
        """Return the landmarks that a normalised text names, in order, each once; of those within each other the longest."""
        kept: list[tuple[int, int]] = []
        for start, end in sorted(self._cues.find(text).get("landmarks", ()), key=lambda hit: (hit.start, -hit.end)):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return tuple(dict.fromkeys(text[start:end] for start, end in kept))

    def tell(self, landmarks: Iterable[str]) -> bool:
        """Whether one of some landmarks tells where to come, because there is but one of it."""
        return not self._of_many.issuperset(landmarks)


def _least_off(said: Sequence[str], places: Mapping[str, Sequence[int]], name: str) -> int:
    """How many characters of ``name`` sound otherwise where what was said comes nearest to it; its length where it is not heard at all."""
    sounds = _name_sounds(name)
    telling = name.removesuffix(next((kind for kind in CALLED if name.endswith(kind)), ""))
    if len(sounds) < SHORTEST or len(telling) < 2:
        return len(name)
    return min(
        (
            sum(heard != sound for heard, sound in zip(said[at:], sounds, strict=False))
            for at in places.get(sounds[0], ())
            if at + len(sounds) <= len(said)
        ),
        default=len(name),
    )


@lru_cache(maxsize=4_096)
def _name_sounds(name: str) -> tuple[str, ...]:
    return _sounds(name)


def _sounds(text: str) -> tuple[str, ...]:
    return tuple(map(_sound, text))


@cache
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - reads its tables, which hardly any message needs

    sound = next(iter(lazy_pinyin(character)), character)
    for confused, plain in _CONFUSED:
        if sound.startswith(confused):
            sound = plain + sound.removeprefix(confused)
            break
    return sound.removesuffix("g") if sound.endswith("ng") else sound
