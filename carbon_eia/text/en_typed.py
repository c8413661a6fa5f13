"""English sentences on what was typed: addresses, numbers and signs that a field cannot take."""

SENTENCES: dict[str, str] = {
    # addresses
    "CE-T001": "Region “{value}” contradicts itself: {one} is not in {other}",
    "CE-T001.hint": "Check province, city and county, as in 湖南省郴州市桂阳县; names of roads and parks do not belong here.",
    "CE-T002": "Region “{value}” is not clear: “{name}” may be {known}",
    "CE-T002.hint": "Name the province and the city, as in 湖南省郴州市桂阳县.",
    "CE-T003": "Region “{value}”: the published grid factors do not cover {name}",
    "CE-T003.hint": "The reference data hold no factor, limit or policy for this region; it cannot be assessed here.",
}
