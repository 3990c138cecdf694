"""What an operator keeps an eye on: outbox, dead letters, servers, snapshots, sources, library."""

from dashboards.panels import dashboard, figure, lines, quantile, row

_SUCCESS = "suara_source_last_success_timestamp_seconds"

DASHBOARD = (
    dashboard(
        "operations",
        "operations",
        "What waits, what was set aside, what is old, what grows.",
    )
    .with_panel(
        figure(
            "Outbox",
            "short",
            ("max by (state) (suara_outbox_messages)", "{{state}}"),
            width=5,
        )
    )
    .with_panel(figure("Oldest in it", "s", ("max(suara_outbox_oldest_seconds)", ""), width=3))
    .with_panel(
        figure(
            "Dead letters, 15 min",
            "short",
            ("sum(job_topic_reason:suara_dead_letters:increase15m) or vector(0)", ""),
        )
    )
    .with_panel(figure("Waiting for a server", "short", ("sum(suara_waiting_for_server)", "")))
    .with_panel(
        figure(
            "Documents",
            "short",
            ("max by (collection) (suara_database_documents)", "{{collection}}"),
            width=8,
        )
    )
    .with_row(row("The bus"))
    .with_panel(
        lines(
            "Events published",
            "ops",
            (
                "sum by (topic) (rate(suara_published_messages_total[$__rate_interval]))",
                "{{topic}}",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Outbox",
            "short",
            ("max by (state) (suara_outbox_messages)", "{{state}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Waiting for a server, and failing to publish",
            "short",
            ("sum by (job) (suara_waiting_for_server) > 0", "{{job}}"),
            (
                "sum(rate(suara_publish_errors_total[$__rate_interval]))",
                "publishing fails, a second",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Dead letters since the start",
            "short",
            (
                "sum by (topic, reason) (suara_dead_letters_total)",
                "{{topic}}: {{reason}}",
            ),
            width=6,
        )
    )
    .with_row(row("Markets"))
    .with_panel(
        lines(
            "Age of the snapshots",
            "s",
            ("min by (market) (suara_snapshot_age_seconds)", "{{market}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Signals in them",
            "short",
            ("max by (market) (suara_snapshot_signals)", "{{market}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Readings of sources",
            "ops",
            (
                "sum by (source, outcome) (rate(suara_source_reads_total[$__rate_interval]))",
                "{{source}}: {{outcome}}",
            ),
            width=6,
        )
    )
    .with_panel(
        figure(
            "Since a source was last read",
            "s",
            (f"time() - max by (source) ({_SUCCESS})", "{{source}}"),
            width=6,
        ).height(8)
    )
    .with_row(row("Library and pictures"))
    .with_panel(
        lines(
            "Library personas",
            "short",
            ("max by (market) (suara_library_personas)", "{{market}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Matches",
            "ops",
            (
                "sum by (outcome) (rate(suara_library_matches_total[$__rate_interval]))",
                "{{outcome}}",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "A match's time",
            "s",
            (quantile(0.5, "suara_library_match_duration_seconds_bucket"), "half within"),
            (quantile(0.95, "suara_library_match_duration_seconds_bucket"), "95 % within"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Pictures stored",
            "Bps",
            ("sum(rate(suara_avatars_stored_bytes_total[$__rate_interval]))", "bytes a second"),
            width=6,
        )
    )
)
