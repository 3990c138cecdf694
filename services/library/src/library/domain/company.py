"""One company's library personas: sorted blocks, and what changed since they were sorted."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from library.domain.block import Block, Wanted, id_of, row_key

BlockKey = tuple[str, str, str]  # market, gender, income level: the limits that are never crossed

#: Recent changes are merged when there are more than this, or than this share of the library:
#: so a change costs a merge's work once in a while, and a search looks through few of them.
_FEW, _SHARE = 1_000, 256


class Row(NamedTuple):
    """A person in a block. place: codes of occupation, age and location."""

    block: BlockKey
    place: tuple[int, int, int]
    dispositions: bytes


@dataclass
class _Staged:
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    ids: bytearray = field(default_factory=bytearray)
    dispositions: bytearray = field(default_factory=bytearray)

    def add(self, id_: bytes, row: Row) -> None:
        self.keys.append(row_key(*row.place))
        self.ids += id_
        self.dispositions += row.dispositions

    def block(self) -> Block:
        return Block.of(self.keys, bytes(self.ids), bytes(self.dispositions))


class Changes:
    """The latest state of people by id, None for one who is gone; sorted when it is looked at."""

    def __init__(self) -> None:
        self.rows: dict[bytes, Row | None] = {}
        self._by_block: dict[BlockKey, dict[bytes, Row]] = {}
        self._sorted: dict[BlockKey, Block] = {}

    def put(self, id_: bytes, row: Row | None) -> None:
        if before := self.rows.get(id_):
            del self._by_block[before.block][id_]
            self._sorted.pop(before.block, None)
        self.rows[id_] = row
        if row is not None:
            self._by_block.setdefault(row.block, {})[id_] = row
            self._sorted.pop(row.block, None)

    def blocks(self) -> Mapping[BlockKey, Block]:
        return {key: block for key in self._by_block if (block := self.block(key))}

    def block(self, key: BlockKey) -> Block | None:
        if key not in self._sorted and self._by_block.get(key):
            staged = _Staged()
            for id_, row in self._by_block[key].items():
                staged.add(id_, row)
            self._sorted[key] = staged.block()
        return self._sorted.get(key)


class Company:
    """Two layers over the sorted blocks: changes being merged, and changes since then."""

    def __init__(self) -> None:
        self._blocks: dict[BlockKey, Block] = {}
        self._merging = Changes()
        self._recent = Changes()
        self._staged: dict[BlockKey, _Staged] = {}

    def __len__(self) -> int:
        """People in the sorted blocks."""
        return sum(map(len, self._blocks.values()))

    @property
    def size(self) -> int:
        """About how many people: who changed since the last merge may count twice."""
        return len(self) + len(self._merging.rows) + len(self._recent.rows)

    def put(self, id_: bytes, row: Row | None) -> None:
        self._recent.put(id_, row)

    def stage(self, id_: bytes, row: Row | None) -> None:
        if row is not None:
            self._staged.setdefault(row.block, _Staged()).add(id_, row)

    def settle(self) -> None:
        self._blocks |= {key: staged.block() for key, staged in self._staged.items()}
        self._staged = {}

    def search(self, key: BlockKey, wanted: Wanted) -> Iterator[tuple[float, bytes]]:
        """Score and id of strong matches, best first."""
        layers = (
            (self._blocks.get(key), (self._merging.rows, self._recent.rows)),
            (self._merging.block(key), (self._recent.rows,)),
            (self._recent.block(key), ()),
        )
        found = [(*block.strong(wanted), newer) for block, newer in layers if block is not None]
        if not found:
            return
        scores, ids = (np.concatenate([part[n] for part in found]) for n in (0, 1))
        newer = [part[2] for part in found for _ in range(len(part[0]))]
        for row in np.lexsort((ids[:, 1], ids[:, 0], -scores)):
            id_ = id_of(ids[row])
            if not any(id_ in rows for rows in newer[row]):
                yield float(scores[row]), id_

    @property
    def crowded(self) -> bool:
        """Whether `begin_merge` is due."""
        return not self._merging.rows and len(self._recent.rows) > max(_FEW, len(self) // _SHARE)

    def begin_merge(self) -> None:
        """From now on changes are kept apart from those that are merged."""
        self._merging, self._recent = self._recent, Changes()

    def merged(self) -> dict[BlockKey, Block]:
        """New blocks; changes nothing, so that a thread may do it while others search."""
        gone, fresh = list(self._merging.rows), self._merging.blocks()
        merged = {}
        for key in {*self._blocks, *fresh}:
            block = self._blocks.get(key)
            kept = block.without(gone) if block is not None else None
            new = fresh.get(key)
            merged[key] = kept.joined(new) if kept is not None and new else (kept or new)
        return {key: block for key, block in merged.items() if block is not None and len(block)}

    def end_merge(self, blocks: dict[BlockKey, Block]) -> None:
        """Put the result of `merged` in place."""
        self._blocks, self._merging = blocks, Changes()
