"""Writing to disks that are full, read-only, or without hard links: one line, and nothing left."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import TOWN, Run

Mount = Callable[..., Path]

COMMANDS = {
    "file": "export --to md -d {town} -o {disk}/a.md",
    "overwritten": "export --to html -d {town} -o {disk}/mine.md --force",
    "database": "export --to sqlite -d {town} -o {disk}/a.db",
    "new-folder": "export --to md --split quote -d {town} -o {disk}/notes",
    "deep-folder": "import --from w3c {project} -o {disk}/new/deep/",
    "folder": "export --to md --split topic -d {town} -o {disk} --force",
    "draft": "draft {article} -o {disk}/d.yaml",
    "lines": "draft --jsonl {lines} -o {disk}/d.jsonl",
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Return what mounts a disk of some bytes, and takes it away after the test."""
    mounted: list[Path] = []

    def mount(kind: str, options: str, source: str | Path = "none") -> Path:
        disk = tmp_path / "disk"
        disk.mkdir(exist_ok=True)
        command = ["mount", "-t", kind, "-o", options, str(source), str(disk)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
            pytest.skip(f"cannot mount {kind} here")
        mounted.append(disk)
        return disk

    yield mount
    for disk in mounted:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def line(tmp_path: Path, town: Path, run: Run) -> Callable[[str, Path], list[str]]:
    """Return what fills in the words of a command."""
    project, article, lines = (tmp_path / name for name in ("a.jsonld", "a.txt", "a.jsonl"))
    said = [f"“It will rain for {days} days,” said Ann Lee.\n\n" for days in range(200)]
    article.write_text("".join(said), encoding="utf-8")
    lines.write_text('{"id": 1, "text": "“It will rain,” said Ann Lee."}\n' * 200)
    run("export", "--to", "w3c", "-d", town, "-o", project)
    return lambda command, disk: command.format(
        town=town, disk=disk, project=project, article=article, lines=lines
    ).split()


def check_refused(run: Run, args: list[str], disk: Path, reason: str, **options: object) -> None:
    """Check that a command fails with a line, and that the disk holds what it did."""
    before = (disk / "mine.md").read_bytes()
    done = run.process(*args, status=2, **options)  # type: ignore[arg-type]  # of several types
    (said,) = done.err.splitlines()
    assert "cannot write" in said
    assert said.endswith(reason)
    assert os.listdir(disk) == ["mine.md"]
    assert (disk / "mine.md").read_bytes() == before


@every_command
def test_a_full_disk(
    run: Run, mount: Mount, line: Callable[[str, Path], list[str]], command: str
) -> None:
    disk = mount("tmpfs", "size=8k")  # two pages
    is_small = command in (COMMANDS["file"], COMMANDS["deep-folder"])
    (disk / "mine.md").write_bytes(b"mine" * (2000 if is_small else 1))
    check_refused(run, line(command, disk), disk, "No space left on device")


EDITS = {
    "edit": "edit silence --set-note x -d {disk}/town.yaml",
    "add": "add {disk}/town.yaml --excerpt Shame! --id new",
    "remove": "remove shame -d {disk}/town.yaml",
    "rename": "rename topic harbour docks -d {disk} --yes",
    "codebook": "codebook {disk} --from {table}",
}


@pytest.mark.parametrize("command", EDITS.values(), ids=EDITS)
def test_a_full_disk_keeps_what_is_edited(
    run: Run, mount: Mount, tmp_path: Path, command: str
) -> None:
    disk, table = mount("tmpfs", "size=16k"), tmp_path / "table.csv"
    (disk / "town.yaml").write_text(TOWN, encoding="utf-8")
    table.write_text(f"name,description\nShips,{'x' * 5000}\n")
    with suppress(OSError), open(disk / "mine.md", "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    before = {path.name: path.read_bytes() for path in disk.iterdir()}
    done = run.process(*command.format(disk=disk, table=table).split(), status=2)
    (said,) = done.err.splitlines()
    assert "cannot write" in said
    assert said.endswith("No space left on device")
    assert {path.name: path.read_bytes() for path in disk.iterdir()} == before


@every_command
def test_a_limit_on_the_size_of_files(
    run: Run, tmp_path: Path, line: Callable[[str, Path], list[str]], command: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "mine.md").write_bytes(b"mine")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    args = line(command, disk)
    reason = "disk I/O error" if command == COMMANDS["database"] else "File too large"
    check_refused(run, args, disk, reason, start=limit)


@every_command
def test_a_read_only_disk(
    run: Run, mount: Mount, line: Callable[[str, Path], list[str]], command: str
) -> None:
    disk = mount("tmpfs", "size=1m")
    (disk / "mine.md").write_bytes(b"mine")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    check_refused(run, line(command, disk), disk, "Read-only file system")


def write_twice(run: Run, line: Callable[[str, Path], list[str]], disk: Path) -> None:
    """Write files and folders on a disk that need not have hard links, again, and with --force."""
    for name in ("file", "new-folder", "deep-folder", "draft"):
        args = line(COMMANDS[name], disk)
        run.process(*args)
        said = run.process(*args, status=2).err
        assert "exist" in said
        assert "use --force to overwrite" in said
    run.process(*line(COMMANDS["new-folder"], disk), "--force")
    assert not list(disk.rglob(".quotecli-*"))
    assert (disk / "notes" / "town--build.md").stat().st_size > 100


@pytest.mark.parametrize(("make", "kind"), [("mkfs.vfat", "vfat"), ("mkfs.exfat", "exfat-fuse")])
def test_a_memory_stick(
    run: Run,
    mount: Mount,
    tmp_path: Path,
    line: Callable[[str, Path], list[str]],
    make: str,
    kind: str,
) -> None:
    image = tmp_path / "image"
    image.write_bytes(bytes(4_000_000))
    if not shutil.which(make):
        pytest.skip(f"{make} is not installed")
    subprocess.run([make, str(image)], check=True, capture_output=True)
    write_twice(run, line, mount(kind, "loop", image))


def test_a_disk_without_hard_links(
    run: Run,
    tmp_path: Path,
    line: Callable[[str, Path], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os\ndef link(*_, **__): raise PermissionError(1, 'Operation not permitted')\n"
        "os.link = link\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    args = [sys.executable, "-c", "import os; os.link('a', 'b')"]
    assert "Operation not permitted" in subprocess.run(args, capture_output=True, text=True).stderr
    disk = tmp_path / "disk"
    disk.mkdir()
    write_twice(run, line, disk)
