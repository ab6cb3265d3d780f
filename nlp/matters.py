"""What kind of matter a request is (诉求类型), as patterns of characters tell (``nlp.patterns``): 咨询 求助 投诉 举报 建议 表扬."""

from civic.understanding import Matter
from nlp.features import heading_of
from nlp.patterns import Patterns


def matter_of(text: str, patterns: Patterns) -> Matter:
    """Tell what a normalised text wants above all; where nothing of it is known, help."""
    told = patterns.read(text, heading_of(text))
    return Matter(patterns.answers[int(told.sums.argmax())]) if told else Matter.HELP
