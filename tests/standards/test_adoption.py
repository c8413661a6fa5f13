"""From returns to a verdict: draft, sealed record, adoption, verification, consequences."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

import carbon_eia
from carbon_eia.assessment import assess
from carbon_eia.benchmarks import departures, parse_benchmarks
from carbon_eia.errors import CallError, InputError, Place
from carbon_eia.files import toml_tables
from carbon_eia.project import read_project
from carbon_eia.proof import verify
from carbon_eia.proof.standard_replay import adoption_findings
from carbon_eia.reference import World, open_world
from carbon_eia.run import canonical, make_run
from carbon_eia.run.record import under_own_id
from carbon_eia.screening import open_input
from carbon_eia.standards.adopt import AdoptionInstrument, adopted_file
from carbon_eia.standards.consequences import with_consequences
from carbon_eia.standards.sealed import derivation_of, parse_standard, sample_plants
from carbon_eia.standards.standard_record import derive_again, derive_standard
from carbon_eia.standards.standard_records import StandardRecord
from tests.conftest import ROOT
from tests.standards.returns import return_text, survey_text, write_plants
from tests.tools import run as command

SURVEYS = ROOT / "samples"
INSTRUMENT = AdoptionInstrument(
    number="郴环发〔2026〕9号",
    authority="示例机关",
    issued=date(2026, 6, 30),
    valid_from=date(2026, 7, 1),
    valid_to=date(2031, 7, 1),
    region="湖南省郴州市",
    green_power="grid",
    review="经审查，可以出台",
)


@pytest.fixture(scope="module")
def record(world: World) -> StandardRecord:
    """The sealed record of the sample of 24 returns."""
    return derive_standard([SURVEYS / "survey-lead-24"], world)


@pytest.fixture
def draft(record: StandardRecord, tmp_path: Path) -> Path:
    """The draft of that survey as it is published."""
    path = tmp_path / "draft.toml"
    path.write_text(record.draft, encoding="utf-8")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return command(*map(str, arguments))


def test_the_sample_survey_holds_what_a_real_one_brings(record: StandardRecord) -> None:
    """An error with its cell, an outlier, a duplicate, another boundary and part of a year."""
    codes = {x.code.rpartition(".")[2] for x in record.exclusions}
    assert {"error", "duplicate", "boundary", "months"} <= codes
    (wrong,) = [x for x in record.exclusions if x.code.endswith(".error")]
    assert "产品!" in wrong.place
    assert len(derivation_of(record).flags.flagged) == 1  # type: ignore[union-attr]
    assert len(record.returns) == 24


def test_a_draft_gives_no_plant_away(record: StandardRecord) -> None:
    """No name, no digest of a return, no exact figure of one stands in what is published."""
    for r in record.returns:
        assert r.plant not in record.draft
        assert r.sha256 not in record.draft
        assert r.name not in record.draft
        if r.intensity is not None:
            assert r.intensity.value[:8] not in record.draft
    assert record.nonce not in record.draft
    for file in record.files:
        assert file.sha256 not in record.draft


def test_the_seal_hides_what_it_is_of(world: World) -> None:
    """The same returns give another seal each time: nobody can try figures until one fits."""
    again = [derive_standard([SURVEYS / "survey-lead-24"], world) for _ in range(2)]
    seals = {toml_tables(r.draft)["draft"]["sealed"] for r in again}  # type: ignore[call-overload]
    assert len(seals) == 2


def test_a_sealed_record_comes_out_again_to_the_last_byte(
    record: StandardRecord, world: World
) -> None:
    """From the files that it holds, under their names, with its own random number."""
    text = canonical(record).decode()
    read = parse_standard(text, Place())
    assert canonical(derive_again(read, world)).decode() == text
    assert {p.key for p in sample_plants(read)} == {r.key for r in read.returns if r.key}


def test_the_adopted_file_refuses_and_passes(
    record: StandardRecord, draft: Path, world: World
) -> None:
    """An ordinary benchmark file: the sample smelter is refused, the leaner one passes."""
    later = open_world(date(2026, 8, 1))
    text = adopted_file(draft, record, INSTRUMENT, world)
    limits = parse_benchmarks(text, later, "city.toml")
    admission = next(b for b in limits if b.level == "admission")
    assert (admission.adopted, admission.instrument.green_power) == (True, "grid")
    project = read_project(ROOT / "samples" / "lead-smelter" / "project.toml", later)
    assert assess(project, later, limits).decision.verdict == "refuse"
    lean = read_project(ROOT / "samples" / "lead-smelter-lean" / "project.toml", later)
    assert assess(lean, later, limits).decision.verdict == "pass"


def test_a_draft_that_was_edited_is_not_adopted(
    record: StandardRecord, draft: Path, world: World
) -> None:
    """A value, a blank or a test that differs: the draft is not that of the record."""
    draft.write_text(record.draft.replace("1.04 tCO2/t", "1.14 tCO2/t"), encoding="utf-8")
    with pytest.raises(InputError, match="CE-G012"):
        adopted_file(draft, record, INSTRUMENT, world)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "local_standard"}, "CE-G014"),
        ({"kind": "law"}, "CE-G016"),
        ({"valid_to": date(2026, 7, 1)}, "CE-G015"),
        ({"region": "火星"}, "CE-G016"),
        ({"green_power": "half"}, "CE-G016"),
        ({"green_power": "zero"}, "CE-G022"),
        ({"supersedes": "郴环发〔2024〕1号"}, "CE-G023"),
        ({"region": "湖南省"}, "CE-G024"),
    ],
)
def test_an_adoption_that_does_not_hold_is_refused(
    record: StandardRecord, draft: Path, world: World, changed: dict[str, object], code: str
) -> None:
    """A local standard without the province, an end before the beginning, what nobody knows; green
    power counted otherwise than in the survey, an edition that was not tested against, and a region
    that was not surveyed, each without a reason."""
    with pytest.raises(CallError, match=code):
        adopted_file(draft, record, INSTRUMENT._replace(**changed), world)  # type: ignore[arg-type]


def test_green_power_counted_otherwise_than_in_the_survey_is_told_everywhere(
    record: StandardRecord, draft: Path, world: World
) -> None:
    """With a reason it is adopted, and every Run under it warns that the two do not fit."""
    changed = INSTRUMENT._replace(green_power="zero", reason="与省级文件一致")
    text = adopted_file(draft, record, changed, world)
    assert toml_tables(text)["standard"]["power_reason"] == "与省级文件一致"  # type: ignore[index,call-overload]
    later = open_world(date(2026, 8, 1))
    limits = parse_benchmarks(text, later, "city.toml")
    project = read_project(ROOT / "samples" / "lead-smelter" / "project.toml", later)
    codes = [w.code for w in make_run(assess(project, later, limits)).warnings]
    assert codes.count("CE-W070") == 1
    assert "CE-W069" not in codes
    by_hand = adopted_file(draft, record, INSTRUMENT, world).replace('"grid"', '"zero"', 1)
    city = draft.with_name("by-hand.toml")
    for written, stands in ((text, True), (by_hand, False)):
        city.write_text(written, encoding="utf-8")
        assert all(f.ok for f in adoption_findings(city, record)) is stands
    (told,) = departures(parse_benchmarks(by_hand, later, "city.toml"))
    assert told.code == "CE-W070"


def test_a_later_edition_ends_the_one_that_it_supersedes(
    record: StandardRecord, draft: Path, world: World
) -> None:
    """Both files given: until the day of force of the later one the earlier holds, then no more;
    one that holds elsewhere or supersedes another changes nothing."""
    earlier = adopted_file(draft, record, INSTRUMENT, world)
    changed = INSTRUMENT._replace(
        number="郴环发〔2027〕3号",
        valid_from=date(2027, 1, 1),
        supersedes=INSTRUMENT.number,
        reason="前一版出自同一草案",
        title="第二版",
    )
    later = adopted_file(draft, record, changed, world).replace("1.04 tCO2", "1.02 tCO2")

    def standing(day: date, *texts: str) -> set[str]:
        on = open_world(day)
        given = [b for i, t in enumerate(texts) for b in parse_benchmarks(t, on, f"{i}.toml")]
        project = read_project(ROOT / "samples" / "lead-smelter" / "project.toml", on)
        compared = make_run(assess(project, on, given)).comparisons
        return {c.citation.number for c in compared if c.adopted and c.level == "admission"}

    assert standing(date(2026, 8, 1), earlier, later) == {INSTRUMENT.number}
    assert standing(date(2027, 8, 1), later, earlier) == {"郴环发〔2027〕3号"}
    other = later.replace(f'supersedes = "{INSTRUMENT.number}"', 'supersedes = "另一文号"')
    assert len(standing(date(2027, 8, 1), earlier, other)) == 2


def test_a_broken_guard_needs_a_reason_that_every_document_shows(
    tmp_path: Path, world: World
) -> None:
    """0.8 × the mean: adopted with a reason alone, and every Run under it warns of that."""
    write_plants(tmp_path, 12)
    record = derive_standard([tmp_path], world)
    assert derivation_of(record).needs_reason
    draft = tmp_path / "draft.toml"
    draft.write_text(record.draft, encoding="utf-8")
    with pytest.raises(CallError, match="CE-G013"):
        adopted_file(draft, record, INSTRUMENT, world)
    text = adopted_file(draft, record, INSTRUMENT._replace(reason="须与达峰目标衔接"), world)
    later = open_world(date(2026, 8, 1))
    limits = parse_benchmarks(text, later, "city.toml")
    project = read_project(ROOT / "samples" / "lead-smelter" / "project.toml", later)
    made = make_run(assess(project, later, limits))
    (warning,) = [w for w in made.warnings if w.code == "CE-W069"]
    assert "须与达峰目标衔接" in warning.message


def test_more_plants_in_the_sample_than_in_the_city_is_an_error(
    tmp_path: Path, world: World
) -> None:
    """A population that is smaller than its sample is told at its key."""
    write_plants(tmp_path, 8)
    (tmp_path / "survey.toml").write_text(survey_text(population="7"), encoding="utf-8")
    with pytest.raises(InputError, match="CE-G010"):
        derive_standard([tmp_path], world)


def test_what_a_draft_would_do_is_what_screening_says(record: StandardRecord, world: World) -> None:
    """Each project is judged today and under the draft, which takes the place of today's value."""
    table = SURVEYS / "screening" / "projects.csv"
    today = SURVEYS / "benchmarks" / "chenzhou-demo.toml"
    found = with_consequences(record, open_input([table]), [today], world).consequences
    assert found is not None
    assert sum(m.count for m in found.moves) == found.count > 0
    own = with_consequences(record, open_input([SURVEYS / "lead-smelter"]), [today], world)
    assert own.consequences is not None
    assert [(m.before, m.after) for m in own.consequences.moves] == [("refuse", "refuse")]
    assert canonical(derive_again(own, world)) == canonical(own)


