"""`make hostile`. The work is in `running`, because its processes import it by name."""

import sys

from tests.hostile.running import main

if __name__ == "__main__":
    sys.exit(main())
