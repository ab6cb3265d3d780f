"""What several tests of understanding count."""


def shares(rows, column, says):
    """Of the rows labelled 1, and of those labelled 0, the share of whose text something is said."""
    found, wrong = ([bool(says(row["text"])) for row in rows if row[column] == label] for label in "10")
    return sum(found) / len(found), sum(wrong) / len(wrong)
