"""More open files: each world of each service is a file, and each caller a socket."""

import resource

MOST = 65_536
"""More than this helps nobody, and costs whoever walks through all of them."""


def allow_more(most: int = MOST) -> int:
    """Raise the soft limit of this process and its children to the hard one, at most to `most`.

    Returns the limit that now holds. Where the system says no, it stays as it was.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(hard, most)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError):  # macOS has a limit of its own below the hard one
        return soft
    return wanted
