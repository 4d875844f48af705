"""A table saved as CSV: columns guessed from headers and cells, shown, and corrected."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followworthy.domain.spreadsheet import Sheet, is_regular, is_spreadsheet, read_spreadsheet
from followworthy.domain.values import Claim
from followworthy.errors import ArticleError

TABLE = """Full name,LinkedIn,Topic,No.,Website,Reason
Odile Fennwick,https://www.linkedin.com/in/odile-fennwick,Careers,1,https://fennwick.example,"Writes, plainly"
The Quiet Desk,linkedin.com/company/quiet-desk,Careers,2,quiet.example,
Dara Moonesh,,Sales,3,,Reads CVs aloud
"""


def fields(sheet: Sheet) -> dict[str, int]:
    return {one.field: one.number for one in sheet.columns if one.field}


def names(text: str, **corrections: str) -> list[str]:
    return [claim.name for claim in read_spreadsheet(text, corrections).reading.claims]


def test_a_row_is_a_claim() -> None:
    sheet = read_spreadsheet(TABLE, {})
    assert sheet.reading.claims[0] == Claim(
        "Odile Fennwick",
        category="Careers",
        rank=1,
        linkedin_url="https://www.linkedin.com/in/odile-fennwick",
        links=("https://fennwick.example",),
        quote="Writes, plainly",
        where="row 2",
    )
    assert [one.kind for one in sheet.reading.claims] == ["person", "organisation", "person"]


def test_every_column_says_what_it_was_taken_for() -> None:
    assert [(one.number, one.header, one.field) for one in read_spreadsheet(TABLE, {}).columns] == [
        (1, "Full name", "name"),
        (2, "LinkedIn", "linkedin"),
        (3, "Topic", "category"),
        (4, "No.", "rank"),
        (5, "Website", "homepage"),
        (6, "Reason", "quote"),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_semicolons_tabs_and_a_byte_order_mark_change_nothing(delimiter: str, start: str) -> None:
    plain = TABLE.replace('"Writes, plainly"', "Writes plainly")
    assert read_spreadsheet(start + plain.replace(",", delimiter), {}) == read_spreadsheet(plain, {})


def test_the_line_that_tells_excel_the_delimiter_is_no_row() -> None:
    assert names("sep=;\r\nName;LinkedIn\r\nOdile Fennwick;x\r\n") == ["Odile Fennwick"]


def test_first_and_last_name_make_a_name() -> None:
    text = "First Name,Last Name,URL\nOdile,Fennwick,https://www.linkedin.com/in/odile-fennwick\nPlaton,,\n"
    sheet = read_spreadsheet(text, {})
    assert [one.name for one in sheet.reading.claims] == ["Odile Fennwick", "Platon"]
    assert fields(sheet) == {"first": 1, "last": 2, "linkedin": 3}


def test_an_export_that_begins_with_notes_is_read_below_them() -> None:
    text = (
        'Notes:\n"When exporting, some things are missing."\n\nFirst Name,Last Name,URL,Company,Position\n'
        "Odile,Fennwick,https://www.linkedin.com/in/odile-fennwick,Harbour,Editor\n"
    )
    sheet = read_spreadsheet(text, {})
    assert [(one.name, one.headline, one.where) for one in sheet.reading.claims] == [
        ("Odile Fennwick", "Editor", "row 5")
    ]


def test_without_a_header_the_cells_tell() -> None:
    text = (
        "1;Odile Fennwick;https://de.linkedin.com/in/odile-fennwick;http://fennwick.example\n"
        "2;Wendel Aspinall;https://www.linkedin.com/in/wendel-aspinall;\n"
        "3;Dara Moonesh;;https://moonesh.example\n"
    )
    sheet = read_spreadsheet(text, {})
    assert fields(sheet) == {"rank": 1, "name": 2, "linkedin": 3, "homepage": 4}
    assert [one.where for one in sheet.reading.claims] == ["row 1", "row 2", "row 3"]


def test_a_header_that_its_cells_contradict_is_not_believed() -> None:
    text = (
        "Name,Website,Position\nOdile Fennwick,linkedin.com/in/odile-fennwick,1\nDara Moonesh,linkedin.com/in/dara,2\n"
    )
    assert fields(read_spreadsheet(text, {})) == {"name": 1, "linkedin": 2, "rank": 3}


def test_columns_are_corrected_by_number_and_by_header() -> None:
    text = "Editor,Person,Link\nMax Power,Odile Fennwick,x\nMax Power,Dara Moonesh,y\n"
    assert names(text) == ["Odile Fennwick", "Dara Moonesh"]
    assert names(text, name="1") == ["Max Power", "Max Power"]
    assert names(text, name="editor") == ["Max Power", "Max Power"]
    assert fields(read_spreadsheet(text, {"category": "Editor"}))["category"] == 1


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ({"name": "9"}, "there is no column '9'; the columns are 1 'Full name'"),
        ({"name": "Nom"}, "there is no column 'Nom'"),
        ({"phone": "1"}, "'phone' is nothing a column can hold; there are name, first"),
    ],
)
def test_a_correction_that_cannot_be_is_one_sentence(correction: dict[str, str], words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        read_spreadsheet(TABLE, correction)


def test_a_table_without_names_asks_which_column_holds_them() -> None:
    with pytest.raises(ArticleError, match=r"no column holds names; say which one does \(--columns name=1\)"):
        read_spreadsheet("a,b\n1,2\n3,4\n", {})


def test_rows_without_a_name_are_passed_over() -> None:
    assert names("Name,LinkedIn\n,x\n-,y\nOdile Fennwick,z\n\n42,z\n") == ["Odile Fennwick"]


def test_a_headline_and_a_reason_are_two_things() -> None:
    claim = read_spreadsheet("Name,Headline,Why\nOdile Fennwick,Editor,Plain words\n", {}).reading.claims[0]
    assert (claim.headline, claim.quote) == ("Editor", "Plain words")


def test_what_hardly_is_a_name_is_unsure_but_not_dropped() -> None:
    claims = read_spreadsheet("Name,Topic\nodile@fennwick.example,x\nDara Moonesh,y\n", {}).reading.claims
    assert [one.sure >= 0.5 for one in claims] == [False, True]


def test_a_cell_that_is_no_address_is_no_link() -> None:
    claim = read_spreadsheet("Name,LinkedIn,Website\nOdile Fennwick,javascript:1,ask her\n", {}).reading.claims[0]
    assert (claim.linkedin_url, claim.links) == (None, ())


def test_a_long_reason_is_cut_to_a_quote() -> None:
    claim = read_spreadsheet(f"Name,Why\nOdile Fennwick,{'many words ' * 40}\n", {}).reading.claims[0]
    assert len(claim.quote or "") <= 200
    assert (claim.quote or "").endswith("…")


def test_a_table_is_known_by_its_header_and_its_rows() -> None:
    assert is_spreadsheet(TABLE)
    assert is_spreadsheet("First name\tLast name\nOdile\tFennwick\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name\nOdile Fennwick\n",
        "Name, LinkedIn and reason follow.\n\nOdile Fennwick writes, plainly.\n",
        "<table><tr><td>Name</td></tr></table>",
        "| Name | LinkedIn |\n|---|---|\n| Odile Fennwick | x |\n",
        "# Forty voices\n\n1. Odile Fennwick, Harbour\n2. Dara Moonesh, Quay\n",
        "Name,LinkedIn\n",
    ],
)
def test_articles_are_no_tables(text: str) -> None:
    assert not is_spreadsheet(text)


@pytest.mark.parametrize("text", ["Name" + "," * 201, "Name,Topic\n" + "a,b\n" * 50_001])
def test_what_is_too_large_for_a_list_of_people_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="more than 200 columns or 50,000 rows"):
        read_spreadsheet(text, {})


CELLS = st.sampled_from(["Name", "LinkedIn", "Odile Fennwick", '"', "\n", "\r", ",", ";", "\t", "1", "\ufeff", "sep=;"])


@given(st.lists(CELLS | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_is_a_table_or_one_sentence(text: str) -> None:
    is_spreadsheet(text)
    with contextlib.suppress(ArticleError):
        assert all(claim.name.strip() for claim in read_spreadsheet(text, {}).reading.claims)


def test_a_header_in_words_we_do_not_know_is_seen_by_what_stands_below() -> None:
    text = "Nr;Wer (voll);Netz\n1;Odile Fennwick;https://www.linkedin.com/in/odile-f\n2;Bram Tollerud;https://www.linkedin.com/in/bram-t\n"
    assert [one.name for one in read_spreadsheet(text, {}).reading.claims] == ["Odile Fennwick", "Bram Tollerud"]


def test_a_header_is_the_row_that_a_correction_names() -> None:
    text = "Wer,Woher\nOdile Fennwick,Bergen\nBram Tollerud,Ghent\n"
    assert [one.name for one in read_spreadsheet(text, {"name": "Wer"}).reading.claims] == [
        "Odile Fennwick",
        "Bram Tollerud",
    ]


@pytest.mark.parametrize(
    ("text", "regular"),
    [
        ("Odile Fennwick,Bergen\nBram Tollerud,Ghent\n", True),
        ("# Voices\n\nFollow these, please, if you can.\n\n- Odile Fennwick\n- Bram Tollerud, of Ghent\n", False),
        ("Odile Fennwick\nBram Tollerud\n", False),
        ("", False),
    ],
)
def test_prose_is_no_table(text: str, regular: bool) -> None:
    assert is_regular(text) is regular