def test_a_project_that_moves_is_listed_with_what_it_costs(
    record: StandardRecord, tmp_path: Path, world: World
) -> None:
    """Today without a value it is undetermined; under the draft it must retrofit, at its price."""
    text = (SURVEYS / "lead-smelter" / "project.toml").read_text(encoding="utf-8")
    text = text.replace('amount = "1.5 万t"', 'amount = "1.3 万t"').replace(
        'amount = "1.2 万t"', 'amount = "4000 t"'
    )
    text = text.replace('saves = "600 万kWh"', 'saves = "3000 万kWh"')
    (tmp_path / "project.toml").write_text(text, encoding="utf-8")
    found = with_consequences(record, open_input([tmp_path]), [], world).consequences
    assert found is not None
    (project,) = found.projects
    assert (project.before, project.after) == ("undetermined", "retrofit")
    assert project.investment is not None
    assert project.investment.value == "3200"
    assert found.investment.value == "3200"
    assert found.uncosted == 0


def test_the_commands_from_returns_to_a_verified_standard(tmp_path: Path) -> None:
    """derive, adopt and verify, with their exit statuses; a forged value falls."""
    draft, city = tmp_path / "draft.toml", tmp_path / "city.toml"
    day = ("--as-of", "2026-06-30")
    made = run("standard", "derive", SURVEYS / "survey-lead-24", "-o", draft, *day, "--json")
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    assert told["outcome"] == "derived"
    assert not {p.name for p in tmp_path.iterdir()} ^ {"draft.toml", "draft.sealed.json"}
    stated = ("--number", "1号", "--authority", "示例机关", "--date", "2026-06-30")
    stated += ("--valid-from", "2026-07-01", "--green-power", "grid", "--review", "可以出台")
    assert run("standard", "adopt", draft, "-o", city, *stated).returncode == 0
    assert run("verify", city).returncode == 0
    assert run("verify", tmp_path / "draft.sealed.json").returncode == 0
    forged = tmp_path / "forged.toml"
    value = told["values"]["admission"]
    forged.write_text(city.read_text("utf-8").replace(value, "9.9 tCO2/t"), encoding="utf-8")
    assert run("verify", forged).returncode == 2
    elsewhere = tmp_path / "elsewhere" / "city.toml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(city.read_text("utf-8"), encoding="utf-8")
    assert run("verify", elsewhere).returncode == 3
    assert run("standard", "adopt", draft, "-o", city, *stated, "--title", "另").returncode == 2


