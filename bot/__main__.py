"""``python -m bot`` and the console script ``youshi``."""

import gc
import sys

from bot.stopping import stop_quietly


def main() -> None:
    """Run the command line. To load it takes a second, during which the bot can be stopped already.

    Any other command that is cut short has not done what it was asked for, and must not end as if it had.
    """
    if sys.argv[1:2] == ["run"]:
        stop_quietly()
    gc.disable()  # what imports make stays: to look through it again and again would take a third of the time
    from bot import cli  # noqa: PLC0415 - see above

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
