"""An expert's own homepage -> what it says of them: `markup` looks, `json_ld` and `party` read, `reading` judges."""

from followworthy.domain.person_page.reading import STRONG, PersonPage, read_person_page

__all__ = ["STRONG", "PersonPage", "read_person_page"]
