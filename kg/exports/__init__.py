"""The graph in the formats of the tools that people use: one file a format."""
