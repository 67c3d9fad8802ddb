"""The last hand: when the supervisor vanishes without a goodbye, stop what it left behind.

Run as a plain script (standard library only). It reads `+pid` and `-pid` lines from the
supervisor's pipe; each child leads its own process group. End of file with groups still
listed means that the supervisor was killed: SIGTERM to all, SIGKILL after a grace.
On Linux the children also get SIGTERM from the kernel (PR_SET_PDEATHSIG); this is what
reaches grandchildren, and all of them on macOS. It holds the data folder's lock
meanwhile, so that the next start waits until nothing is left. The folder of its one
argument (Redis's socket lies there) is removed in the end, however that came.
"""

import os
import signal
import sys
import time

GRACE_S = 4.0


def _signal(groups: set[int], number: int) -> set[int]:
    """Signal each group (0 only asks); returns those that still exist."""
    left = set()
    for group in groups:
        try:
            os.killpg(group, number)
            left.add(group)
        except ProcessLookupError:
            continue
        except PermissionError:
            left.add(group)
    return left


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    left = _signal(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = _signal(left, 0)
    _signal(left, signal.SIGKILL)
    _remove(sys.argv[1])


def _remove(folder: str) -> None:
    if os.path.isdir(folder):
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)


if __name__ == "__main__":
    main()
