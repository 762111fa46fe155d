"""Makes the Debian packages of the house for this machine's release and processor.

They contain the environment beside the sources, so run `scripts/install hall terminal` first.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from provisioning.packages.build import build
from provisioning.packages.contents import PACKAGES, PARTS, ROOT
from provisioning.packages.environment import PackagingError


def package_main(argv: Sequence[str]) -> int:
    """Print the file of each package. Returns 0; 1 if one could not be made; 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="scripts/package", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="PART", help="hall, terminal, or both")
    parser.add_argument("--out", type=Path, default=ROOT / "build/packages", metavar="DIR", help="build/packages")
    parser.add_argument("--quick", action="store_true", help="not compressed and no bytecode: to try")
    asked = parser.parse_args(argv)
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        for package in PACKAGES:
            if not package.part or package.part in asked.parts:
                print(build(package, asked.out, quick=asked.quick), flush=True)
    except (PackagingError, subprocess.CalledProcessError) as error:
        print(f"scripts/package: {error}", file=sys.stderr)
    except OSError as error:
        print(f"scripts/package: {error.filename}: {error.strerror}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(package_main(sys.argv[1:]))
