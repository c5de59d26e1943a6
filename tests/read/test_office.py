"""Old documents by way of LibreOffice, for which a script stands in here."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from govinfo.model import LIMITS, Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.msdoc.doc import read

from .docs import P, word

OLD = word([P("文")], magic=0xA5DC, version=0x65)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>26</w:t></w:r></w:p></w:body>'
    "</w:document>",
}

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="the script is started by its first line"
)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Set ``GOVINFO_OFFICE`` to a script with the lines given."""

    def make(*lines):
        with zipfile.ZipFile(tmp_path / "made.docx", "w") as archive:
            for name, text in PARTS.items():
                archive.writestr(name, text)
        script = tmp_path / "soffice"
        head = f"#!{sys.executable}\nimport os, shutil, sys, time\nfrom pathlib import Path\n"
        script.write_text(head + f"here = Path({str(tmp_path)!r})\n" + "\n".join(lines))
        script.chmod(0o700)
        monkeypatch.setenv("GOVINFO_OFFICE", str(script))
        return tmp_path

    return make


def test_without_a_word_from_the_user_nothing_is_started(monkeypatch):
    monkeypatch.delenv("GOVINFO_OFFICE", raising=False)
    with pytest.raises(RefusalError) as refusal:
        read(OLD, LIMITS)
    assert refusal.value.problem == "was made by Word before Word 97"
    assert "GOVINFO_OFFICE" in refusal.value.hint


def test_a_program_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("GOVINFO_OFFICE", "/nowhere/soffice")
    with pytest.raises(RefusalError) as refusal:
        read(OLD, LIMITS)
    assert refusal.value.hint == "GOVINFO_OFFICE names no program (/nowhere/soffice)."


def test_what_is_converted_is_read_and_said_to_be_converted(stand_in):
    folder = stand_in(
        "(here / 'said').write_text(' '.join(sys.argv[1:]))",
        "shutil.copy('document.doc', here / 'given.doc')",
        "settings = next(Path('profile').rglob('registrymodifications.xcu')).read_text()",
        "(here / 'settings').write_text(settings)",
        "shutil.copy(here / 'made.docx', 'document.docx')",
    )
    found = read(OLD, LIMITS)
    assert found.blocks == ["26"]
    assert found.warnings[0].startswith("converted: ")
    assert (folder / "given.doc").read_bytes() == OLD
    said = (folder / "said").read_text()
    assert "-env:UserInstallation=file://" in said
    assert "--headless" in said
    settings = (folder / "settings").read_text()
    assert "DisableMacrosExecution" in settings
    private = Path(said.rpartition(" --outdir ")[2].partition(" ")[0])
    assert private.name.startswith("govinfo-")
    assert not private.exists()


def test_a_conversion_that_makes_nothing_is_a_refusal(stand_in):
    stand_in("sys.exit(1)")
    with pytest.raises(RefusalError, match="LibreOffice could not convert it"):
        read(OLD, LIMITS)


def test_a_conversion_ends_with_its_time(stand_in):
    folder = stand_in("(here / 'pid').write_text(str(os.getpid()))", "time.sleep(60)")
    begun = time.perf_counter()
    with pytest.raises(RefusalError, match="LibreOffice could not convert it"):
        read(OLD, Limits(seconds=2))
    assert time.perf_counter() - begun < 30
    assert has_ended(int((folder / "pid").read_text()))


def test_what_grows_beyond_the_limit_is_not_read(stand_in):
    stand_in("Path('document.docx').write_bytes(bytes(200_000))")
    with pytest.raises(BeyondLimitError) as beyond:
        read(OLD, Limits(document_bytes=100_000))
    assert beyond.value.limit == "document_bytes"


def test_a_conversion_ends_with_whoever_asked_for_it(stand_in):
    folder = stand_in("(here / 'pid').write_text(str(os.getpid()))", "time.sleep(60)")
    (folder / "old.doc").write_bytes(OLD)
    asking = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from govinfo.read.msdoc.doc import read; "
            "from govinfo.model import Limits; "
            "read(Path(sys.argv[1]).read_bytes(), Limits(seconds=60))",
            str(folder / "old.doc"),
        ]
    )
    pid = folder / "pid"
    while not (pid.exists() and pid.read_text()):
        assert asking.poll() is None
        time.sleep(0.05)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    assert has_ended(int(pid.read_text()))


def has_ended(pid):
    """Whether a process ends soon; one that nobody waits for counts as ended."""
    for _ in range(200):
        state = Path(f"/proc/{pid}/stat")
        if state.parent.parent.is_dir() and not state.exists():
            return True
        try:
            os.kill(pid, 0)
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
