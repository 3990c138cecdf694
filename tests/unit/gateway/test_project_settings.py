"""What a project's provider is asked for."""

import pytest

from api_gateway.domain.project_settings import LlmProvider, image_model


@pytest.mark.parametrize("drawing", ["gpt-image-1", "gpt-image-2", "dall-e-3"])
def test_a_model_that_draws_draws_portraits(drawing: str) -> None:
    assert image_model(LlmProvider(kind="openai", model=drawing)) == drawing


@pytest.mark.parametrize("other", [None, "gpt-4.1", "o3"])
def test_in_place_of_any_other_the_usual_one_draws(other: str | None) -> None:
    assert image_model(LlmProvider(kind="openai", model=other)) == "gpt-image-1"
