"""What the law asks of a park's projects comes from the data, in its own area alone."""

from __future__ import annotations

from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report import RENDERERS
from tests.park.small import HEAD, member, power, project, read, scenario, the_world

CHENZHOU, ELSEWHERE = "湖南省郴州市北湖区", "广东省韶关市乐昌市"


def record_in(region: str) -> ParkRecord:
    """A park of one enterprise in a region."""
    text = member("enterprises", "甲") + scenario("规划", "规划")
    files = {"甲": project("甲", power("电", "1000"))}
    return make_record(
        evaluate_park(read(text, files, HEAD.replace(CHENZHOU, region)), the_world())
    )


def test_duties_name_their_instrument_and_clause() -> None:
    """Each duty has the target that it rests on, with the instrument's title and the clause."""
    duties = record_in(CHENZHOU).duties
    assert [d.id for d in duties] == ["access", "two_high", "coal", "pv"]
    assert {d.target.instrument.title for d in duties} == {"郴州市碳达峰行动方案"}
    assert all(d.target.section and d.text.zh and d.text.en for d in duties)


def test_a_city_asks_nothing_of_a_park_elsewhere() -> None:
    """Law 12: a clause of Chenzhou's plan is not printed for a park in another province."""
    record = record_in(ELSEWHERE)
    assert record.duties == ()
    assert record.tracking is None
    html = RENDERERS[".html"](record, "zh", None).decode()
    assert "郴州市碳达峰行动方案" not in html
    assert "环办环评函〔2021〕471号" in html  # a guide of the nation


def test_a_report_prints_a_duty_with_its_clause() -> None:
    """The sentence of the data stands with the title and the clause behind it."""
    html = RENDERERS[".html"](record_in(CHENZHOU), "zh", None).decode()
    assert "新建、改扩建项目用煤实行减量替代（《郴州市碳达峰行动方案》二（一）1）。" in html
