"""Where the money goes: tokens, cost, what throttling takes, what the library saves."""

from dashboards.panels import dashboard, figure, lines, quantile, row

_COST = "suara_model_cost_usd_total"
_TOKENS = "suara_model_tokens_total"
_CALLS = "suara_model_call_duration_seconds"
_PERSONAS = "suara_personas_total"

DASHBOARD = (
    dashboard(
        "money",
        "money",
        "What models cost, by SUARA_MODEL_PRICES: without a price there is no cost to show.",
    )
    .with_panel(
        figure("Cost, 24 h", "currencyUSD", (f"sum(increase({_COST}[1d]))", ""), decimals=2)
    )
    .with_panel(
        figure(
            "Daily budget used",
            "percentunit",
            (f"sum(increase({_COST}[1d])) / on () suara:daily_budget_usd", ""),
            note="suara:daily_budget_usd, in Prometheus' rules/recordings.yml.",
            decimals=1,
        )
    )
    .with_panel(
        figure(
            "A written persona, 24 h",
            "currencyUSD",
            (
                f'sum(increase({_COST}[1d])) / sum(increase({_PERSONAS}{{source="written"}}[1d]))',
                "",
            ),
            decimals=4,
        )
    )
    .with_panel(
        figure(
            "Saved by the library, 24 h",
            "currencyUSD",
            (
                f'sum(increase({_PERSONAS}{{source="reused"}}[1d])) * sum(increase({_COST}[1d]))'
                f' / sum(increase({_PERSONAS}{{source="written"}}[1d]))',
                "",
            ),
            note="Personas reused, at what a written one cost.",
            decimals=2,
        )
    )
    .with_panel(
        figure(
            "Personas reused, 24 h",
            "percentunit",
            (
                f'sum(increase({_PERSONAS}{{source="reused"}}[1d]))'
                f' / sum(increase({_PERSONAS}{{source=~"written|reused"}}[1d]))',
                "",
            ),
            decimals=1,
        )
    )
    .with_panel(
        figure(
            "Input read from cache, 24 h",
            "percentunit",
            (
                f'sum(increase({_TOKENS}{{kind="cached_input"}}[1d]))'
                f' / sum(increase({_TOKENS}{{kind=~"input|cached_input"}}[1d]))',
                "",
            ),
            decimals=1,
        )
    )
    .with_row(row("Cost"))
    .with_panel(
        lines(
            "Cost of an hour at this rate",
            "currencyUSD",
            (
                f"sum by (operation, model) (rate({_COST}[$__rate_interval])) * 3600",
                "{{model}} ({{operation}})",
            ),
            stacked=True,
        )
    )
    .with_panel(
        lines(
            "Tokens a minute",
            "short",
            (f"sum by (kind) (rate({_TOKENS}[$__rate_interval])) * 60", "{{kind}}"),
            note="What the provider's limit of tokens a minute is compared with.",
        )
    )
    .with_panel(
        lines(
            "Personas",
            "ops",
            (f"sum by (source) (rate({_PERSONAS}[$__rate_interval]))", "{{source}}"),
            stacked=True,
        )
    )
    .with_row(row("What the provider bears"))
    .with_panel(
        lines(
            "Calls by outcome",
            "ops",
            (
                f"sum by (operation, outcome) (rate({_CALLS}_count[$__rate_interval]))",
                "{{operation}}: {{outcome}}",
            ),
            width=6,
        )
    )
    .with_panel(
        lines(
            "Calls under way, and how many may be",
            "short",
            ("sum by (operation) (suara_model_calls_in_flight)", "{{operation}}"),
            ("sum by (operation) (suara_model_calls_limit)", "{{operation}}: limit"),
            width=6,
            note="The limit halves when the provider is overloaded, and rises again.",
        )
    )
    .with_panel(
        lines(
            "Held back by the provider",
            "s",
            ("max by (job, operation) (suara_model_held_seconds)", "{{job}}: {{operation}}"),
            width=6,
        )
    )
    .with_panel(
        lines(
            "A call's time",
            "s",
            (
                quantile(0.5, f'{_CALLS}_bucket{{outcome="ok"}}', "operation"),
                "{{operation}}: half within",
            ),
            (
                quantile(0.95, f'{_CALLS}_bucket{{outcome="ok"}}', "operation"),
                "{{operation}}: 95 % within",
            ),
            width=6,
        )
    )
)
