"""A standalone cluster of Spark's on the loopback, which needs PySpark and Java."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# Starts in half the time.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_DEFAULTS = """\
spark.driver.extraJavaOptions {java}
spark.executor.extraJavaOptions {java}
spark.driver.memory 512m
spark.executor.memory 512m
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.ui.enabled false
"""
_PATIENCE = 600  # seconds after which something is taken to be stuck


class Cluster:
    """What runs: the master, its workers, and the programs that use them.

    `url` is that of the master. A worker has its folder of logs in `folder`, by its number.
    """

    def __init__(self, folder: Path, defaults: str, java: str) -> None:
        import pyspark

        self.folder = folder
        self.url = ""
        self.workers: list[subprocess.Popen[Any]] = []
        self.running: list[subprocess.Popen[Any]] = []
        self._home = Path(pyspark.__file__).parent
        (folder / "spark-defaults.conf").write_text(_DEFAULTS.format(java=java) + defaults)
        # Where the package is found is told to the driver alone: workers have what it sends them.
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "SPARK_HOME": str(self._home),
            "SPARK_CONF_DIR": str(folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_HOSTNAME": "localhost",
            "SPARK_DAEMON_JAVA_OPTS": _JAVA,
            "PYSPARK_PYTHON": sys.executable,
        }

    def start(self, workers: int) -> None:
        """Start the master and workers of one core each, and wait until they have met."""
        log = self._start("master", "master.Master", "--port", "0")
        wait_for("the master", lambda: "I have been elected leader" in read_log(log))
        self.url = re.findall(r"spark://127\.0\.0\.1:\d+", read_log(log))[0]
        for number in range(workers):
            options = ("--cores", "1", "--memory", "1g", "--work-dir", f"{self.folder}/{number}")
            self._start(f"worker-{number}", "worker.Worker", *options, self.url)
        self.workers = self.running[1:]
        wait_for("workers", lambda: read_log(log).count("Registering worker") == workers)

    def _start(self, name: str, what: str, *arguments: str) -> Path:
        command = [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}"]
        command += ["--host", "127.0.0.1", "--webui-port", "0", *arguments]
        log = self.folder / f"{name}.log"
        with log.open("wb") as stream:
            self._run(command, self._environment, stdout=stream, stderr=subprocess.STDOUT)
        return log

    def draft(self, source: Path, output: Path, master: str = "") -> subprocess.Popen[Any]:
        """Start the command line, by default with the cluster's master."""
        command = [sys.executable, "-m", "quotecli", "draft", "--engine", "spark"]
        command += ["--master", master or self.url, str(source), str(output)]
        path = os.pathsep.join(filter(None, sys.path))
        return self._run(
            command, {**self._environment, "PYTHONPATH": path}, stderr=subprocess.PIPE, text=True
        )

    def _run(
        self, command: list[str], environment: dict[str, str], **options: Any
    ) -> subprocess.Popen[Any]:
        # A session of its own: all that a process starts is known by it.
        process = subprocess.Popen(command, env=environment, start_new_session=True, **options)
        self.running.append(process)
        return process

    def count_finished(self, worker: int) -> int:
        """Return how many tasks a worker has finished."""
        logs = self.folder.glob(f"{worker}/app-*/*/stderr")
        return sum(read_log(log).count("Finished task") for log in logs)


@contextmanager
def run_cluster(
    folder: Path, workers: int = 2, defaults: str = "", java: str = _JAVA
) -> Iterator[Cluster]:
    """Yield a cluster whose files are in `folder`; `defaults` are lines of spark-defaults.conf."""
    cluster = Cluster(folder, defaults, java)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        for process in cluster.running:
            kill(process)


def kill(process: subprocess.Popen[Any]) -> None:
    """Kill a process and all that it started, as a machine that loses its power does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(what: str, look: Callable[[], object]) -> None:
    """Wait until `look` returns something true."""
    until = time.monotonic() + _PATIENCE
    while not look():
        assert time.monotonic() < until, f"no sign of {what}"
        time.sleep(0.1)


def read_log(path: Path) -> str:
    """Return the text of a file, "" if there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
