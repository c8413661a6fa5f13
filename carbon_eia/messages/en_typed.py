"""English sentences on what was typed: addresses, numbers and signs that a field cannot take."""

SENTENCES: dict[str, str] = {
    # addresses
    "CE-T001": "Template {template}, line {row}: {why}",
    "CE-T001.hint": "Check the template.",
    "CE-T004": "Region “{value}” contradicts itself: {one} is not in {other}",
    "CE-T004.hint": "Check province, city and county, as in 湖南省郴州市桂阳县; names of roads and parks do not belong here.",
    "CE-T002": "Region “{value}” is not clear: “{name}” may be {known}",
    "CE-T002.hint": "Name the province and the city, as in 湖南省郴州市桂阳县.",
    "CE-T003": "Region “{value}”: the published grid factors do not cover {name}",
    "CE-T003.hint": "The reference data hold no factor, limit or policy for this region; it cannot be assessed here.",
    # numbers
    "CE-T010": "“{text}” holds two values",
    "CE-T010.hint": "Write one number; for a range one value, with its range in uncertainty.",
    "CE-T011": "“{text}” is a date or a time, no quantity",
    "CE-T011.hint": "The spreadsheet may have turned the cell into a date; type number and unit again as text, as in 16.8 万t.",
    "CE-T012": "“{text}” has a remark within the number",
    "CE-T012.hint": "Write number and unit alone; about, estimated and the like belong to a remark or to evidence.",
    "CE-T013": "“{text}” holds the character {sign}, which is no part of a number",
    "CE-T013.hint": "Delete the character (its place is in brackets), or type the number again, with “.” as the decimal point and 0 to 9 as digits.",
    "CE-T014": "“{text}” has a sign of a currency",
    "CE-T014.hint": "Leave it out and write the unit: 元, 万元 or 亿元.",
    "CE-T015": "“{text}” holds a power of ten that the unit {unit} holds too",
    "CE-T015.hint": "Write it once, as 8400 under 万kWh.",
    "CE-T016": "“{text}” is a volume; a mass is needed ({expected})",
    "CE-T016.hint": "Multiply by the density and write t; say in evidence where the density is from.",
    "CE-T017": "“{text}” is the mass of steam or hot water; heat is needed ({expected})",
    "CE-T017.hint": 'Steam by mass is written steam = {{ mass = "5 万t", pressure = "1.0 MPa", temperature = "200 ℃" }}, hot water hot_water = {{ … }}.',
    # TOML
    "CE-T020": "Character {column} is the full-width {sign}",
    "CE-T020.hint": "Write {mend} instead; keys, equal signs, quotes and brackets are half-width.",
    "CE-T021": "The value {value} of {key} has no quotes",
    "CE-T021.hint": 'Texts and quantities with units stand in quotes: {key} = "{value}".',
    "CE-T022": "The key “{key}” is not English",
    "CE-T022.hint": "Keys are English: {meant}; values may be Chinese.",
    "CE-T023": "Lines of the file end with a carriage return alone",
    "CE-T023.hint": "Save it in an editor with line ends LF or CRLF.",
}
