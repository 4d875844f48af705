"""What a browser calls itself, in words: "Firefox on Linux". A guess, for people who look through a list; no proof."""

KINDS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Those that call themselves by another's name, too, come before that one."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
LONGEST = 400


def browser_in_words(agent: str) -> str:
    """Give a browser and its system as people call them."""
    kind = next((words for sign, words in KINDS if sign in agent), "A browser")
    system = next((words for sign, words in SYSTEMS if sign in agent), None)
    return f"{kind} on {system}" if system else kind
