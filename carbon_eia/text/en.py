SENTENCES: dict[str,str] = {"verdict.pass": "Meets the admission value"}
