"""One classifier for all tests of a process: jieba's dictionary takes a second to load, and nothing in it changes."""

import pytest

from nlp.classifier import KeywordClassifier
from nlp.taxonomy import load_taxonomy


@pytest.fixture(scope="session")
def taxonomy():
    return load_taxonomy()


@pytest.fixture(scope="session")
def classifier(taxonomy):
    classifier = KeywordClassifier(taxonomy)
    classifier.warm()
    return classifier
