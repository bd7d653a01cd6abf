"""Reads the committed files of conversations with the libraries of their users; see README.md."""

from readers import READERS
from truth import cases


def main() -> None:
    for truth in cases():
        for name, check in READERS.items():
            print(f"{truth.case:10} {name:14}", end=" ", flush=True)
            check(truth)
            print(f"{len(truth.rows)} rows")


if __name__ == "__main__":
    main()
