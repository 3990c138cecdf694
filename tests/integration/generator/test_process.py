"""The generator as a process of its own: settings that are wrong, and what it loads."""

import asyncio
import os
import sys

import pytest


async def run(*arguments: str, **variables: str) -> tuple[int | None, str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("SUARA_", "OPENAI_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        env=inherited | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        out, errors = await process.communicate()
    return process.returncode, out.decode(), errors.decode()


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"SUARA_LLM": "openai"}, "no key for the language model: set OPENAI_API_KEY"),
        (
            {"SUARA_LLM": "openai", "OPENAI_API_KEY": ""},
            "no key for the language model: set OPENAI_API_KEY",
        ),
        ({"SUARA_LLM": "gpt"}, "SUARA_LLM is malformed: "),
        ({"SUARA_LLM_DRAFT_SECONDS": "0"}, "SUARA_LLM_DRAFT_SECONDS is malformed: "),
        ({"SUARA_LLM_BUDGET_TOKENS": "-1"}, "SUARA_LLM_BUDGET_TOKENS is malformed: "),
    ],
)
async def test_a_wrong_setting_is_one_line_at_start(
    variables: dict[str, str], line: str, own_environment: dict[str, str]
) -> None:
    status, _, errors = await run("-m", "generator", **(own_environment | variables))
    assert status == 2
    assert errors.startswith(f"suara: {line}")
    assert errors.count("\n") == 1


async def test_without_a_model_the_package_for_it_is_not_loaded() -> None:
    told = "import sys, generator.bootstrap; print('openai' in sys.modules)"
    assert await run("-c", told) == (0, "False\n", "")
