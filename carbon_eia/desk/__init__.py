"""The review desk: the register in a browser, for people who do not live in a terminal."""
