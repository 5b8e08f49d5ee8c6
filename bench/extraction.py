"""Body and publication day beside trafilatura, newspaper4k and htmldate, all in one run.

    python -m bench.extraction SCORER MIRRORS [--out DIR] [--cache DIR]

SCORER is the folder of the scorer's `run.py`, MIRRORS that of the public repositories its pages
come from; both live outside this repository. Only development pages are used. newspaper4k is not
among the dependencies: `pip install -e .[peers]`, in an environment of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CORPORA = "scrapinghub,fundus,htmldate"
PEERS = {"trafilatura": "trafilatura", "newspaper4k": "newspaper", "htmldate-ext": "htmldate"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scorer", type=Path)
    parser.add_argument("mirrors", type=Path)
    parser.add_argument("--out", type=Path, help="where the report and its pages go")
    parser.add_argument("--cache", type=Path, help="where the peers' answers are kept")
    given = parser.parse_args()
    installed = [peer for peer, module in PEERS.items() if find_spec(module)]
    for peer in PEERS.keys() - set(installed):
        print(f"{peer} is not installed: it is left out", file=sys.stderr)
    command = [sys.executable, str(given.scorer / "run.py"), str(given.mirrors)]
    command += ["--corpora", CORPORA, "--peers", ",".join(installed)]
    command += ["--candidate", "bench.adapters:extract", "--path", str(Path(__file__).parents[1])]
    for option in ("out", "cache"):
        if folder := getattr(given, option):
            command += [f"--{option}", str(folder)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
