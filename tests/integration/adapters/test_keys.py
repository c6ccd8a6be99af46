"""Keys: made once, readable by their owner alone, and the opener apart from the others."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from nacl.public import PrivateKey

from service.adapters.keys import Keys, UnusableKeys, read_key

if TYPE_CHECKING:
    from pathlib import Path


def line(key: bytes) -> bytes:
    return base64.urlsafe_b64encode(key) + b"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def opener(folder: Path) -> Path:
    return folder / "opener.key"


def test_created_keys_are_those_loaded_later(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)

    assert Keys.load(folder) == created
    assert created.sealing == bytes(PrivateKey(read_key(opener)).public_key)


def test_creating_again_changes_nothing(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)
    before = {path: path.read_bytes() for path in folder.iterdir()}

    assert Keys.create(folder, opener) == created
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_only_what_is_missing_is_made(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)
    (folder / "signing.key").unlink()

    mended = Keys.create(folder, opener)

    assert (mended.sealing, mended.hashing) == (created.sealing, created.hashing)
    assert mended.signing != created.signing


def test_a_lost_public_half_is_made_from_the_opener_key(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)
    (folder / "sealing.pub").unlink()

    assert Keys.create(folder, opener).sealing == created.sealing


def test_no_second_opener_key_is_made_where_it_is_kept_elsewhere(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)
    opener.unlink()

    assert Keys.create(folder, opener) == created
    assert not opener.exists()


def test_the_opener_key_may_live_in_a_folder_of_its_own(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "worker" / "opener.key"

    created = Keys.create(folder, elsewhere)

    assert sorted(path.name for path in folder.iterdir()) == ["hashing.key", "sealing.pub", "signing.key"]
    assert bytes(PrivateKey(read_key(elsewhere)).public_key) == created.sealing


def test_loading_never_opens_the_opener_key(folder: Path, opener: Path) -> None:
    created = Keys.create(folder, opener)
    opener.write_bytes(b"not a key")

    assert Keys.load(folder) == created


def test_only_the_owner_may_read_what_is_made(folder: Path, opener: Path) -> None:
    Keys.create(folder, opener)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
@pytest.mark.parametrize("name", ["sealing.pub", "hashing.key", "signing.key"])
def test_keys_open_to_others_are_refused(folder: Path, opener: Path, name: str, mode: int) -> None:
    Keys.create(folder, opener)
    (folder / name).chmod(mode)

    with pytest.raises(UnusableKeys, match=rf"{name} is open to others \(mode 0{mode:o}\).*chmod 600"):
        Keys.load(folder)


def test_missing_keys_are_refused_with_the_command_that_makes_them(folder: Path) -> None:
    with pytest.raises(UnusableKeys, match=r"No such file.*python -m service init"):
        Keys.load(folder)


@pytest.mark.parametrize("content", [b"", b"\n", b"*" * 44, line(b"short"), line(b"x" * 33), b"\xff\xfe"])
def test_damaged_keys_are_refused_and_not_repeated(folder: Path, opener: Path, content: bytes) -> None:
    Keys.create(folder, opener)
    (folder / "hashing.key").write_bytes(content)

    with pytest.raises(UnusableKeys) as refused:
        Keys.load(folder)

    assert str(refused.value).endswith(("damaged: not base64", "damaged: a key has 32 bytes"))


def test_only_signing_takes_several_keys_oldest_first(folder: Path, opener: Path) -> None:
    old, new = b"o" * 32, b"n" * 32
    Keys.create(folder, opener)
    (folder / "signing.key").write_bytes(line(old) + line(new))

    assert Keys.load(folder).signing == (old, new)

    (folder / "hashing.key").write_bytes(line(old) + line(new))
    with pytest.raises(UnusableKeys, match="exactly one"):
        Keys.load(folder)


def test_starts_at_once_agree_on_one_set_of_keys(folder: Path, opener: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Keys.create(folder, opener), range(16)))

    assert set(made) == {Keys.load(folder)}
    assert sorted(path.name for path in folder.iterdir()) == ["hashing.key", "opener.key", "sealing.pub", "signing.key"]


def test_a_start_that_was_cut_short_leaves_nothing_that_is_taken_for_a_key(folder: Path, opener: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / ".hashing.key.1").write_bytes(b"half")

    assert Keys.create(folder, opener) == Keys.load(folder)


def test_keys_are_not_shown(folder: Path, opener: Path) -> None:
    assert repr(Keys.create(folder, opener)) == "Keys()"


def test_a_process_that_only_looks_for_keys_loads_no_cryptography() -> None:
    script = "import sys, service.adapters.keys; sys.exit('nacl' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603 - our own words
