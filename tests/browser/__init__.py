"""Pages as a browser shows them: a real Chromium, offline; skipped where there is none."""
