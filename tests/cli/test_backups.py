"""`backup`, `restore`, `restored` as an operator types them, and the log of a server that runs."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from followworthy.services import opting_out
from followworthy.store import Database, experts, revisions
from tests.cli.conftest import Run
from tests.cli.test_serve import Start, said_until
from tests.conftest import MOMENT
from tests.people import ODILE, TOBIN, publish

pytestmark = pytest.mark.sqlite  # PostgreSQL has tools of its own


@pytest.fixture
def data(run: Run, environment: dict[str, str]) -> Path:
    """A data folder with a database and two experts in it."""
    folder = Path(environment["FOLLOWWORTHY_DATA_DIR"])
    assert run("imports").returncode == 0
    database = opened(folder)
    with database.writing() as session:
        publish(session, ODILE, TOBIN)
    database.close()
    return folder


def opened(data: Path) -> Database:
    key = bytes.fromhex((data / "opt-out.key").read_text(encoding="ascii"))
    return Database(
        f"sqlite:///{data / 'followworthy.db'}", opt_out_key=key, opt_out_copy=data / "backups" / "opt-outs.txt"
    )


def state(data: Path) -> tuple[str, list[str]]:
    database = opened(data)
    with database.reading() as session:
        found = revisions.cursor(session)[0], [one.name for one, _ in experts.published(session)]
    database.close()
    return found


def test_there_and_back_with_an_opt_out_in_between(run: Run, data: Path, tmp_path: Path) -> None:
    epoch, _ = state(data)
    done = run("backup", tmp_path / "mine.tar")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Wrote {tmp_path}/mine.tar: revision 1 of epoch {epoch}. It was read back and is whole.\n"
    assert (tmp_path / "mine.tar").stat().st_mode & 0o777 == 0o600
    database = opened(data)
    with database.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", MOMENT)
    database.close()
    back = run("restore", tmp_path / "mine.tar")
    assert back.returncode == 0
    assert f"it held revision 1 of epoch {epoch}" in back.stdout
    assert "`followworthy restore " in back.stdout
    assert back.stderr == "1 listed and 0 proposed who had asked not to be listed were taken out again.\n"
    assert state(data)[1] == ["Tobin Ashgrove"]
    assert state(data)[0] != epoch


def test_a_second_backup_of_that_name_is_refused_in_one_sentence(run: Run, data: Path, tmp_path: Path) -> None:
    assert data.exists()
    run("backup", tmp_path / "mine.tar")
    done = run("backup", tmp_path / "mine.tar")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"followworthy: {tmp_path}/mine.tar is there already: choose another name, or move it away.\n"


@pytest.mark.parametrize(("words", "code"), [(("restore", "/nowhere.tar"), 2), (("restore",), 2), (("backup",), 2)])
def test_wrong_use_is_exit_code_two(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run(*words).returncode == code


def test_a_folder_that_is_not_there_is_one_sentence(run: Run, data: Path, tmp_path: Path) -> None:
    assert data.exists()
    done = run("backup", tmp_path / "nowhere" / "mine.tar")
    assert done.returncode == 1
    assert done.stderr.endswith("nowhere/mine.tar (No such file or directory).\n")


def test_on_postgresql_both_name_its_own_tools(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.tar").touch()
    done = run("restore", tmp_path / "x.tar", FOLLOWWORTHY_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/x")
    assert done.returncode == 1
    assert "pg_restore, then run `followworthy restored`" in done.stderr


def test_restored_begins_a_new_epoch_and_catches_up_with_who_left(run: Run, data: Path, tmp_path: Path) -> None:
    database = opened(data)
    database.copy_to(tmp_path / "before.db")
    with database.writing() as session:
        opting_out.opt_out(session, ODILE.id, "Nadia", MOMENT)
    database.close()
    epoch, _ = state(data)
    (tmp_path / "before.db").replace(data / "followworthy.db")
    done = run("restored")
    assert (done.returncode, "every reader takes the whole catalog" in done.stdout) == (0, True)
    assert "1 listed" in done.stderr
    assert state(data)[0] != epoch
    assert state(data)[1] == ["Tobin Ashgrove"]


def test_while_it_is_served_a_backup_can_be_written_and_none_restored(run: Run, serving: Start, tmp_path: Path) -> None:
    process = serving()
    said_until(process, "Serving")
    assert run("backup", tmp_path / "mine.tar").returncode == 0
    done = run("restore", tmp_path / "mine.tar")
    assert done.returncode == 1
    assert done.stderr.startswith("followworthy: A server, a worker or another command uses this database: stop it")
    process.kill()
    process.communicate(timeout=20)
    for _ in range(100):  # the children notice that their parent is gone
        done = run("restore", tmp_path / "mine.tar")
        if done.returncode == 0:
            break
    assert done.returncode == 0


def test_the_log_of_a_server_is_a_json_line_an_event(serving: Start, environment: dict[str, str]) -> None:
    environment["FOLLOWWORTHY_LOG"] = "json"
    process = serving()
    said_until(process, "Serving")
    broken = Database(f"sqlite:///{environment['FOLLOWWORTHY_DATA_DIR']}/followworthy.db")
    with broken.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE experts RENAME TO gone")
    broken.close()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{environment['FOLLOWWORTHY_PORT']}/?who=odile", headers={"X-Request-Id": "mine-1"}
    )
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(asked, timeout=10)  # noqa: S310 - our own loopback
    failed.value.close()
    process.terminate()
    rest, _ = process.communicate(timeout=20)
    lines = [json.loads(line) for line in rest.splitlines() if line.startswith("{")]
    (request,) = [one for one in lines if one["event"] == "request"]
    assert (request["route"], request["status"], request["request_id"]) == ("/", 503, "mine-1")
    assert request["level"] == "error"
    assert "odile" not in rest
