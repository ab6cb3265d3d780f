"""Reading the taxonomy: what is shipped is whole, and a fault names its entry."""

import pytest

from civic.kinds import OTHER, Level, Tier
from nlp.taxonomy import TaxonomyError, load_taxonomy

GOOD = """
[S06]
group = "监督建议与其他"
name = "其他"
level = "社区"
lead = "居委会"
assist = []
tier = "M"
words = ["其他"]
"""


def test_the_shipped_taxonomy_has_its_109_kinds(taxonomy):
    assert len(taxonomy) == 109
    assert len({kind.name for kind in taxonomy.values()}) == 109
    assert len({kind.group for kind in taxonomy.values()}) == 19
    assert all(code == kind.code and kind.words for code, kind in taxonomy.items())


def test_a_kind_is_read_whole(taxonomy):
    kind = taxonomy["C03"]
    assert (kind.name, kind.level, kind.tier) == ("电梯故障维保", Level.ESTATE, Tier.URGENT)
    assert kind.assist == ("市场监管",)
    assert "电梯坏" in kind.words


def test_reports_and_petitions_are_never_ordinary(taxonomy):
    assert [code for code, kind in taxonomy.items() if not kind.ordinary] == ["S01", "S05"]


def test_a_deployment_may_bring_its_own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert list(load_taxonomy(path)) == [OTHER]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('level = "社区"', 'level = "乡"', "own.toml [S06]: level '乡' is none of 急 小区 社区 街道 部门 纪检 引导"),
        ('tier = "M"', 'tier = "X"', "own.toml [S06]: tier 'X' is none of E U S M L C"),
        ('name = "其他"', 'name = " "', "own.toml [S06]: name must be a text"),
        ('lead = "居委会"', "lead = 3", "own.toml [S06]: lead must be a text"),
        ("assist = []", 'assist = "物业"', "own.toml [S06]: assist must be a list of texts"),
        ('words = ["其他"]', "", "own.toml [S06]: words must be a list of texts"),
        ('words = ["其他"]', 'words = ["其他", ""]', "own.toml [S06]: words must be a list of texts"),
        ('tier = "M"', 'tier = "M"\ncolour = "red"', "own.toml [S06]: unknown key colour"),
        ('tier = "M"', 'tier = "M"\ntroubles = "吵"', "own.toml [S06]: troubles must be a list of texts"),
        ('tier = "M"', f'tier = "M"\ntroubles = {["吵"] * 16}', "own.toml [S06]: troubles must be 15 at most"),
        ("[S06]", "[S07]", "own.toml [S06]: missing"),
        ("[S06]", "A01 = 5\n[S06]", "own.toml [A01]: must be a table"),
        ("[S06]", "[S06", "own.toml: "),
    ],
)
def test_a_fault_names_the_file_and_the_entry(tmp_path, old, new, fault):
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        load_taxonomy(path)
    assert fault in str(error.value)


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace('tier = "M"', 'tier = "X"').replace('"社区"', '"乡"'), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        load_taxonomy(path)
    assert len(str(error.value).splitlines()) == 2


def test_bytes_that_are_no_text_are_a_fault_of_the_file(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe[S06]")
    with pytest.raises(TaxonomyError, match=r"own\.toml"):
        load_taxonomy(path)
