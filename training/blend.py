"""Weigh a network that learned more against the one it began as: the mean of their parameters.

    python -m training.blend --before FILE.pt --after FILE.pt --share 0.7 --output FILE.pt

What was learned last is kept for the most part, and what it would have cost comes back (Wortsman et al. 2022, Robust
fine-tuning of zero-shot models).
"""

import argparse
from pathlib import Path

from training.network import Network, carried, load, save


def blend(before: Network, after: Network, share: float) -> Network:
    """`after` with its parameters moved towards `before`; `share` of each is its own."""
    earlier = before.state_dict()
    after.load_state_dict({name: share * own + (1 - share) * earlier[name] for name, own in after.state_dict().items()})
    return after


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.7, help="of the network after, between 0 and 1")
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    (before, _), (after, kept) = load(args.before), load(args.after)
    if before.size != after.size:
        parser.error(f"{args.after} is not what {args.before} became: their sizes differ")
    save(args.output, blend(before, after, args.share), **carried(kept))


if __name__ == "__main__":
    main()
