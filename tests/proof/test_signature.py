"""A signature says who stands behind a record or a file of limits, and nothing else passes."""

from __future__ import annotations

import base64
import json
import shutil
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

import carbon_eia
from carbon_eia.proof.signature import new_key
from carbon_eia.report import render_html
from carbon_eia.run import canonical
from tests.conftest import ROOT
from tests.tools import run

SAMPLE = ROOT / "samples" / "lead-smelter" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record, its page, the file of limits, a key, and a signature of each."""
    folder = tmp_path_factory.mktemp("signed")
    record = carbon_eia.assess(SAMPLE, as_of="2026-06-30", benchmarks=LIMITS).run
    (folder / "run.json").write_bytes(canonical(record))
    (folder / "report.html").write_text(render_html(record), encoding="utf-8")
    shutil.copy(LIMITS, folder / "city.toml")
    assert run("key", "new", "-o", "a.key", cwd=folder).returncode == 0
    assert run("key", "new", "-o", "b.key", cwd=folder).returncode == 0
    for name in ("run.json", "city.toml"):
        done = run("sign", name, "--key", "a.key", "--as-of", "2026-07-01", cwd=folder)
        assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def verified(folder: Path, *words: str) -> tuple[int, set[str]]:
    """Exit status and codes of what ``verify`` says on signatures."""
    done = run("verify", *words, "--json", cwd=folder)
    said = json.loads(done.stdout)
    if "findings" not in said:
        return done.returncode, {e["code"] for e in said["errors"]}
    return done.returncode, {f["code"] for f in said["findings"] if f["check"] == "signature"}


def test_a_key_is_its_owners_alone(folder: Path) -> None:
    """The private key has mode 0600 and is never overwritten; the public one can be read by all."""
    assert stat.S_IMODE((folder / "a.key").stat().st_mode) == 0o600
    before = (folder / "a.key").read_bytes()
    done = run("key", "new", "-o", "a.key", cwd=folder)
    assert (done.returncode, "CE-V023" in done.stderr) == (2, True)
    assert (folder / "a.key").read_bytes() == before
    (folder / "link").symlink_to(folder / "elsewhere")
    assert run("key", "new", "-o", "link", cwd=folder).returncode == 2
    assert not (folder / "elsewhere").exists()
    done = run("key", "new", "-o", "nowhere/k.key", cwd=folder)
    assert (done.returncode, "CE-F007" in done.stderr) == (2, True)


def test_the_signature_is_plain_ed25519(folder: Path) -> None:
    """Another program checks it: the canonical JSON without the signature, by the public key."""
    held = json.loads((folder / "run.json.sig").read_text(encoding="utf-8"))
    value = base64.b64decode(held.pop("signature"))
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    key = load_pem_public_key((folder / "a.key.pub").read_bytes())
    assert isinstance(key, ed25519.Ed25519PublicKey)
    key.verify(value, text.encode())
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (held["sha256"], held["day"], held["of"]) == (record["id"], "2026-07-01", "record")


def test_what_is_signed_stands(folder: Path) -> None:
    """The record, a document that carries it, the file of limits, and both at once."""
    key = ("--key", "a.key.pub")
    assert verified(folder, "run.json", *key) == (0, {"proof.signed_record"})
    signed = ("--signature", "run.json.sig")
    assert verified(folder, "report.html", *key, *signed) == (0, {"proof.signed_record"})
    assert verified(folder, "city.toml", *key) == (0, {"proof.signed_benchmarks"})
    both = (*signed, "--signature", "city.toml.sig")
    codes = {"proof.signed_record", "proof.signed_benchmarks"}
    assert verified(folder, "report.html", *key, *both) == (0, codes)


def test_without_its_own_signature_a_record_stays_open(folder: Path) -> None:
    """No signature, or one of its limits alone, says nothing on who issued the record."""
    key = ("--key", "a.key.pub")
    assert verified(folder, "report.html", *key) == (3, {"proof.unsigned"})
    codes = {"proof.signed_benchmarks", "proof.unsigned"}
    assert verified(folder, "run.json", *key, "--signature", "city.toml.sig") == (3, codes)


def test_another_key_is_told(folder: Path) -> None:
    """A signature that somebody else made, and one that claims a key it was not made with."""
    wrong = {"proof.signature_other_key"}
    assert verified(folder, "run.json", "--key", "b.key.pub") == (2, wrong)
    held = json.loads((folder / "run.json.sig").read_text(encoding="utf-8"))
    run("sign", "run.json", "--key", "b.key", "--as-of", "2026-07-01", cwd=folder)
    other = json.loads((folder / "run.json.sig").read_text(encoding="utf-8"))
    (folder / "run.json.sig").write_text(json.dumps(held | {"key": other["key"]}))
    assert verified(folder, "run.json", "--key", "b.key.pub") == (2, {"proof.signature_wrong"})


@pytest.mark.parametrize(
    ("key", "value"), [("day", "2026-07-02"), ("sha256", "0" * 64), ("of", "benchmarks")]
)
def test_no_statement_of_a_signature_can_be_another(folder: Path, key: str, value: str) -> None:
    """Day, digest and kind are signed with the rest."""
    path = folder / "run.json.sig"
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(held | {key: value}), encoding="utf-8")
    status, codes = verified(folder, "run.json", "--key", "a.key.pub")
    assert (status, codes) == (2, {"proof.signature_wrong"})


def test_a_signature_of_another_record_or_file(folder: Path) -> None:
    """A true signature beside something else is told."""
    shutil.copy(folder / "run.json.sig", folder / "city.toml.sig")
    wrong = {"proof.signature_other"}
    assert verified(folder, "city.toml", "--key", "a.key.pub") == (2, wrong)
    text = (folder / "city.toml").read_text(encoding="utf-8")
    (folder / "city.toml").write_text(text.replace("1.08 tCO2/t", "1.38 tCO2/t"), encoding="utf-8")
    done = run("sign", "city.toml", "--key", "a.key", cwd=folder)
    assert done.returncode == 0
    words = ("run.json", "--key", "a.key.pub", "--signature", "city.toml.sig")
    assert verified(folder, *words) == (2, wrong)


def test_a_changed_record_is_neither_signed_nor_said_to_be(folder: Path) -> None:
    """``sign`` refuses a record that is not that of its id."""
    path = folder / "run.json"
    path.write_bytes(path.read_bytes().replace(b'"verdict":"', b'"verdict": "', 1))
    assert run("sign", "run.json", "--key", "a.key", cwd=folder).returncode == 0  # the same content
    path.write_bytes(path.read_bytes().replace(b'"year":2026', b'"year":2027', 1))
    done = run("sign", "run.json", "--key", "a.key", cwd=folder)
    assert (done.returncode, "CE-N002" in done.stderr) == (2, True)


def test_a_passphrase_opens_a_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encrypted key signs with its passphrase and with no other; without one nothing is asked
    where nobody could answer."""
    new_key(folder / "c.key", "桂阳2026")
    assert b"ENCRYPTED" in (folder / "c.key").read_bytes()
    words = ("sign", "run.json", "--key", "c.key")
    for wrong in ("", "guiyang"):
        monkeypatch.setenv("CARBON_EIA_PASSPHRASE", wrong)
        done = run(*words, cwd=folder)
        assert (done.returncode, "CE-V021" in done.stderr) == (2, True)
    assert run("key", "new", "-o", "d.key", "--passphrase", cwd=folder).returncode == 0
    monkeypatch.setenv("CARBON_EIA_PASSPHRASE", "桂阳2026")
    assert run(*words, cwd=folder).returncode == 0
    assert verified(folder, "run.json", "--key", "c.key.pub")[0] == 0


