"""A second verifier, which follows the documentation alone, and the tests that both verifiers agree."""
