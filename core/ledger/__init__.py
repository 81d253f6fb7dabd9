"""The ledger: what was sent or published, with its numbers; and which of them have changed since, and why."""
