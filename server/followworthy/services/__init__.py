"""The services: the only ones who join hands and heads. `session`, `fetcher` and `now` are arguments."""
