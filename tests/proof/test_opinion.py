"""An opinion is proven offline: its document, its events, its Run, and the heads that one kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from carbon_eia.errors import CallError, InputError
from carbon_eia.proof import Verification, verify
from carbon_eia.proof.kept_heads import KeptHeads
from carbon_eia.proof.ledger_file import ledger_file_proof
from carbon_eia.proof.signature import head_subject, new_key, read_signatures, sign
from carbon_eia.reference import open_world
from carbon_eia.register.heads import consistency_of, head_of, receipt_of
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.run import canonical
from carbon_eia.run.signed import SignatureRecord
from tests.conftest import ROOT
from tests.park.small import the_world
from tests.prints import print_once
from tests.proof.forgeries.opinion import OPINION, OpinionForgery, Shown
from tests.register.opinions import CODE, REFUSED, desk, opinion_record, sample_run

ENDS = {True: 0, False: 2, None: 3}
NAMES = {".pdf": "PDF", ".docx": "Word", ".html": "HTML", ".json": "opinion.json"}


def printed(suffix: str, record: OpinionRecord, lang: str = "zh") -> bytes:
    """A document, written once; of ``.json`` the record itself."""
    return canonical(record) if suffix == ".json" else print_once(suffix, record, lang)


def proof_of(content: bytes, path: Path, kept: KeptHeads) -> Verification:
    """What ``verify`` finds, held against what was kept."""
    path.write_bytes(content)
    return verify(path, open_world, kept=kept)


def status(content: bytes, path: Path, kept: KeptHeads) -> int:
    """How ``verify`` ends; a file that it refuses ends with 2."""
    try:
        return ENDS[proof_of(content, path, kept).stands]
    except InputError:
        return 2


def check(tmp_path: Path, forgery: OpinionForgery) -> None:
    """A forged opinion ends as its table says."""
    record = opinion_record()
    shown = Shown(printed(forgery.suffix, record), record, desk(), opinion_record)
    content, kept = forgery.make(shown)
    assert (content, kept) != (shown.content, shown.kept)
    assert status(content, tmp_path / f"o{forgery.suffix}", kept) == forgery.status


def forgeries(*suffixes: str) -> list[object]:
    """Those of these kinds of file."""
    return [
        pytest.param(forgery, id=f"{forgery.suffix[1:]}-{forgery.what}")
        for forgery in OPINION
        if forgery.suffix in suffixes
    ]


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("forgery", forgeries(".pdf", ".docx", ".html"))
def test_a_forged_document_is_met(tmp_path: Path, forgery: OpinionForgery) -> None:
    """Whatever is changed in the document or in what it carries, it stands no longer."""
    check(tmp_path, forgery)


@pytest.mark.parametrize("forgery", forgeries(".json"))
def test_a_forged_record_is_met(tmp_path: Path, forgery: OpinionForgery) -> None:
    """A record that somebody made up fits neither its events, nor its Run, nor a kept head."""
    check(tmp_path, forgery)


@pytest.mark.slow(every=3)
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unedited_opinion_ends_in_0(tmp_path: Path, suffix: str, lang: str) -> None:
    """Under the head that was kept; without one it ends in 3."""
    record = opinion_record()
    content, path = printed(suffix, record, lang), tmp_path / f"o{suffix}"
    assert status(content, path, KeptHeads((("head.json", record.head),))) == 0
    assert status(content, path, KeptHeads()) == 3


def test_a_head_of_another_size_needs_a_proof_of_consistency(tmp_path: Path) -> None:
    """Later or earlier than the one of the document, as long as the decision was there."""
    rows, path = desk().rows, tmp_path / "o.json"
    size = desk().early.size
    for own, other in ((size, len(rows)), (len(rows), size)):
        record = opinion_record(CODE, "", own)
        proof = consistency_of(rows, min(own, other), max(own, other))
        kept = KeptHeads((("kept.json", head_of(rows[:other])),), (("c.json", proof),))
        assert status(canonical(record), path, kept) == 0
        assert status(canonical(record), path, kept._replace(proofs=())) == 3


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    """It may stand, and is told as what it is."""
    record = opinion_record(REFUSED)
    found = proof_of(canonical(record), tmp_path / "o.json", KeptHeads((("h", record.head),)))
    assert found.stands
    assert "proof.opinion.draft" in [f.code for f in found.findings]


def test_a_signed_head_stands_for_a_kept_one(tmp_path: Path) -> None:
    """The signature is in the document: the key of the authority is enough. Another key, or a
    signature of something else, is not."""
    found = desk()
    for name in ("own", "other"):
        new_key(tmp_path / f"{name}.key", "")
    record = _signed(tmp_path / "own.key")
    path = tmp_path / "o.json"
    path.write_bytes(canonical(record))
    ends = []
    for name in ("own", "other"):
        signatures = read_signatures([tmp_path / f"{name}.key.pub"], [])
        ends.append(ENDS[verify(path, open_world, signatures=signatures).stands])
    assert ends == [0, 2]
    bare = opinion_record()
    path.write_bytes(canonical(bare))
    signatures = read_signatures([tmp_path / "own.key.pub"], [])
    kept = KeptHeads((("head.json", found.head),))
    assert ENDS[verify(path, open_world, signatures=signatures, kept=kept).stands] == 3


def _signed(key: Path) -> OpinionRecord:
    """The opinion under a head that is signed."""
    import msgspec

    found = desk()
    signature = msgspec.json.decode(
        sign(head_subject(found.head, "h"), key, "", "2026-07-31"), type=SignatureRecord
    )
    sources = sources_in(found.register, CODE, found.head, signature)
    return make_opinion(sources, the_world())


# --- receipts, heads and proofs of consistency in files of their own


def test_a_receipt_and_a_head_are_held_against_a_kept_head(tmp_path: Path) -> None:
    """0 under a head of its own or of another size with a proof, 3 without one, 2 against another
    register or where a byte of it was changed."""
    rows, other = desk().rows, desk("other").rows
    early, late = head_of(rows[:9]), head_of(rows)
    receipt, path = receipt_of(rows[:9], 5), tmp_path / "r.json"
    proof = ("c.json", consistency_of(rows, 9, len(rows)))
    cut = ("c.json", replace(proof[1], path=proof[1].path[:-1]))
    for content in (receipt.content(), early.content()):
        path.write_bytes(content)
        for kept, expected in (
            (KeptHeads((("h", early),)), 0),
            (KeptHeads((("h", late),), (proof,)), 0),
            (KeptHeads(), 3),
            (KeptHeads((("h", late),)), 3),
            (KeptHeads((("h", head_of(other[:9])),)), 2),
            (KeptHeads((("h", late),), (cut,)), 2),
        ):
            found = ledger_file_proof(path, kept, None)
            assert found is not None
            assert ENDS[found.stands] == expected, (content[:40], kept)
    for changed in (
        replace(receipt, path=receipt.path[:-1]),
        replace(receipt, path=tuple(reversed(receipt.path))),
        replace(receipt, event=(*receipt.event[:3], "赵静", *receipt.event[4:])),
        replace(receipt, head=replace(receipt.head, day="2020-01-01")),
    ):
        path.write_bytes(changed.content())
        found = ledger_file_proof(path, KeptHeads((("h", early),)), None)
        assert found is not None
        assert found.stands is False


def test_a_proof_of_consistency_is_held_against_both_heads(tmp_path: Path) -> None:
    """It stands between two heads that were kept; cut short it does not."""
    rows, path = desk().rows, tmp_path / "c.json"
    proof = consistency_of(rows, 9, len(rows))
    kept = KeptHeads((("a", head_of(rows[:9])), ("b", head_of(rows))))
    for content, expected in (
        (proof, True),
        (replace(proof, path=proof.path[1:]), False),
        (replace(proof, second=replace(proof.second, root="0" * 64)), False),
    ):
        path.write_bytes(content.content())
        found = ledger_file_proof(path, kept, None)
        assert found is not None
        assert found.stands is expected
    path.write_bytes(b'{"schema": "carbon-eia/run/1"}')
    assert ledger_file_proof(path, kept, None) is None


def test_heads_are_held_against_opinions_alone(tmp_path: Path) -> None:
    """A Run has no events: a head beside it is a mistake, and told as one."""
    path = tmp_path / "run.json"
    path.write_bytes(canonical(sample_run()))
    with pytest.raises(CallError, match="CE-V025"):
        verify(path, open_world, kept=KeptHeads((("h", desk().head),)))


def table() -> str:
    """The table of forgeries of opinions as the documentation prints it."""
    lines = ["| file | what is forged | status |", "|---|---|---|"]
    lines += [f"| {NAMES[f.suffix]} | {f.what} | {f.status} |" for f in OPINION]
    return "\n".join(lines)


def test_the_documentation_lists_every_forgery_of_an_opinion() -> None:
    """The page on verify has the table of this test, and no forgery in it ends with 0."""
    assert all(f.status in (2, 3) for f in OPINION)
    assert table() in (ROOT / "docs" / "verify.md").read_text(encoding="utf-8"), table()
