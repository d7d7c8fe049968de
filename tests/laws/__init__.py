"""Laws: what holds for every record, checked on random ones against the plainest telling of the rules."""
