"""Write the generated documents: `python -m tests.documents`, or `make docs`."""

from tests.documents import DOCS, GENERATED

if __name__ == "__main__":
    for name, markdown in GENERATED.items():
        (DOCS / name).write_text(markdown(), encoding="utf-8")
        print(f"docs/{name}")
