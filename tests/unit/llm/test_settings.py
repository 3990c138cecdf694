"""Settings of the model, and how little it takes to read them."""

import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from suara.llm import LlmSettings, Usage
from suara.llm.prices import Price
from suara.settings import load


def settings(**values: Any) -> LlmSettings:
    return LlmSettings(**({"base_url": None, "azure_api_version": None} | values))


def test_importing_the_client_does_not_import_openai() -> None:
    script = "import sys, suara.llm; sys.exit('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    "wrong",
    [{"base_url": "localhost:8080/v1"}, {"azure_api_version": "2024-10-21"}],
)
def test_an_address_that_cannot_work_is_refused_only_where_it_is_used(
    wrong: dict[str, str],
) -> None:
    settings(llm="offline", **wrong)
    with pytest.raises(ValidationError, match="OPENAI_BASE_URL"):
        settings(llm="openai", **wrong)


def test_variables_that_do_not_go_together_are_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUARA_LLM", "openai")
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:8080")

    with pytest.raises(SystemExit):
        load(LlmSettings)

    line = "suara: OPENAI_BASE_URL must start with http:// or https://\n"
    assert capsys.readouterr().err == line


def test_empty_variables_are_unset_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a compose file that passes on what the operator has not set."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_VERSION", "SUARA_LLM_MODEL"):
        monkeypatch.setenv(name, "")

    read = LlmSettings()

    assert (read.base_url, read.azure_api_version, read.model) == (None, None, "gpt-4.1-mini")


def test_the_key_is_not_shown() -> None:
    assert "sk-secret" not in repr(settings(api_key="sk-secret"))


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        ("{", "it is no JSON object"),
        ("[1]", "it is no JSON object"),
        ('{"gpt-4.1-mini": {"inputs": 1}}', "gpt-4.1-mini: inputs: "),
        ('{"gpt-4.1-mini": {"output": -1}}', "gpt-4.1-mini: output: "),
        ('{"gpt-4.1-mini": {"output": NaN}}', "gpt-4.1-mini: output: "),
        ('{"gpt-4.1-mini": 3}', "gpt-4.1-mini: "),
    ],
)
def test_prices_that_cannot_be_right_are_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], prices: str, why: str
) -> None:
    monkeypatch.setenv("SUARA_MODEL_PRICES", prices)

    with pytest.raises(SystemExit, match="2"):
        load(LlmSettings)

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"suara: SUARA_MODEL_PRICES is malformed: {why}")


def test_cached_input_costs_as_much_as_other_input_unless_a_price_says_less() -> None:
    usage = Usage(prompt_tokens=3_000_000, cached_tokens=1_000_000, completion_tokens=1_000_000)
    assert Price(input=1, output=10).usd(usage, 0) == 13
    assert Price(input=1, cached_input=0.5, output=10).usd(usage, 0) == 12.5
    assert Price(image=0.04).usd(usage, 1) == 0.04
    assert Price(input=1).usd(Usage(prompt_tokens=1, cached_tokens=5), 0) > 0  # a provider lies