def test_what_is_no_key_or_signature_is_refused(folder: Path) -> None:
    """Each wrong file has its code: another kind of key, a private for a public one, no JSON."""
    other = rsa.generate_private_key(65537, 2048)
    pem = Encoding.PEM
    (folder / "rsa").write_bytes(other.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()))
    public = other.public_key().public_bytes(pem, PublicFormat.SubjectPublicKeyInfo)
    (folder / "rsa.pub").write_bytes(public)
    for key in ("rsa", "a.key.pub", "city.toml"):
        done = run("sign", "run.json", "--key", key, cwd=folder)
        assert (done.returncode, "CE-V020" in done.stderr) == (2, True), key
    for key in ("rsa.pub", "a.key", "city.toml"):
        assert verified(folder, "run.json", "--key", key) == (2, {"CE-V020"})
    assert verified(folder, "run.json", "--signature", "run.json.sig") == (2, {"CE-V024"})
    assert verified(folder, "city.toml") == (2, {"CE-V024"})
    for text in ("", "no", "[]", '{"schema": "carbon-eia/signature/1"}'):
        (folder / "run.json.sig").write_text(text or " ")
        status, codes = verified(folder, "run.json", "--key", "a.key.pub")
        assert status == 2
        assert codes <= {"CE-V022", "CE-F004"}
