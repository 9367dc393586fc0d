"""The graph over HTTP: JSON for programs, a page for people."""
