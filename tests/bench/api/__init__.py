"""What the catalog costs as a service: bytes, time and memory by size, and against a bare server and nginx."""
