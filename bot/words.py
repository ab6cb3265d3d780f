"""``youshi words``: learn what words weigh, measure how well messages are understood, and ask why."""

import json
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.settings import Settings, load_settings
from civic.kinds import troubles_of
from civic.lexicon import Adopted, LexiconError
from civic.redaction import redact
from civic.understanding import Understanding
from nlp import learned
from nlp.classifier import KeywordClassifier
from nlp.courses import Subject, subject_of
from nlp.evaluation import MATTERS, Row, read_rows, whole_text
from nlp.learning import learn
from nlp.patterns import DANGER, MORE
from nlp.patterns_learning import (
    filed_in,
    learn_kinds,
    learn_matters,
    learn_more,
    learn_said,
    learn_troubles,
    more_in,
    said_in,
)
from nlp.ranking import Ranker
from nlp.report import Judged, report
from nlp.tables import Tables
from nlp.taxonomy import load_taxonomy
from storage.errors import StorageError
from storage.reading import reading
from storage.sql import Session
from storage.suggestions import Suggestions

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_column = click.option(
    "--column", default="label", show_default=True, help="Column of the labels: label, kind, intent, more or trouble."
)

ALL = 1_000_000
"""Corrections to learn from, at most."""

NAMED = 16
"""Words and patterns that are named for a guess, the weightiest."""

INTENT = "intent"
"""The column of which patterns are learned, and with it danger. Letters of the hotline, which have none, are requests."""

TROUBLE = "trouble"
"""The column of what is learned to tell whether two requests are about the same matter."""

MATTER = "kind"
"""The column of the kind of matter (诉求类型): 咨询 求助 投诉 举报 建议 表扬."""

BY_PATTERNS = {INTENT: DANGER, MORE: "text", TROUBLE: TROUBLE, MATTER: MATTER}
"""The columns that only patterns speak for, and the column that a file must have for it."""

_MATTER_NAMES = {matter: name for name, matter in MATTERS.items()}


@click.group()
def words() -> None:
    """Learn what words weigh, measure how well messages are understood, and ask why.

    FILES are CSV with a header line: title and text (either may be missing) and label, several parted by bars.
    """


@words.command("learn")
@click.argument("files", nargs=-1, type=_FILE)
@_column
@click.option("--patterns", is_flag=True, help="Patterns of characters in place of words: of all but kinds always.")
@click.option("--corrections", is_flag=True, help="Also from the kinds that staff corrected; the bot may be running.")
@click.option("--judge", type=_FILE, help="Messages not to learn from, to fit the shares to. Else by cross-validation.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("learned.toml"),
    show_default=True,
    help="The table.",
)
def learn_command(
    files: tuple[Path, ...], column: str, patterns: bool, corrections: bool, judge: Path | None, out: Path
) -> None:
    """Learn from FILES and write a table of words and weights. Needs the extra "learn" (scikit-learn).

    YOUSHI_LEARNED names the table that the bot uses in place of its own.
    """
    by_patterns = patterns or column in BY_PATTERNS
    if by_patterns and judge:
        raise click.UsageError("--judge fits shares, and tables of patterns have none.")
    rows = [row for file in files for row in _rows(file, BY_PATTERNS.get(column, column))]
    if corrections:
        rows += _corrections(column)
    if not rows:
        raise click.UsageError("There is nothing to learn from: name FILES, or --corrections where staff made some.")
    try:
        told = _learned_patterns(rows, column, out) if by_patterns else _learned(rows, column, judge, out)
    except ImportError:
        raise click.ClickException("Learning needs scikit-learn: pip install 'youshi[learn]'.") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{out}: {told} of {len(rows)} messages")


def _learned(rows: list[Row], column: str, judge: Path | None, out: Path) -> str:
    subject = _subject(rows, column)
    table = learn(subject.examples(rows), subject.course, subject.examples(_rows(judge, column)) if judge else ())
    out.write_text(learned.write(table), encoding="utf-8")
    return f"{len(table.words)} words"


def _learned_patterns(rows: list[Row], column: str, out: Path) -> str:
    speller = Tables(load_taxonomy()).speller
    if column == INTENT:
        table = learn_said(said_in(rows, speller))
    elif column == MORE:
        table = learn_more(more_in(rows, speller))
    elif column == TROUBLE:
        table = learn_troubles(filed_in(rows, column, speller))
    elif column == MATTER:
        table = learn_matters(filed_in(rows, column, speller))
    else:
        table = learn_kinds(filed_in(rows, column, speller))
    out.write_text(table.written(), encoding="utf-8")
    return f"{len(table.keys)} patterns"


@words.command("eval")
@click.argument("file", type=_FILE)
@_column
@click.option("--table", type=_FILE, help="A table that was learned, in place of the bot's own.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def eval_command(file: Path, column: str, table: Path | None, as_json: bool) -> None:
    """Measure on FILE: first choice, among three, group, macro-F1, each answer, confusions, calibration and worst misses."""
    rows = _rows(file, column)
    subject = _subject(rows, column)
    ranker = _ranker(subject, table)
    judged = [
        Judged(row.get("id") or whole_text(row)[:20], example.labels, ranker.weigh(example.words).guesses())
        for row, example in zip(rows, subject.examples(rows), strict=True)
    ]
    found = report(judged)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else "\n".join(found.lines()))


