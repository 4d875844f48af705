"""The command `followworthy`."""


def main() -> None:
    """Run the command line."""
