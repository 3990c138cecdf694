"""The same inputs give the same people, in any process and any company."""

import json
import os
import subprocess
import sys

from generator.domain.casting import cast
from suara.markets import locate, market
from suara.personas import Definition

SEGMENT = Definition(age_min=20, age_max=40, location="Jakarta, Indonesia", occupation="Student")

PROGRAM = """
import json
from generator.domain.casting import cast
from suara.markets import locate, market
from suara.personas import Definition
d = Definition(age_min=20, age_max=40, location="Jakarta, Indonesia", occupation="Student")
c = cast(d, market("ID"), locate(d.location), range(5), 2**62 + 1)
print(json.dumps([one.model_dump() for one in c.casts]))
"""


def test_another_process_casts_the_same_people():
    here = cast(SEGMENT, market("ID"), locate("Jakarta, Indonesia"), range(5), 2**62 + 1).casts
    for hash_seed in ("0", "1"):
        output = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
        ).stdout
        assert json.loads(output) == [one.model_dump() for one in here]


def test_a_slot_is_the_same_person_alone_and_in_a_group():
    for code in ("PH", "ID", "VN", "DE"):
        together = cast(Definition(), market(code), None, range(10), 9).casts
        for slot in range(10):
            (alone,) = cast(Definition(), market(code), None, [slot], 9).casts
            named = {"full_name", "short_name"}
            assert alone.model_dump(exclude=named) == together[slot].model_dump(exclude=named)


def test_seeds_give_different_people():
    names = {cast(Definition(), market("PH"), None, [0], s).casts[0].full_name for s in range(50)}
    assert len(names) > 40
