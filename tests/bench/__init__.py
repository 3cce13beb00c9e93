"""Measuring: a newsroom of any size, builds of it, and the offline translations. Run it by `make bench`."""