def test_six_plants_give_a_reason_and_a_range(tmp_path: Path) -> None:
    """Status 3, no draft, and the values of the energy limit between which one may be set."""
    draft = tmp_path / "draft.toml"
    folder = SURVEYS / "survey-lead-6"
    made = run("standard", "derive", folder, "-o", draft, "--as-of", "2026-06-30")
    assert made.returncode == 3
    assert not list(tmp_path.iterdir())
    plain = "".join(made.stdout.split())
    assert "0.9621" in plain
    assert "1.0583" in plain
    assert "6家" in plain


def test_returns_of_statistics_end_with_status_2(tmp_path: Path) -> None:
    """Nothing is written, and the clause is named."""
    write_plants(tmp_path, 8)
    plant = tmp_path / "plant-03.toml"
    text = plant.read_text(encoding="utf-8").replace("准入标准调查", "统计调查")
    plant.write_text(text, encoding="utf-8")
    made = run("standard", "derive", tmp_path, "-o", tmp_path / "out.toml")
    assert made.returncode == 2
    assert "CE-G001" in made.stderr
    assert not (tmp_path / "out.toml").exists()


def test_the_python_api_derives_and_adopts(tmp_path: Path) -> None:
    """The same from a program: outcome, frame, the file of an instrument, no draft for six."""
    made = carbon_eia.derive_standard(SURVEYS / "survey-lead-24", as_of="2026-06-30")
    assert made.outcome == "derived"
    text = made.adopt(INSTRUMENT)
    (tmp_path / "city.toml").write_text(text, encoding="utf-8")
    project = SURVEYS / "lead-smelter" / "project.toml"
    limits = tmp_path / "city.toml"
    assessed = carbon_eia.assess(project, as_of="2026-08-01", benchmarks=limits)
    assert assessed.verdict == "refuse"
    frame = made.to_frame()
    assert len(frame) == 24
    assert (frame["excluded"] != "").sum() == 4
    six = carbon_eia.derive_standard(SURVEYS / "survey-lead-6", as_of="2026-06-30")
    assert (six.outcome, six.draft) == ("range", "")
    with pytest.raises(InputError, match="CE-G011"):
        six.adopt(INSTRUMENT)


