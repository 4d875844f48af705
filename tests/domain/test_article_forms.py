"""Every make of list that articles have: whom it names, in Markdown, HTML and plain text."""

import pytest

from followworthy.domain.article import read_article

THREE = ["Odile Fennwick", "Bram Tollerud", "Ilse Corvane"]
IN = "https://www.linkedin.com/in/"


def cards(inside: str) -> str:
    """Give a page with a grid of three cards; `{name}` and `{slug}` stand for the person."""
    grid = "".join(f"<div class=card>{inside.format(name=name, slug=name.split()[0].lower())}</div>" for name in THREE)
    return f"<!doctype html><main><h2>Our mentors</h2><div class=grid>{grid}</div></main>"


PEOPLE = {
    "a Markdown list of links": "# Voices\n\n- [Odile Fennwick](https://f.example) — writes\n"
    "- [Bram Tollerud](https://t.example) — draws\n- [Ilse Corvane](https://c.example)\n",
    "a list within a list": "# Voices\n\n- Careers\n  - [Odile Fennwick](https://x.example/o)\n"
    "  - [Bram Tollerud](https://x.example/b)\n- Design\n  - [Ilse Corvane](https://x.example/i)\n",
    "numbered headings with prose": "# Leaders\n\n## 1. Odile Fennwick\n\nWrites.\n\n### Why?\n\nSo.\n\n"
    "## 2. Bram Tollerud\n\nDraws.\n\n## 3. Ilse Corvane\n\nSings.\n\n## Conclusion\n\nDone.\n",
    "headings that are links": "# Voices\n\n## [Odile Fennwick](https://f.example)\n\nwrites\n\n"
    "## [Bram Tollerud](https://t.example)\n\ndraws\n\n## [Ilse Corvane](https://c.example)\n\nsings\n",
    "headings with offices": "# Speakers\n\n### Odile Fennwick, CEO of Plain Hiring\n\nShe writes.\n\n"
    "### Bram Tollerud - Harbour\n\nHe draws.\n\n### Ilse Corvane | Weekly\n\nShe sings.\n",
    "names in bold that begin paragraphs": "# Leaders\n\n**Odile Fennwick** – writes about hiring.\n\nMore of her.\n\n"
    "**Bram Tollerud** – founder of Harbour.\n\n**Ilse Corvane** – author.\n",
    "names that begin paragraphs": "# Leaders\n\nOdile Fennwick leads Plain Hiring.\n\nBram Tollerud founded Harbour. "
    "He draws.\n\nIlse Corvane teaches law. She sings.\n",
    "one name a line": "Speakers of the year\n\nOdile Fennwick\nBram Tollerud\nIlse Corvane\n",
    "names and offices in turns": "<!doctype html><h2>Our speakers</h2><p>Odile Fennwick</p><p>CEO, Plain Hiring</p>"
    "<p>Bram Tollerud</p><p>Founder of Harbour</p><p>Ilse Corvane</p><p>Author, Weekly</p>",
    "names divided by strokes": "<!doctype html><h1>People to follow</h1><p>Odile Fennwick | Bram Tollerud | Ilse Corvane",
    "links in a sentence": "# Designers to follow\n\nStart with [Odile Fennwick](https://f.example), "
    "[Bram Tollerud](https://t.example) and [Ilse Corvane](https://c.example).\n",
    "names behind labels": "# People to follow\n\n- **Careers:** Odile Fennwick, Bram Tollerud\n"
    "- **Design:** Ilse Corvane\n- **Law:** nobody yet\n",
    "offices before names": "# Board\n\n- President: Odile Fennwick\n- Treasurer: Bram Tollerud\n- Secretary: Ilse Corvane\n",
    "names joined by and": "# Duos to follow\n\n1. Odile Fennwick and Bram Tollerud – write\n2. Ilse Corvane – sings\n"
    "3. Nobody in particular, sadly.\n",
    "handles before names": "# Who to follow\n\n- [@odilef](https://x.example/odilef) Odile Fennwick, writer\n"
    "- [@bramt](https://x.example/bramt) Bram Tollerud, coder\n- [@ilse](https://x.example/ilse) Ilse Corvane, singer\n",
    "handles behind names in the link": "# Who to follow\n\n- [Odile Fennwick, @odilef](https://x.example/odilef): writer\n"
    "- [Bram Tollerud, @bramt](https://x.example/bramt): coder\n- [Ilse Corvane, @ilse](https://x.example/ilse): singer\n",
    "surnames first": "# Researchers\n\n- Fennwick, Odile\n- Tollerud, Bram\n- Corvane, Ilse\n",
    "ornaments before names": "## 👩‍💻 Developers\n\n👉 **Odile Fennwick** (@od) - writes\n👉 **Bram Tollerud** (@br) - codes\n"
    "👉 **Ilse Corvane** (@il) - sings\n",
    "a Markdown table": "## Data people\n\n| No. | Name | Handle |\n|---|---|---|\n| 1 | Odile Fennwick | @od |\n"
    "| 2 | Bram Tollerud | @br |\n| 3 | Ilse Corvane | @il |\n",
    "a definition list": "<!doctype html><h2>People</h2><dl><dt>Odile Fennwick</dt><dd>writes</dd><dt>Bram Tollerud</dt>"
    "<dd>draws</dd><dt>Ilse Corvane</dt><dd>sings</dd></dl>",
    "cards with headings": cards("<img src=x alt=''><h4>{name}</h4><p>Director</p><a href='" + IN + "{slug}'></a>"),
    "cards with offices first": cards("<span class=r>Director</span><br><span class=n>{name}</span>"),
    "cards with names in a class": cards(
        "<figure><img src=x></figure><div><span class=n>{name}</span><p>Director</p></div>"
    ),
    "pictures whose text is the name": "# Mentors\n\n- [![Odile Fennwick](x.jpg)](" + IN + "odile)\n"
    "- [![Bram Tollerud](y.jpg)](" + IN + "bram)\n- [![Ilse Corvane](z.jpg)](" + IN + "ilse)\n",
    "a short list that a table of contents announces": "# Voices\n\n1. [Odile Fennwick](#o)\n2. [Bram Tollerud](#b)\n"
    "3. [Ilse Corvane](#i)\n\n## Careers\n\n### Odile Fennwick\n\nwrites\n\n### Bram Tollerud\n\ndraws\n\n## Design\n\n"
    "### Ilse Corvane\n\nsings\n",
}

