"""An invented list article of fifty people in six categories that no catalog has."""

from itertools import count, product

TITLE = "Fifty Voices on Work, Whatever You Do"
FIRST = ("Noor", "Bram", "Ysolde", "Kasimir", "Petra", "Ludovic", "Maren", "Anselm", "Tilda", "Joran")
LAST = ("Halvorsdal", "Tollerud", "Wickstrand", "Obermoor", "Sandhagen")
HEADINGS = (
    "Job Search Sages",
    "Hiring Without Guesswork",
    "Quiet Leaders",
    "Selling Without Shouting",
    "Words That Work",
    "Tools and Tinkering",
)
PEOPLE = tuple(f"{first} {last}" for first, last in product(FIRST, LAST))


def headed() -> dict[str, tuple[str, ...]]:
    """Give the people by heading: nine in the first two, eight in the others."""
    cuts = (0, 9, 18, 26, 34, 42, 50)
    return {heading: PEOPLE[cuts[number] : cuts[number + 1]] for number, heading in enumerate(HEADINGS)}


def article() -> str:
    """Give the article as a page of HTML."""
    number = count(1)
    parts = [f"<!doctype html><html lang='en'><title>{TITLE}</title><h1>{TITLE}</h1>"]
    for heading, people in headed().items():
        parts.append(f"<h2>{heading}</h2>")
        for name in people:
            slug = name.lower().replace(" ", "-")
            parts.append(
                f"<h3>{next(number)}. <a href='https://www.linkedin.com/in/{slug}'>{name}</a></h3>"
                f"<p>{name} writes every week about work, plainly and with examples from practice.</p>"
            )
    return "\n".join(parts)
