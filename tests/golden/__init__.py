"""Files that every later version must read."""
