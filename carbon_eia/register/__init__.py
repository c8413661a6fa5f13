"""Cases over years, on a ledger that proves itself: what was filed, found, decided and is due."""
