"""English sentences of claims and their evidence, by code."""

SENTENCES: dict[str, str] = {
    "evidence.file.missing": "there is no such file",
    "evidence.file.outside": "the file is not in the project's folder",
    "evidence.file.large": "the file is too large and was not read",
    "evidence.file.unreadable": "the file cannot be read",
    "CE-E001": "The file of evidence “{file}” was not read: {why}",
    "CE-E001.hint": "Put the file into the folder of the project file and write its relative path.",
}