@words.command("explain")
@click.argument("text")
def explain_command(text: str) -> None:
    """Say how TEXT is understood, and by which words; those that were adopted in the chat are marked."""
    adopted, taxonomy = _adopted(), load_taxonomy()
    classifier = _classifier(adopted)
    understood = classifier.understand(text)
    click.echo(f"intent {understood.intent}   matter {_MATTER_NAMES[understood.matter]}")
    if understood.danger:
        click.echo(f"danger {understood.danger.code}: {' '.join(understood.danger.words)}")
    if understood.more:
        click.echo(f"goes on with what was said before: {' '.join(understood.more)}")
    if understood.vague:
        click.echo("does not say what it is about: that is asked")
    for guess in classifier.rank(text):
        kind = taxonomy[guess.code]
        click.echo(f"{guess.code} {guess.share:.2f} {kind.name} ({kind.level}, {kind.lead})")
        evidence = classifier.evidence(text, guess.code)
        weightiest = sorted(evidence, key=lambda word: -abs(evidence[word]))[:NAMED]
        named = [
            f"{word} {evidence[word]:+.2f}{' (adopted)' * (Adopted(word, guess.code) in adopted)}"
            for word in sorted(weightiest, key=lambda word: -evidence[word])
        ]
        click.echo("    " + " ".join(named))
    names = troubles_of(taxonomy)
    for code, words in classifier.troubles(text):
        click.echo(f"trouble {code} {names.get(code, '')}: {' '.join(words)}")
    if understood.persistence:
        told = {name: value for name, value in asdict(understood.persistence).items() if value is not None}
        said = ", ".join(f"{name} {value or 'unsaid'}" for name, value in told.items())
        click.echo(f"persistence {said}: {' '.join(understood.persistence_words)}")


@words.command("predict")
def predict_command() -> None:
    """Read JSON lines {"id", "text", "title"?} on stdin and write one line of what was understood for each, in order."""
    classifier = _classifier(_adopted())
    for said in _said():
        text = whole_text(said)
        sys.stdout.write(json.dumps(_told(said.get("id"), classifier, text), ensure_ascii=False) + "\n")


def _said() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except ValueError as error:
            raise click.ClickException(f"line {number} is not JSON: {error}") from None
        if not isinstance(said, dict) or not all(isinstance(said.get(key) or "", str) for key in ("title", "text")):
            raise click.ClickException(f'line {number} is not of the form {{"id": …, "text": "…"}}')
        yield said


def _told(name: Any, classifier: KeywordClassifier, text: str) -> dict[str, Any]:
    understood = classifier.understand(text)
    guesses = understood.guesses or classifier.rank(text)
    return {
        "id": name,
        "kinds": [[guess.code, round(guess.share, 4), list(guess.words)] for guess in guesses],
        "matter": _MATTER_NAMES[understood.matter],
        "danger": _danger(understood),
        "intent": str(understood.intent),
        "second": understood.second.code if understood.second else None,
        "place": {part: getattr(understood.spot, part) for part in ("building", "unit", "floor", "room")},
    }


def _danger(understood: Understanding) -> dict[str, Any]:
    danger = understood.danger
    return {"now": bool(danger), "p": round(danger.probability, 4) if danger is not None else 0.0}


def _rows(file: Path, column: str) -> list[Row]:
    try:
        rows = read_rows(file)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text.") from None
    if not rows or column not in rows[0]:
        raise click.ClickException(f"{file} has no column {column}, or no rows.")
    return [row for row in rows if row[column]]


def _subject(rows: list[Row], column: str) -> Subject:
    settings = load_settings()
    try:
        return subject_of(rows, column, load_taxonomy(), settings.lexicon, settings.learned)
    except LexiconError as error:
        raise click.ClickException(str(error)) from None


def _ranker(subject: Subject, table: Path | None) -> Ranker:
    try:
        if table:
            return Ranker(subject.course.lexicon, learned.read(table), subject.course.heard)
        shipped = subject.shipped()
    except LexiconError as error:
        raise click.ClickException(str(error)) from None
    if shipped is None:
        raise click.ClickException("These labels are none of ours: name a table that was learned from such (--table).")
    return shipped


def _corrections(column: str) -> list[Row]:
    """The cases whose kind staff corrected, as rows to learn from."""
    if column != "label":
        raise click.UsageError("--corrections gives kinds of request: they stand in the column label.")
    with _suggestions() as suggestions:
        told = suggestions.evidence(ALL, 0)
    return [{"text": redact(each.text), column: each.kind} for each in told]


def _adopted() -> Collection[Adopted]:
    """The words adopted in the chat, so that a text is understood as by the bot; where there is no bot there are none."""
    try:
        with _suggestions() as suggestions:
            return {word for word, adopt in suggestions.decided().items() if adopt}
    except FileNotFoundError:
        return ()
    except StorageError as error:
        click.echo(f"Without the words adopted in the chat: {type(error).__name__} ({error})", err=True)
        return ()


@contextmanager
def _suggestions() -> Iterator[Suggestions]:
    """What stands in the database; the bot may be running."""
    with reading(load_settings().database) as raw:
        yield Suggestions(Session(raw, bot_id=0))


def _classifier(adopted: Collection[Adopted]) -> KeywordClassifier:
    settings: Settings = load_settings()
    try:
        return KeywordClassifier(load_taxonomy(), settings.lexicon, settings.learned, adopted)
    except LexiconError as error:
        raise click.ClickException(str(error)) from None
