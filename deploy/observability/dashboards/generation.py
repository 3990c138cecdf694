"""One generation's life: how many run, how long each stage takes and waits, how they end."""

from dashboards.panels import dashboard, figure, lines, quantile, row

_ENDED = "suara_generation_duration_seconds"
_STAGE = "suara_stage_duration_seconds"

DASHBOARD = (
    dashboard(
        "generation",
        "one generation's life",
        "From GenerationRequested to complete: stages, waits, what is under way, how it ends.",
    )
    .with_panel(figure("Running", "short", ("max(suara_generations_running)", "")))
    .with_panel(
        figure(
            "Oldest without progress",
            "s",
            ("max(suara_generation_oldest_progress_seconds)", ""),
            note="After SUARA_SWEEP_DEADLINE_SECONDS a generation is resumed.",
        )
    )
    .with_panel(
        figure(
            "Ended, 1 h",
            "short",
            (f"sum by (outcome) (increase({_ENDED}_count[1h]))", "{{outcome}}"),
            width=6,
        )
    )
    .with_panel(
        figure(
            "Half complete within, 1 h",
            "s",
            (quantile(0.5, f'{_ENDED}_bucket{{outcome="complete"}}', window="1h"), ""),
            width=5,
            decimals=1,
        )
    )
    .with_panel(
        figure(
            "95 % complete within, 1 h",
            "s",
            (quantile(0.95, f'{_ENDED}_bucket{{outcome="complete"}}', window="1h"), ""),
            width=5,
            decimals=1,
        )
    )
    .with_row(row("From request to complete"))
    .with_panel(
        lines(
            "Generations that end",
            "ops",
            (f"sum by (outcome) (rate({_ENDED}_count[$__rate_interval]))", "{{outcome}}"),
        )
    )
    .with_panel(
        lines(
            "Time to complete",
            "s",
            (quantile(0.5, f'{_ENDED}_bucket{{outcome="complete"}}'), "half within"),
            (quantile(0.95, f'{_ENDED}_bucket{{outcome="complete"}}'), "95 % within"),
        )
    )
    .with_panel(
        lines(
            "Resumed and given up",
            "short",
            ("sum(increase(suara_generations_resumed_total[$__rate_interval]))", "resumed"),
            ("sum(increase(suara_generations_given_up_total[$__rate_interval]))", "given up"),
        )
    )
    .with_row(row("Stages"))
    .with_panel(
        lines(
            "A stage's time, half within",
            "s",
            (quantile(0.5, f"{_STAGE}_bucket", "stage"), "{{stage}}"),
            note="From the event that asks for it until it is done.",
        )
    )
    .with_panel(
        lines(
            "A stage's time, 95 % within",
            "s",
            (quantile(0.95, f"{_STAGE}_bucket", "stage"), "{{stage}}"),
        )
    )
    .with_panel(
        lines(
            "Stages that fail",
            "ops",
            (
                f'sum by (stage) (rate({_STAGE}_count{{outcome="failed"}}[$__rate_interval]))',
                "{{stage}}",
            ),
        )
    )
    .with_row(row("Waiting"))
    .with_panel(
        lines(
            "Wait before handling, 95 % within",
            "s",
            (quantile(0.95, "suara_message_wait_seconds_bucket", "event_type"), "{{event_type}}"),
            width=12,
        )
    )
    .with_panel(
        lines(
            "Messages that wait",
            "short",
            ("sum by (job) (suara_consumer_lag_messages)", "{{job}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Messages in flight",
            "short",
            ("sum by (job) (suara_messages_in_flight)", "{{job}}"),
            width=6,
        )
    )
    .with_row(row("What comes of it"))
    .with_panel(
        lines(
            "Personas",
            "ops",
            ("sum by (source) (rate(suara_personas_total[$__rate_interval]))", "{{source}}"),
            width=12,
            stacked=True,
        )
    )
    .with_panel(
        lines(
            "Portraits",
            "ops",
            ("sum by (source) (rate(suara_portraits_total[$__rate_interval]))", "{{source}}"),
            width=12,
            stacked=True,
        )
    )
)
