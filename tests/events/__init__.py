"""Tests of the package `events`, one module each."""
