"""What the desk costs the server: a database of many invented people, and every page's time, statements and size."""
