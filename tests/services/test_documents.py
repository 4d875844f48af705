"""Documents come in whole or not at all: pages that follow, saved pages, tables, walls."""

from pathlib import Path

import pytest

from followworthy.domain.values import Exchange, Hop
from followworthy.errors import ArticleError, FetchError
from followworthy.services import documents
from followworthy.services.documents import MAX_BYTES, MOST_PAGES, open_article, pasted, read

HERE = "https://letters.example/forty"
NAMES = ("Odile Fennwick", "Wendel Aspinall", "Dara Moonesh", "Ilse Corvane", "Noor Halvorsdal", "Platon Quill")


def page(first: int, last: int, *, following: str = "", title: str = "Voices on Work", heading: str = "Careers") -> str:
    items = "".join(
        f'<li><a href="https://www.linkedin.com/in/{name.lower().replace(" ", "-")}">{name}</a> writes about work.</li>'
        for name in NAMES[first - 1 : last]
    )
    link = f'<link rel="next" href="{following}">' if following else ""
    head = f"<h2>{heading}</h2>" if heading else ""
    return f'<!doctype html><title>{title}</title>{link}<h1>{title}</h1>{head}<ol start="{first}">{items}</ol>'


class Site:
    """A fetcher over pages by address; anything else answers 404."""

    def __init__(self, **pages: str | Exchange) -> None:
        self.pages = {f"https://letters.example/{path}": one for path, one in pages.items()}
        self.asked: list[str] = []

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        self.asked.append(url)
        one = self.pages.get(url, "")
        if isinstance(one, Exchange):
            return one
        return Exchange(url, (Hop(url, 200 if one else 404),), one.encode()[:max_bytes], "text/html; charset=utf-8")


def test_the_pages_of_an_article_are_one_document() -> None:
    site = Site(forty=page(1, 3, following="forty-2"), **{"forty-2": page(4, 6, heading="")})
    read_pages: list[int] = []
    article = open_article(HERE, site, read_pages.append)
    claims = read(article).claims
    assert [(one.name, one.rank, one.category) for one in claims] == [
        (name, rank, "Careers") for rank, name in enumerate(NAMES, start=1)
    ]
    assert claims[3].where.startswith("page 2, ")
    assert (read_pages, article.base) == ([1, 2], HERE)
    assert article.digest != open_article(HERE, Site(forty=page(1, 3))).digest


def test_pages_that_lead_in_a_circle_are_read_once() -> None:
    site = Site(forty=page(1, 3, following="forty-2"), **{"forty-2": page(4, 6, following="forty")})
    open_article(HERE, site)
    assert site.asked == [HERE, f"{HERE}-2"]


def test_another_host_is_never_asked_for_the_next_page() -> None:
    site = Site(forty=page(1, 3, following="https://elsewhere.example/forty-2"))
    open_article(HERE, site)
    assert site.asked == [HERE]


def test_a_next_page_that_redirects_to_another_host_is_not_taken() -> None:
    away = Exchange(f"{HERE}-2", (Hop(f"{HERE}-2", 302, "x"), Hop("https://elsewhere.example/2", 200)), b"<p>x", "")
    assert open_article(HERE, Site(forty=page(1, 3, following="forty-2"), **{"forty-2": away})).more == ()


def test_the_next_post_of_a_blog_is_another_article() -> None:
    site = Site(forty=page(1, 3, following="soup"), soup=page(4, 6, title="Soups of the season"))
    assert len(read(open_article(HERE, site)).claims) == 3


def test_no_more_than_twenty_pages_are_read_and_that_is_told() -> None:
    pages = {f"forty-{number}": page(1, 3, following=f"forty-{number + 1}") for number in range(2, 40)}
    article = open_article(HERE, Site(forty=page(1, 3, following="forty-2"), **pages))
    assert (len(article.more) + 1, article.cut) == (MOST_PAGES, True)


