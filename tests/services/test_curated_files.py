"""Curated files: what ships, what a mistake says, and that writing and reading are one another's inverse."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.records import Category, Expert, Link, Recommendation, Source
from followworthy.errors import CuratedFileError
from followworthy.services.curated_files import CuratedExpert, CuratedFolder, ProposedLink, read_folder, write_folder
from followworthy.settings import CHECKOUT

SHIPPED = CHECKOUT / "curated"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest folder: one category, one source, one expert."""
    (tmp_path / "experts").mkdir()
    (tmp_path / "categories.toml").write_text('[[categories]]\nid = "careers"\nname = "Careers"\n')
    (tmp_path / "sources.toml").write_text('[[sources]]\nid = "voices"\ntitle = "Forty Voices"\n')
    (tmp_path / "experts" / "odile.toml").write_text(
        'id = "bcdfghjk"\nkind = "person"\nname = "Odile Fennwick"\n\n'
        '[[links]]\nkind = "linkedin"\nurl = "https://uk.linkedin.com/in/Odile-Fennwick/"\n\n'
        '[[recommendations]]\ncategory = "careers"\nsource = "voices"\nrank = 1\n'
    )
    return tmp_path


def change(folder: Path, before: str, after: str, file: str = "experts/odile.toml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_fifty_experts_ship_49_persons_and_an_organisation() -> None:
    assert Counter(one.expert.kind for one in read_folder(SHIPPED).experts) == {"person": 49, "organisation": 1}


def test_the_six_categories_ship_in_the_articles_order_and_strength() -> None:
    shipped = read_folder(SHIPPED)
    strength = Counter(one.expert.recommendations[0].category for one in shipped.experts)
    assert [strength[category.id] for category in shipped.categories] == [5, 4, 4, 13, 2, 22]


def test_every_rank_ships_once() -> None:
    ranks = [one.expert.recommendations[0].rank for one in read_folder(SHIPPED).experts]
    assert sorted(rank or 0 for rank in ranks) == list(range(1, 51))


def test_25_addresses_ship_9_are_proposed_and_16_are_not_known() -> None:
    kinds = Counter(
        "published" if any(link.key for link in one.expert.links) else "proposed" if one.proposed else "unknown"
        for one in read_folder(SHIPPED).experts
    )
    assert kinds == {"published": 25, "proposed": 9, "unknown": 16}


def test_everybody_ships_with_a_headline_and_a_reason() -> None:
    assert all(one.expert.headline and one.expert.recommendations[0].reason for one in read_folder(SHIPPED).experts)


def test_what_ships_is_canonical(tmp_path: Path) -> None:
    write_folder(tmp_path, read_folder(SHIPPED))
    for file in set(SHIPPED.rglob("*.toml")) - {SHIPPED / "hosts.toml"}:  # manners are nobody's record
        assert (tmp_path / file.relative_to(SHIPPED)).read_bytes() == file.read_bytes()


def test_the_extension_ships_with_the_catalog_of_these_files() -> None:
    starter = json.loads((CHECKOUT / "extension" / "starter-catalog.json").read_text(encoding="utf-8"))
    shipped = {one.expert.id: one.expert for one in read_folder(SHIPPED).experts}
    assert {one["id"] for one in starter["experts"]} == set(shipped)
    for one in starter["experts"]:
        expert = shipped[one["id"]].document()
        assert {name: one[name] for name in ("name", "kind", "headline", "recommendations")} == {
            name: expert[name] for name in ("name", "kind", "headline", "recommendations")
        }
        assert [(link["url"], link["key"]) for link in one["links"]] == [
            (link["url"], link["key"]) for link in expert["links"]
        ]


def test_any_spelling_of_an_address_is_read_as_its_canonical_one(folder: Path) -> None:
    link = read_folder(folder).experts[0].expert.links[0]
    assert (link.url, link.key) == ("https://www.linkedin.com/in/odile-fennwick", "in/odile-fennwick")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name = "Odile Fennwick"', "name = = 3", r"odile\.toml:3: this is not TOML: invalid value"),
        (
            '"careers"',
            '"carers"',
            r"odile\.toml:10: unknown category 'carers'; categories\.toml has careers; did you mean careers\?$",
        ),
        ('"voices"', '"noises"', r"odile\.toml:11: unknown source 'noises'; sources\.toml has voices"),
        ("rank = 1", "rank = 0", r"odile\.toml:12: rank must be a number from 1 to 999999, not 0\.$"),
        ("rank = 1", "rank = true", r"odile\.toml:12: rank must be a number.*, not true\.$"),
        ("rank = 1", "rank = 12345678901234567890", r"odile\.toml:12: rank must be a number"),
        ("rank = 1", "date = 2019-05-22", r"odile\.toml:12: date must be a date in quotes.*, not 2019-05-22\.$"),
        ("rank = 1", f"rank = {'9' * 5000}", r"odile\.toml has a number too long"),
        ("rank = 1", f"rank = {'[' * 5000}", r"odile\.toml has .* brackets nested too deep\.$"),
        ("rank = 1", 'date = "May 2019"', r"odile\.toml:12: date must be a date in quotes"),
        ("rank = 1", "rnak = 1", r"odile\.toml:12: unknown field 'rnak'; there are category, source, rank"),
        ('Fennwick"', "Fennwick", r"odile\.toml:3: this is not TOML: a text has no quote at its end\.$"),
        ("rank = 1", 'reason = """Lends', r"odile\.toml:12: this is not TOML: unterminated string\.$"),
        (
            "Odile Fen",
            "Odile \u202eFen",
            r"odile\.toml:3: name must come without U\+202E, a character that nobody sees",
        ),
        ("Odile Fen", " Odile Fen", r"odile\.toml:3: name must have no blanks around it"),
        ('"Odile Fennwick"', '"Odile\\nFennwick"', r"odile\.toml:3: name must be one line"),
        ('"Odile Fennwick"', "7", r"odile\.toml:3: name must be a text in quotes, not 7\.$"),
        ('kind = "person"', 'note = "kind = x"\nkind="persona"', r"odile\.toml:3: kind must be person or organisation"),
        ('"person"', '"persona"', r"odile\.toml:2: kind must be person or organisation, not 'persona'\.$"),
        ('"bcdfghjk"', '"odile"', r"odile\.toml:1: id must be eight characters"),
        ('name = "Odile Fennwick"\n', "", r"odile\.toml:1: name is missing\.$"),
        ("uk.linkedin.com/in/", "lnkd.in/", r"odile\.toml:7: .* is no LinkedIn profile \(not a LinkedIn address\)"),
        ("/in/", "/company/", r"odile\.toml:7: .* is the address of a company, but the expert is a person"),
        ('url = "https:', 'url = "ftp:', r"odile\.toml:7: url must be an address that begins with http"),
        ("Odile-Fennwick/", "ACoAAB1234567890x", r"odile\.toml:7: .* does not lead to one certain profile"),
        ('"linkedin"', '"homepage"', r"odile\.toml:6: .* is a LinkedIn address; its kind is linkedin\.$"),
        ('"linkedin"', '"facebook"', r"odile\.toml:6: kind must be linkedin or homepage"),
        ("[[rec", "[[rek", r"odile\.toml:9: unknown field 'rekommendations'; .*; did you mean recommendations\?$"),
        ("\n[[links]]", 'links = [{kind = "linkedin"}]\n[[proposed]]', r"odile\.toml:4: url is missing\.$"),
        ("[[links]]", "[links]", r"odile\.toml:5: write each of the links as \[\[links\]\]"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_line(folder: Path, before: str, after: str, words: str) -> None:
    change(folder, before, after)
    with pytest.raises(CuratedFileError, match=words) as caught:
        read_folder(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "more", "words"),
    [
        ("categories.toml", '[[categories]]\nid = "careers"\nname = "Other"\n', r":5: id 'careers' .* a second time"),
        ("sources.toml", '[[sources]]\nid = "voices"\ntitle = "Other"\n', r":5: id 'voices' .* a second time"),
        ("sources.toml", '[[sources]]\nid = "x"\ntitle = "X"\nreread = "no"\n', r":7: reread must be true or false"),
        ("sources.toml", '[[source]]\nid = "more"\n', r":4: unknown field 'source'; .*did you mean sources\?$"),
        (
            "experts/odile.toml",
            '[[recommendations]]\ncategory = "careers"\nsource = "voices"\n',
            r"odile\.toml:14: category 'careers' with source 'voices' stands here a second time; keep one\.$",
        ),
        (
            "experts/odile.toml",
            '[[proposed]]\nkind = "linkedin"\nurl = "https://linkedin.com/in/ODILE-fennwick"\nwhy = "Seen."\n',
            r"odile\.toml:15: in/odile-fennwick already stands at experts/odile\.toml:7; ",
        ),
        (
            "experts/odile.toml",
            '[[links]]\nkind = "homepage"\nurl = "https://o.example"\n' * 2,
            r"odile\.toml:18: url 'https://o\.example' stands here a second time",
        ),
    ],
)
def test_what_stands_twice_or_nowhere_else_is_told_with_its_line(
    folder: Path, file: str, more: str, words: str
) -> None:
    (folder / file).write_text((folder / file).read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(CuratedFileError, match=words):
        read_folder(folder)


def test_one_address_in_two_files_names_both(folder: Path) -> None:
    twin = (
        'id = "bcdfghjm"\nkind = "person"\nname = "Odile F."\n\n[[links]]\nkind = "homepage"\n'
        'url = "https://o.example"\n\n[[links]]\nkind = "linkedin"\nurl = "linkedin.com/in/ODILE-fennwick"\n'
    )
    (folder / "experts" / "twin.toml").write_text(twin.replace('"linkedin.com', '"https://linkedin.com'))
    words = r"twin\.toml:11: in/odile-fennwick already stands at experts/odile\.toml:7; an id or address belongs"
    with pytest.raises(CuratedFileError, match=words):
        read_folder(folder)


def test_one_id_in_two_files_names_both(folder: Path) -> None:
    shutil.copy(folder / "experts" / "odile.toml", folder / "experts" / "twin.toml")
    change(folder, "in/Odile-Fennwick", "in/odile-2", "experts/twin.toml")
    with pytest.raises(CuratedFileError, match=r"twin\.toml:1: bcdfghjk already stands at experts/odile\.toml:1; "):
        read_folder(folder)


def test_a_file_that_is_no_text_is_one_sentence(folder: Path) -> None:
    (folder / "experts" / "odile.toml").write_bytes(b"id = 'x'\nname = '\xff'")
    with pytest.raises(CuratedFileError, match=r"odile\.toml:2: this is not UTF-8 text; save the file as UTF-8\.$"):
        read_folder(folder)


def test_a_missing_file_is_one_sentence(folder: Path) -> None:
    (folder / "sources.toml").unlink()
    with pytest.raises(CuratedFileError, match=r"sources\.toml cannot be read: No such file"):
        read_folder(folder)


def test_a_missing_experts_folder_is_a_mistake_and_not_an_empty_catalog(folder: Path) -> None:
    shutil.rmtree(folder / "experts")
    with pytest.raises(CuratedFileError, match=r"experts is not a folder"):
        read_folder(folder)


def test_an_editors_byte_order_mark_and_line_ends_change_no_meaning(folder: Path) -> None:
    before = read_folder(folder)
    file = folder / "experts" / "odile.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder) == before


def test_writing_leaves_other_files_alone_and_nothing_unfinished(folder: Path) -> None:
    (folder / "experts" / "notes.txt").write_text("Mine.")
    content = read_folder(folder)
    write_folder(folder, CuratedFolder(content.categories, content.sources, ()))
    assert {file.name for file in (folder / "experts").iterdir()} == {"notes.txt", "odile.toml"}


def test_a_file_that_cannot_take_its_place_is_one_sentence_and_leaves_nothing(folder: Path) -> None:
    content = read_folder(folder)
    (folder / "experts" / "odile.toml").unlink()
    (folder / "experts" / "odile.toml").mkdir()
    with pytest.raises(CuratedFileError, match="cannot be written"):
        write_folder(folder, content)
    assert [file.name for file in (folder / "experts").iterdir()] == ["odile.toml"]


def test_a_reason_of_several_lines_is_written_as_several_lines(folder: Path) -> None:
    change(folder, "rank = 1", 'rank = 1\nreason = "Lends.\\nReturns."')
    write_folder(folder, read_folder(folder))
    assert 'reason = """\nLends.\nReturns."""\n' in (folder / "experts" / "odile.toml").read_text(encoding="utf-8")


WORD = st.text(st.characters(categories=["L", "N", "P", "S", "Cn"]), min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=3).map(" ".join) | st.just("Ann\u200cExample\u00a0\U0001fae8")
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\n[[links]]\n", '\n"""\\', " "])
PROSE = st.builds(lambda first, between, last: first + between + last, WORDS, LINE_ENDS, WORDS)
DATES = st.sampled_from(["2019", "2019-05", "2019-05-22"])


@st.composite
def folders(draw: st.DrawFn) -> CuratedFolder:
    categories = tuple(Category(f"c{at}", draw(WORDS), at, draw(st.just("") | PROSE)) for at in range(1, 3))
    sources = (Source("s", draw(WORDS), draw(st.none() | WORDS), draw(st.none() | st.just("https://s.example/x"))),)
    sources = (*sources, Source("t", draw(WORDS), reread=draw(st.booleans())))
    experts = []
    for at in range(draw(st.integers(0, 3))):
        links = (
            Link("linkedin", f"https://www.linkedin.com/in/x{at}", f"in/x{at}", "corroborated"),
            Link(
                "homepage", f"https://x{at}.example", None, "unconfirmed", draw(st.sampled_from(["current", "former"]))
            ),
        )
        recommendation = Recommendation(
            "c1", "s", draw(st.none() | st.integers(1, 99)), draw(st.none() | WORDS), draw(PROSE), None, draw(DATES)
        )
        expert = Expert(
            f"bcdfghj{at + 2}", "person", draw(WORDS), draw(WORDS), draw(st.none() | PROSE), links, (recommendation,)
        )
        link = Link("linkedin", f"https://www.linkedin.com/in/y{at}", f"in/y{at}")
        experts.append(CuratedExpert(expert, (ProposedLink(link, draw(PROSE)),), f"experts/x{at}.toml"))
    return CuratedFolder(categories, sources, tuple(experts))


@given(folders())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, content: CuratedFolder) -> None:
    folder = tmp_path_factory.mktemp("curated")
    write_folder(folder, content)
    assert read_folder(folder) == content