# --- tightening


TIGHTER = INSTRUMENT._replace(valid_to=date(2029, 1, 1), tightening=Fraction("0.016"))


def test_a_value_is_tightened_every_year(draft: Path, record: StandardRecord, world: World) -> None:
    """1.04 × (1 − 0.016 × t) from 1 July of each year, the last row until the last day; the value
    of the first year is that of the draft."""
    text = adopted_file(draft, record, TIGHTER, world)
    rows = [b for b in parse_benchmarks(text, world, "city.toml") if b.level == "admission"]
    assert [(b.limit, b.valid_from, b.valid_to) for b in rows] == [
        (Fraction("1.04"), "2026-07-01", "2027-07-01"),
        (Fraction("1.02336"), "2027-07-01", "2028-07-01"),
        (Fraction("1.00672"), "2028-07-01", "2029-01-01"),
    ]
    held = toml_tables(text)["standard"]
    assert isinstance(held, dict)
    assert held["tightening"] == "1.6 %"


@pytest.mark.parametrize(
    "instrument",
    [
        TIGHTER._replace(valid_to=None),
        TIGHTER._replace(tightening=Fraction(1)),
        TIGHTER._replace(tightening=Fraction(-1, 100)),
        TIGHTER._replace(tightening=Fraction(1, 3)),
    ],
)
def test_a_tightening_that_leaves_nothing_is_refused(
    draft: Path, record: StandardRecord, world: World, instrument: AdoptionInstrument
) -> None:
    """Without a last day, or with a value of zero before it, there are no rows to write."""
    with pytest.raises(CallError) as refused:
        adopted_file(draft, record, instrument, world)
    assert [p.code for p in refused.value.problems] == ["CE-G021"]


