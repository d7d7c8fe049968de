"""A second verifier, written from the documentation alone, and the tests that both verifiers agree."""
