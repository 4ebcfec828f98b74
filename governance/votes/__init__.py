"""One question to one frozen roll: prepared, opened, cast, sealed, counted, declared. The bridge to `ballots`."""
