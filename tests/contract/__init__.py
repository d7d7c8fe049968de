"""Promises that every engine keeps."""
