"""Tests of the record and of what is made of it."""
