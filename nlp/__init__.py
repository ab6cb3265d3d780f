"""Chinese text to civic values: kind of request, matter, danger, intent and spot.

Everything here is pure and synchronous. What the words mean stands as data in ``taxonomy.toml`` and ``lexicon/``; jieba
is known to ``nlp.words`` alone.
"""
