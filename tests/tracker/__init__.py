"""The package `tracker` as its users meet it."""