NOBODY = {
    "tools": "# 10 Tools\n\n- [Google Analytics](https://x.example)\n- [Visual Studio](https://y.example)\n"
    "- [Adobe Illustrator](https://z.example)\n",
    "books and who wrote them": "# Books\n\n| Author | Title |\n|---|---|\n| Odile Fennwick | Plain Hiring |\n"
    "| Bram Tollerud | The Harbour |\n| Ilse Corvane | Weekly |\n",
    "books by name": "# Books\n\n1. The Lean Harbour by Odile Fennwick\n2. Good to Know by Bram Tollerud\n3. Deep Work\n",
    "places": "# Where to go\n\n- New York\n- San Francisco\n- Buenos Aires\n- Los Angeles\n",
    "lessons": "# 5 tips\n\n## 1. Know Your Audience\n\nx\n\n## 2. Be Consistent\n\ny\n\n## 3. Write Every Day\n\nz\n",
    "podcasts with guests, for people": "# The Best Podcasts for Entrepreneurs\n\n## 1. The Harbour Show\n\nPast guests "
    "include Odile Fennwick, Bram Tollerud and Ilse Corvane.\n\n## 2. Weekly\n\nHear it.\n\n## 3. Plain Talk\n\nToo.\n",
    "comments": "<!doctype html><h1>10 tips</h1><ol><li>Be kind</li><li>Be brief</li><li>Ask</li></ol><section id=comments>"
    "<ul><li><b>Odile Fennwick</b> says: yes</li><li><b>Bram Tollerud</b>: no</li><li><b>Ilse Corvane</b>: hm</li></ul>",
}


def names(document: str) -> list[str]:
    return [one.name for one in read_article(document).claims]


@pytest.mark.parametrize("document", PEOPLE.values(), ids=PEOPLE)
def test_a_list_of_people_is_read_whatever_its_make(document: str) -> None:
    assert names(document) == THREE


@pytest.mark.parametrize("document", NOBODY.values(), ids=NOBODY)
def test_other_lists_name_nobody(document: str) -> None:
    assert names(document) == []


