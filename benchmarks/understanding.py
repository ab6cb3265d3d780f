"""Time of understanding a message against bare ``jieba.lcut`` in the same run, and how well messages are understood.

Messages are those of a file of labelled rows where one is given, or of any files with a column text, else made up; no two are the same.
Both run over the same texts in alternating order; each figure is the median of its rounds. jieba runs as it comes (with its hidden Markov
model and its own dictionary).

    python -m benchmarks.understanding [--rows FILE | --texts FILES] [--rounds 7]
"""

import argparse
import gc
import logging
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import jieba

from nlp.classifier import KeywordClassifier
from nlp.evaluation import evaluate, read_rows, whole_text
from nlp.taxonomy import load_taxonomy

MADE_UP = [
    "3号楼2单元的电梯又坏了，老人下不来，昨天报过物业也没有人来看，麻烦尽快处理一下，谢谢",
    "小区门口每天晚上都有人摆摊卖烧烤，油烟往家里飘，音响放到半夜，孩子没法睡觉，希望管一管",
    "请问今年的取暖费什么时候交，报停需要什么材料，物业说不清楚，供热公司电话一直打不通",
    "地下车库一下雨就进水，消防通道停满了车，打了好几次电话都没人处理，这样下去要出事的",
]
LONGER, LONG = 1_000, 4_096


def microseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the time of ``work`` a text."""
    gc.collect()
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return (time.perf_counter() - begun) / len(texts) * 1e6


def loading(work: Callable[[], object]) -> float:
    """Return how many milliseconds ``work`` takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, help="labelled rows (CSV)")
    parser.add_argument("--texts", nargs="+", type=Path, default=[], help="messages (CSV with a column text)")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    jieba.setLogLevel(logging.CRITICAL)
    rows = read_rows(options.rows) if options.rows else []
    told = rows or [row for path in options.texts for row in read_rows(path)]
    texts = list(dict.fromkeys(map(whole_text, told))) or [
        f"{text}{number}" for number in range(100) for text in MADE_UP
    ]
    classifier = KeywordClassifier(load_taxonomy())
    print(f"load              ours {loading(classifier.warm):6.0f} ms   jieba {loading(jieba.initialize):6.0f} ms")
    whole = "".join(texts)
    longer, longest = ([whole[at : at + length] for at in range(0, 20 * 97, 97)] for length in (LONGER, LONG))
    for name, sample in (("short", texts), ("long", longer), ("longest", longest)):
        ours: list[float] = []
        bare: list[float] = []
        for number in range(options.rounds):
            both = [(ours, classifier.understand), (bare, jieba.lcut)]
            for times, work in both if number % 2 else reversed(both):
                times.append(microseconds(work, sample))
        a, b = statistics.median(ours), statistics.median(bare)
        length = sum(map(len, sample)) // len(sample)
        print(f"{name:7} {length:5} chars  ours {a:6.0f} us   jieba.lcut {b:6.0f} us   ratio {a / b:.2f}")
    if rows:
        print("  ".join(f"{name} {value:.3f}" for name, value in asdict(evaluate(classifier, rows)).items()))


if __name__ == "__main__":
    main()
