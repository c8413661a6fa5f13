"""Files are written whole or not at all; runs do not mix; what is not ours is left alone."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carbon_eia.errors import CallError
from carbon_eia.files import NewFiles, locked, write_all, write_whole
from carbon_eia.files import writing as writing_module


def names(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(p.name for p in folder.iterdir())


def test_the_name_of_a_new_file_cannot_be_guessed(tmp_path: Path) -> None:
    """Two new files of one place have different names, which are no links that one could lay."""
    with NewFiles() as files:
        first, second = files.at(tmp_path / "a.json"), files.at(tmp_path / "a.json")
        assert first != second
        assert all(p.is_file() and not p.is_symlink() for p in (first, second))
    assert names(tmp_path) == []


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_what_is_no_regular_file_is_not_replaced(what: str, tmp_path: Path) -> None:
    """A link, a folder or a pipe in the place of an output: CE-F010, and it stays as it is."""
    path, theirs = tmp_path / "out.json", tmp_path / "theirs"
    theirs.write_text("mine", encoding="utf-8")
    if what == "link":
        path.symlink_to(theirs)
    elif what == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(CallError, match="CE-F010"):
        write_whole(path, b"new")
    assert theirs.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["out.json", "theirs"]


def test_a_link_that_is_laid_meanwhile_is_not_followed(tmp_path: Path) -> None:
    """A link that appears between the check and the end is refused too."""
    theirs = tmp_path / "theirs"
    theirs.write_text("mine", encoding="utf-8")
    with NewFiles() as files:
        files.at(tmp_path / "out").write_bytes(b"new")
        (tmp_path / "out").symlink_to(theirs)
        with pytest.raises(CallError, match="CE-F010"):
            files.put_in_place()
    assert theirs.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["out", "theirs"]


def test_none_of_several_files_is_there_before_all_are_ready(tmp_path: Path) -> None:
    """Where the second cannot be written, the first is not there either."""
    (tmp_path / "b").mkdir()
    with pytest.raises(CallError, match="CE-F010"):
        write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert names(tmp_path) == ["b"]


def test_the_folder_is_flushed_to_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file before it is renamed, its folder afterwards: a rename lasts when power is lost."""
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flush(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        fsync(handle)

    def rename(a: Path, b: Path) -> None:
        done.append("rename")
        replace(a, b)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", rename)
    write_whole(tmp_path / "out", b"1")
    assert done == ["file", "rename", "folder"]


def killed_while_writing(path: str) -> None:
    """A process that ends as if it were killed, with a file half written."""
    files = NewFiles()
    files.at(Path(path)).write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    """Its half file is gone once the same file is written again; that of another file stays, and
    so does a file of somebody that is called alike."""
    for name in ("out", "other"):
        process = multiprocessing.Process(target=killed_while_writing, args=(str(tmp_path / name),))
        process.start()
        process.join()
    left = names(tmp_path)
    assert len(left) == 2
    theirs = tmp_path / f"{left[0][:14]}mine.txt"
    theirs.write_text("mine", encoding="utf-8")
    write_whole(tmp_path / "out", b"1")
    assert len([n for n in names(tmp_path) if n in left]) == 1
    assert {"out", theirs.name} < set(names(tmp_path))


def test_what_a_living_run_writes_is_not_taken_away(tmp_path: Path) -> None:
    """A second writer of one file leaves the half file of the first alone."""
    with NewFiles() as first:
        half = first.at(tmp_path / "out")
        half.write_bytes(b"first")
        write_whole(tmp_path / "out", b"second")
        assert half.exists()
        first.put_in_place()
    assert (tmp_path / "out").read_bytes() == b"first"
    assert names(tmp_path) == ["out"]


def test_files_of_two_runs_do_not_mix(tmp_path: Path) -> None:
    """Two processes write the same two files again and again: they are always of one of them."""
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_often, args=(tmp_path, x)) for x in ("a", "b")]
    for writer in writers:
        writer.start()
    seen = 0
    while any(w.is_alive() for w in writers):
        with locked([tmp_path]):
            found = {p.read_text(encoding="utf-8") for p in tmp_path.glob("out*")}
        assert len(found) <= 1
        seen += len(found)
    assert seen
    assert all(w.exitcode == 0 for w in writers)
    assert names(tmp_path) == ["out1", "out2"]


def write_often(folder: Path, text: str) -> None:
    """Write two files of one run forty times."""
    for number in range(40):
        content = f"{text}{number}".encode()
        write_all({folder / "out1": content, folder / "out2": content})


def test_one_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run that holds the folder: CE-F012 after a while, and nothing is left."""
    monkeypatch.setattr(writing_module.locked, "__defaults__", (0.2,), raising=False)
    with locked([tmp_path]), pytest.raises(CallError, match="CE-F012"), locked([tmp_path], 0.2):
        pass
    assert names(tmp_path) == []


FULL = """
import resource, sys
from pathlib import Path
from carbon_eia.errors import CallError
from carbon_eia.files import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), bytes(5000))
except CallError as error:
    sys.exit(error.problems[0].code)
"""


def test_a_file_beyond_what_may_be_written_is_not_there(tmp_path: Path) -> None:
    """A limit on the size of files: CE-F007, the old file stands, nothing half is left."""
    path = tmp_path / "out"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "CE-F007"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_a_pool_ends_with_the_process_that_made_it(tmp_path: Path) -> None:
    """A parent that is killed leaves no process behind that would hold a file for ever."""
    code = (
        "import os, sys, time\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from carbon_eia.files import end_with_parent\n"
        "def work(x):\n    time.sleep(0.1)\n    return os.getpid()\n"
        "pool = ProcessPoolExecutor(2, initializer=end_with_parent)\n"
        "print(*set(pool.map(work, range(8))), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        workers = [int(x) for x in parent.stdout.readline().split()]
        parent.kill()
    until = time.monotonic() + 20
    while any(_lives(w) for w in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers
    assert not any(_lives(w) for w in workers)


def _lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="ascii").split(")")[1]
    except FileNotFoundError:
        return False