@pytest.mark.parametrize(
    ("document", "people"),
    [
        ("# 值得关注的人物\n\n1. 王小明：创始人\n2. 李娜 - 作家\n3. 张伟（工程师）\n", ["王小明", "李娜", "张伟"]),
        ("# 首席技术官\n\n#### 1.Harbour 首席技术官 Odile Fennwick\n\n#### 2.微软 首席技术官 Bram Tollerud\n\n"
         "#### 3.Ilse Corvane，Weekly 的创始人\n", THREE),
        ("先輩デザイナー\n\n①柳宗理(プロダクトデザイナー)\n\n②石岡瑛子(グラフィックデザイナー)\n\n③松永真(デザイナー)\n",
         ["柳宗理", "石岡瑛子", "松永真"]),
        ("# Эксперты\n\n- **Анна Светлова** — основатель\n- **Олег Морозов** — автор\n- **Нина Громова** — директор\n",
         ["Анна Светлова", "Олег Морозов", "Нина Громова"]),
        ("# خبراء People\n\n- أحمد علي\n- سارة محمد\n- ليلى حسن\n", ["أحمد علي", "سارة محمد", "ليلى حسن"]),
        ("# Köpfe\n\nKai Andersund, Harbour: Macht Ideen\n\nEr schreibt.\n\nJörg Ästlund, Uni Weth: Bleibt dabei\n\nEr liest.\n\n"
         "Heike Brüchner, ehemals Heidelberger Werke: Hart, aber herzlich\n\nSie lehrt.\n",
         ["Kai Andersund", "Jörg Ästlund", "Heike Brüchner"]),
        ("# Women to follow\n\n1. ODILE FENNWICK\n\nWrites.\n\n2. ILSE CORVANE\n\nDraws.\n\n3. DARA MOONESH\n\nSings.\n",
         ["ODILE FENNWICK", "ILSE CORVANE", "DARA MOONESH"]),
        ("# Experts\n\n* Dr. Odile “Red” Fennwick, CEO\n* Bram (Bo) Tollerud, founder\n* Ilse van der Corvane 🎉 author\n"
         "* Mr. J. Moonesh - writer\n",
         ["Dr. Odile “Red” Fennwick", "Bram (Bo) Tollerud", "Ilse van der Corvane", "Mr. J. Moonesh"]),
    ],
    ids=["Chinese", "offices in Chinese", "Japanese", "Russian", "Arabic", "German", "capitals", "ornate"],
)  # fmt: skip
def test_names_are_read_in_any_script(document: str, people: list[str]) -> None:
    assert names(document) == people


@pytest.mark.parametrize(
    ("make", "categories"),
    [
        ("a list within a list", ["Careers", "Careers", None]),
        ("names behind labels", ["Careers", "Careers", None]),
        ("a short list that a table of contents announces", ["Careers", "Careers", "Design"]),
        ("names in bold that begin paragraphs", [None, None, None]),
    ],
)
def test_what_stands_over_several_entries_is_their_category(make: str, categories: list[str | None]) -> None:
    assert [one.category for one in read_article(PEOPLE[make]).claims] == categories


def test_companies_are_organisations() -> None:
    heading = "# Best Companies of the Year\n\n"
    ranked = "### 1. **Plain Hiring Pvt. Ltd.**\n\nHires.\n\n### 2. **Harbour (Overseas) Ltd. **\n\nShips.\n\n### 3. Weth Express\n"
    claims = read_article(heading + ranked).claims
    assert [(one.name, one.kind, one.rank) for one in claims] == [
        ("Plain Hiring Pvt. Ltd.", "organisation", 1),
        ("Harbour (Overseas) Ltd.", "organisation", 2),
        ("Weth Express", "organisation", 3),
    ]


def test_an_odd_name_in_a_list_of_people_is_read_but_unsure() -> None:
    row = "<tr><td>{}</td><td>@x{}</td></tr>"
    rows = "".join(row.format(name, place) for place, name in enumerate([*THREE, "work is important"]))
    claims = read_article(f"<!doctype html><h1>People to follow</h1><table>{rows}</table>").claims
    assert [one.name for one in claims] == [*THREE, "work is important"]
    assert [one.sure < 0.5 for one in claims] == [False, False, False, True]


def test_icons_above_the_name_are_of_the_same_card() -> None:
    document = cards("<img src=x><a href='" + IN + "{slug}-x1'><i></i></a><div><h5>{name}</h5><p>Director</p></div>")
    assert [one.linkedin_url for one in read_article(document).claims] == [
        f"{IN}{one}-x1" for one in ("odile", "bram", "ilse")
    ]


def test_front_matter_holds_the_title_and_nothing_else() -> None:
    text = '---\ntitle: "Three Voices"\ntags:\n  - a\n---\n\n1. Odile Fennwick writes.\n2. Bram Tollerud.\n3. Ilse Corvane.\n'
    reading = read_article(text)
    assert (reading.title, [one.where for one in reading.claims]) == ("Three Voices", ["line 7", "line 8", "line 9"])


@pytest.mark.parametrize(("written", "ranks"), [("1 1 1", [1, 2, 3]), ("5 4 3", [5, 4, 3]), ("1 2 4", [1, 2, 4])])
def test_ranks_are_as_printed_unless_all_print_the_same(written: str, ranks: list[int]) -> None:
    text = "".join(f"{rank}. {name} writes.\n" for rank, name in zip(written.split(), THREE, strict=True))
    assert [one.rank for one in read_article(text).claims] == ranks