def test_a_tightened_file_is_verified_year_by_year(
    draft: Path, record: StandardRecord, world: World
) -> None:
    """Each row must follow from the first: one that is laxer, or of another rate, is told."""
    text = adopted_file(draft, record, TIGHTER, world)
    city = draft.with_name("city.toml")
    city.write_text(text, encoding="utf-8")
    assert all(f.ok for f in adoption_findings(city, record))
    for old, new in (("1.02336 ", "1.03 "), ("1.6 %", "1.5 %"), ("2027-07-01", "2027-08-01")):
        city.write_text(text.replace(old, new), encoding="utf-8")
        assert not all(f.ok for f in adoption_findings(city, record)), old


def test_a_draft_does_not_tell_why_a_figure_was_left_out(tmp_path: Path, world: World) -> None:
    """Implausible, unreadable, and an outlier that was removed are told together."""
    write_plants(tmp_path, 12)
    (tmp_path / "odd.toml").write_text(return_text("旧厂", 26000, power="22000 万kWh"), "utf-8")
    (tmp_path / "slip.toml").write_text(return_text("错厂", 15000, output="100 t"), "utf-8")
    (tmp_path / "wrong.toml").write_text(return_text("误厂", 15000, output="1 ton"), "utf-8")
    (tmp_path / "short.toml").write_text(return_text("停厂", 15000, months="months = 3"), "utf-8")
    survey = tmp_path / "survey.toml"
    more = '\n[[removals]]\nplant = "旧厂"\nreason = "鼓风炉"\nnames = ["甲", "乙"]\n'
    survey.write_text(survey_text() + more, encoding="utf-8")
    record = derive_standard([tmp_path], world)
    assert len(record.removals) == 1
    told = toml_tables(record.draft)["excluded"]
    assert told == [{"reason": "months", "count": 1}, {"reason": "other", "count": 3}]
    assert "outlier" not in record.draft


@pytest.mark.parametrize("name", ["..", "../../x.toml", "/etc/x.toml", "", "a/../../survey.toml"])
def test_a_forged_record_writes_nowhere(
    record: StandardRecord, world: World, tmp_path: Path, name: str
) -> None:
    """A name that leads out of its folder is a name and no path, and the record does not stand."""
    files = (replace(record.files[0], name=name), *record.files[1:])
    forged = under_own_id(replace(record, files=files))
    path = tmp_path / "forged.sealed.json"
    path.write_bytes(canonical(forged))
    proof = verify(path, open_world)
    assert proof.stands is False


def test_a_changed_figure_of_a_record_falls(record: StandardRecord, tmp_path: Path) -> None:
    """A record under the id of what it says now still does not come out of its files."""
    first = record.returns[0]
    assert first.output is not None
    other = replace(first, output=replace(first.output, value="1"))
    forged = under_own_id(replace(record, returns=(other, *record.returns[1:])))
    path = tmp_path / "forged.sealed.json"
    path.write_bytes(canonical(forged))
    proof = verify(path, open_world)
    assert proof.stands is False
    assert any("output" in c.where for c in proof.changes)


def test_a_record_with_an_unreadable_return_comes_out_again(tmp_path: Path, world: World) -> None:
    """Also where the return does not say whose it is, and where two files have one name."""
    write_plants(tmp_path, 8)
    (tmp_path / "nobody.toml").write_text("[return]\nyear = 2025\n", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "plant-00.toml").write_text("[[return", encoding="utf-8")
    (tmp_path / "more" / "damaged.xlsx").write_bytes(b"PK\x03\x04")
    record = derive_standard([tmp_path], world)
    names = {x.name for x in record.exclusions}
    assert names == {"nobody.toml", "more/plant-00.toml", "more/damaged.xlsx"}
    assert canonical(derive_again(record, world)) == canonical(record)
