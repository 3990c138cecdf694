"""Is every service well: how much it does, how much fails, how long it takes, what is left."""

from dashboards.panels import dashboard, figure, lines, quantile, row

_JOBS = 'job=~"api-gateway|generator|ethnography|library|avatar"'
_HTTP = "http_server_request_duration_seconds"
#: Users' requests, without probes and scrapes.
_USERS = 'http_route!~"/health/.*|/metrics"'


DASHBOARD = (
    dashboard(
        "golden-signals",
        "golden signals",
        "Each service: rate, errors, duration and saturation. Look here first.",
    )
    .with_panel(
        figure(
            "Processes that answer",
            "short",
            (f"sum by (job) (up{{{_JOBS}}})", "{{job}}"),
            width=12,
        )
    )
    .with_panel(
        figure(
            "Alerts that fire",
            "short",
            ('count(ALERTS{alertstate="firing"}) or vector(0)', ""),
            note="docs/runbook.md says what each means, and what to do.",
        )
    )
    .with_panel(figure("Messages that wait", "short", ("sum(suara_consumer_lag_messages)", "")))
    .with_panel(
        figure(
            "Dead letters, 15 min",
            "short",
            ("sum(job_topic_reason:suara_dead_letters:increase15m) or vector(0)", ""),
        )
    )
    .with_row(row("The API"))
    .with_panel(
        lines(
            "Requests",
            "reqps",
            (
                "sum by (http_response_status_code)"
                f" (rate({_HTTP}_count{{{_USERS}}}[$__rate_interval]))",
                "{{http_response_status_code}}",
            ),
            stacked=True,
        )
    )
    .with_panel(
        lines(
            "Time to answer",
            "s",
            (quantile(0.5, f"{_HTTP}_bucket{{{_USERS}}}"), "half within"),
            (quantile(0.95, f"{_HTTP}_bucket{{{_USERS}}}"), "95 % within"),
            (quantile(0.99, f"{_HTTP}_bucket{{{_USERS}}}"), "99 % within"),
        )
    )
    .with_panel(
        lines(
            "Slowest routes, 95 % within",
            "s",
            (
                f"topk(4, {quantile(0.95, f'{_HTTP}_bucket{{{_USERS}}}', 'http_route')} > 0)",
                "{{http_route}}",
            ),
        )
    )
    .with_row(row("The workers"))
    .with_panel(
        lines(
            "Messages settled",
            "ops",
            (
                'sum by (job) (rate(suara_message_duration_seconds_count{outcome!="passed"}'
                "[$__rate_interval]))",
                "{{job}}",
            ),
            width=6,
            note="Without those of other services, which are passed over.",
        )
    )
    .with_panel(
        lines(
            "Tries that fail",
            "ops",
            (
                'sum by (job) (rate(suara_handler_tries_total{outcome!="ok"}[$__rate_interval]))'
                " or 0 * sum by (job) (rate(suara_handler_tries_total[$__rate_interval]))",
                "{{job}}",
            ),
            width=6,
            note="error: tried again. outage: waited out. permanent: a dead letter.",
        )
    )
    .with_panel(
        lines(
            "Handling, 95 % within",
            "s",
            (
                quantile(0.95, 'suara_message_duration_seconds_bucket{outcome="handled"}', "job"),
                "{{job}}",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Waiting before it, 95 % within",
            "s",
            (quantile(0.95, "suara_message_wait_seconds_bucket", "job"), "{{job}}"),
            width=6,
            note="From the event's time until its handling began: outbox, broker and window.",
        )
    )
    .with_row(row("What is left"))
    .with_panel(
        lines(
            "Window in use",
            "percentunit",
            (
                "sum by (job) (suara_messages_in_flight)"
                " / sum by (job) (suara_messages_in_flight_limit)",
                "{{job}}",
            ),
            width=6,
            note="At 100 % with messages that wait, more workers help.",
        )
    )
    .with_panel(
        lines(
            "Event loop's delay, 95 % within",
            "s",
            (quantile(0.95, "suara_event_loop_delay_seconds_bucket", "job"), "{{job}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Processors in use",
            "short",
            (
                f"sum by (job) (rate(process_cpu_seconds_total{{{_JOBS}}}[$__rate_interval]))",
                "{{job}}",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Memory, largest process",
            "bytes",
            (f"max by (job) (process_resident_memory_bytes{{{_JOBS}}})", "{{job}}"),
            width=6,
        )
    )
)