def test_half_an_article_is_none() -> None:
    with pytest.raises(FetchError, match=r"forty-2 cannot be read: it answered 404"):
        open_article(HERE, Site(forty=page(1, 3, following="forty-2")))


def test_a_next_post_that_is_not_there_takes_nothing_away() -> None:
    assert open_article(HERE, Site(forty=page(1, 3, following="soup"))).more == ()


def test_a_saved_page_is_known_by_the_address_it_carries(tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_text(f'<link rel="canonical" href="{HERE}">{page(1, 3)}', encoding="utf-8")
    assert open_article(str(file), Site()).base == HERE


def test_a_saved_page_has_no_next_pages(tmp_path: Path) -> None:
    file, site = tmp_path / "saved.html", Site()
    file.write_text(page(1, 3, following=f"{HERE}-2"), encoding="utf-8")
    open_article(str(file), site)
    assert site.asked == []


@pytest.mark.parametrize(
    "hops",
    [
        (Hop(HERE, 302, "https://letters.example/login?next=x"), Hop("https://letters.example/login", 200)),
        (Hop(HERE, 403),),
        (Hop(HERE, 999),),
    ],
)
def test_a_login_wall_is_one_sentence_that_says_what_to_do(hops: tuple[Hop, ...]) -> None:
    wall = Exchange(HERE, hops, b"<title>Sign in</title>", "text/html")
    with pytest.raises(FetchError, match=r"forty cannot be read: .*Save it in your browser, and import the file\.$"):
        open_article(HERE, Site(forty=wall))


def test_a_redirect_loop_is_one_sentence() -> None:
    loop = Exchange(HERE, (Hop(HERE, 302, HERE),), trouble="loop", because="The redirects lead in a circle.")
    with pytest.raises(FetchError, match=r"forty cannot be read: The redirects lead in a circle\."):
        open_article(HERE, Site(forty=loop))


def test_a_page_that_asks_for_a_login_in_its_place_says_so() -> None:
    login = "<!doctype html><title>Voices</title><form><input name=p type=password></form>"
    with pytest.raises(ArticleError, match=r"^https://letters\.example/forty: this is a sign-in page"):
        read(open_article(HERE, Site(forty=login)))


@pytest.mark.parametrize("name", ["list.csv", "list.TSV"])
def test_a_table_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("\ufeffOdile Fennwick;Careers\nDara Moonesh;Careers\n".encode())
    assert open_article(str(tmp_path / name), Site()).table


def test_a_table_from_the_net_is_known_by_its_type() -> None:
    table = Exchange(HERE, (Hop(HERE, 200),), b"Name,Topic\nOdile Fennwick,Careers\n", "text/csv; charset=utf-8")
    article = open_article(HERE, Site(forty=table))
    assert [one.name for one in read(article).claims] == ["Odile Fennwick"]


def test_what_is_pasted_is_a_table_or_an_article_by_its_looks() -> None:
    assert pasted(b"Name\tLinkedIn\nOdile Fennwick\tx\n").table
    assert not pasted(page(1, 3).encode()).table


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "standard input: the document is empty"),
        (b" \n\t", "standard input: the document is empty"),
        (b"%PDF-1.7\n", "standard input: this is a PDF"),
        (b"x" * (MAX_BYTES + 1), "standard input is larger than 5 MB"),
    ],
)
def test_what_is_no_document_is_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        pasted(body)


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"cannot be read: Is a directory\."):
        open_article(str(tmp_path), Site())


def test_all_pages_together_keep_within_the_bytes_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 2000)
    asked: list[int] = []

    class Counting(Site):
        def fetch(self, url: str, *, max_bytes: int) -> Exchange:
            asked.append(max_bytes)
            return super().fetch(url, max_bytes=max_bytes)

    first = page(1, 3, following="forty-2")
    open_article(HERE, Counting(forty=first, **{"forty-2": page(4, 6)}))
    assert asked == [2000, 2000 - len(first)]
