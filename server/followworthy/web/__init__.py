"""The door for browsers: pages for people, an API for programs. Starts no jobs and reads no environment."""
