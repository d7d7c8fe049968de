"""Check an exported log, its checkpoints and its proofs: a second verifier, by docs/reference/proof.md alone.

    python verifier.py log EXPORT [CHECKPOINT] [--key PUB]     what `tracker log export` wrote
    python verifier.py proof FILE [CHECKPOINT] [--key PUB]     what `tracker log prove` wrote
Python's own library and nothing of the tracker. Ends with 0, or with 1 and what is wrong."""

import json
import re
import sys
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from pathlib import Path

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P)
SIZE = "(0|[1-9][0-9]{0,17})"
NOTE = f"\\A([^\x00-\x1f]+)\n{SIZE}\n(\\S+)\n(?:\n((?:\u2014 [^\\s+]+ \\S+\n){{1,64}}))?\\Z"
PROOF = f"\\A(?:c2sp.org/tlog-proof@v1\nextra (\\S*)\nindex {SIZE}|old {SIZE})\n((?:\\S+\n){{0,63}})\n((?s:.*))\\Z"


def need(truth: object, what: str) -> None:
    if not truth:
        raise ValueError(what)


def unbase64(text: str) -> bytes:
    need(b64encode(b64decode(text)).decode() == text, "base64 that is spelled otherwise")
    return b64decode(text)


def split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1 if size > 1 else 0


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:])) if k else (leaves or [sha256(b"").digest()])[0]


def included(leaf: bytes, i: int, n: int, path: list[bytes]) -> bytes:
    """The root to which a leaf leads; the last hash of a path is the topmost."""
    need(bool(path) == (n > 1), "a path of the wrong length")
    if n > 1 and i < split(n):
        return node(included(leaf, i, split(n), path[:-1]), path[-1])
    return node(path[-1], included(leaf, i - split(n), n - split(n), path[:-1])) if n > 1 else leaf


def consistent(m: int, n: int, path: list[bytes], whole: bytes | None) -> tuple[bytes, bytes]:
    """The old and the new root to which a path leads; `whole` is the old root while all of it is on the left."""
    if m == n:
        need(len(path) == (whole is None), "a path of the wrong length")
        return (whole or path[0], whole or path[0])
    need(path, "a path of the wrong length")
    k = split(n)
    old, new = consistent(m, k, path[:-1], whole) if m <= k else consistent(m - k, n - k, path[:-1], None)
    return (old, node(new, path[-1])) if m <= k else (node(path[-1], old), node(path[-1], new))


def signed(key: bytes, text: bytes, raw: bytes) -> None:
    def point(raw: bytes) -> tuple[int, int]:
        y, odd = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
        xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(xx, (P + 3) // 8, P)
        x = x if (x * x - xx) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
        need(y < P and (x * x - xx) % P == 0 and (x or not odd), "no point of the curve")
        return (x if x % 2 == odd else P - x), y

    def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
        t = D * a[0] * b[0] * a[1] * b[1]
        x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P)
        return x % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P

    def times(k: int, a: tuple[int, int]) -> tuple[int, int]:
        half = times(k // 2, add(a, a)) if k else (0, 1)
        return add(half, a) if k % 2 else half

    a, s = point(key), int.from_bytes(raw[32:], "little")
    h = int.from_bytes(sha512(raw[:32] + key + text).digest(), "little") % Q
    x, y = add(times(s % Q, point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))), times(h, (P - a[0], a[1])))
    good = len(key) == 32 and len(raw) == 64 and s < Q and raw[:32] == (y | (x & 1) << 255).to_bytes(32, "little")
    need(good, "a signature that does not hold")


def checkpoint(raw: bytes, key: str | None) -> tuple[str, int, bytes]:
    ((origin, size, top, lines),) = re.findall(NOTE, raw.decode())
    found = [(line.split(" ")[1], unbase64(line.split(" ")[2])) for line in lines.splitlines()]
    need(all(name.isprintable() and len(each) > 4 for name, each in found), "no signature")
    if key is not None:
        name, number, encoded = key.strip().split("+", 2)
        public = unbase64(encoded)
        key_id = sha256(name.encode() + b"\n" + public).digest()[:4]
        own = [each[4:] for signer, each in found if (signer, each[:4]) == (name, key_id)]
        need(len(own) == 1 and public[0] == 1 and key_id.hex() == number, "not signed by that key")
        signed(public[1:], f"{origin}\n{size}\n{top}\n".encode(), own[0])
    need(len(unbase64(top)) == 32, "no root")
    return origin, int(size), unbase64(top)


def check_log(raw: bytes, kept: bytes | None, key: str | None) -> None:
    bodies = raw.removesuffix(b"\n").split(b"\n")
    events, leaves = list(map(json.loads, bodies)), [sha256(b"\x00" + body).digest() for body in bodies]
    plain = [json.dumps(each, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for each in events]
    need([each.encode() for each in plain] == bodies, "not canonical")
    ids, recorded = [each["id"] for each in events], [each["recorded_at"] for each in events]
    need([each["seq"] for each in events] == [*range(1, len(events) + 1)], "out of order")
    need(sorted(recorded) == recorded and len(set(ids)) == len(ids), "a clock that runs back, or an id twice")
    if kept is not None:
        origin, size, top = checkpoint(kept, key)
        need(origin == f"negotiation-position-tracker/{ids[0]}", "the checkpoint of another log")
        need(size <= len(leaves) and root(leaves[:size]) == top, "not what the checkpoint says")


def check_proof(raw: bytes, kept: bytes | None, key: str | None) -> None:
    ((extra, index, before, hashes, note),) = re.findall(PROOF, raw.decode())
    origin, size, top = checkpoint(note.encode(), key)
    old = None if kept is None else checkpoint(kept, None)
    path = [unbase64(line) for line in hashes.splitlines()]
    need(all(len(each) == 32 for each in path), "no hash")
    if index:
        body, i = unbase64(extra), int(index)
        need(old == (origin, size, top) if old else key, "a checkpoint that nobody vouches for")
        need(i < size and included(sha256(b"\x00" + body).digest(), i, size, path) == top, "not included")
        need(json.loads(body)["seq"] == i + 1, "another number")
    else:
        need(
            old and old[:2] == (origin, int(before)) and old[1] <= size, "another checkpoint than the one that was kept"
        )
        old_root = old[2] if old else b""
        empty = not path and old_root == root([]) and (size or top == root([]))
        need(
            empty if before == "0" else consistent(int(before), size, path, old_root) == (old_root, top),
            "not consistent",
        )


if __name__ == "__main__":
    kind, file, *more = sys.argv[1:]
    old = Path(more[0]).read_bytes() if more and more[0] != "--key" else None
    try:
        checked = check_log if kind == "log" else check_proof
        checked(Path(file).read_bytes(), old, more[-1] if "--key" in more else None)
    except (ValueError, LookupError, TypeError) as error:
        sys.exit(f"bad: {error}")
