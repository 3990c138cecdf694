"""The few kinds of panels that the dashboards are made of, and how a dashboard begins.

A row of the grid is 24 wide. A query is an expression in PromQL and its legend, with {{label}}
where labels tell series apart. Units are Grafana's: `s`, `percentunit`, `reqps`, `bytes`, ...
"""

from grafana_foundation_sdk.builders import common, prometheus, stat, timeseries
from grafana_foundation_sdk.builders.dashboard import Dashboard, DashboardLink, Row
from grafana_foundation_sdk.models.common import (
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import DashboardLinkType, DataSourceRef

Query = tuple[str, str]

_PROMETHEUS = DataSourceRef(type_val="prometheus", uid="prometheus")
_REFS = "ABCDEFGH"


def dashboard(uid: str, title: str, description: str) -> Dashboard:
    """An empty one, which leads to its sisters."""
    sisters = DashboardLink("Suara").type(DashboardLinkType.DASHBOARDS).tags(["suara"])
    return (
        Dashboard(f"Suara: {title}")
        .uid(uid)
        .description(description)
        .tags(["suara"])
        .link(sisters.keep_time(True))
        .readonly()
        .refresh("30s")
        .time("now-1h", "now")
    )


def row(title: str) -> Row:
    """A line that heads the panels after it."""
    return Row(title)


def lines(
    title: str, unit: str, *queries: Query, width: int = 8, note: str = "", stacked: bool = False
) -> timeseries.Panel:
    """Series over time, from zero up."""
    legend = common.VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.LIST)
    panel = timeseries.Panel().title(title).description(note).datasource(_PROMETHEUS)
    panel = panel.unit(unit).min(0).height(8).span(width).fill_opacity(30 if stacked else 6)
    panel = panel.show_points(VisibilityMode.NEVER).span_nulls(60_000)
    panel = panel.legend(legend.placement(LegendPlacement.BOTTOM))
    panel = panel.tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI))
    if stacked:
        panel = panel.stacking(common.StackingConfig().mode(StackingMode.NORMAL))
    for ref, (expression, name) in zip(_REFS, queries, strict=False):
        panel = panel.with_target(_query(ref, expression, name).range())
    return panel


def figure(
    title: str, unit: str, *queries: Query, width: int = 4, note: str = "", decimals: int = 0
) -> stat.Panel:
    """The present value, one for each series."""
    panel = stat.Panel().title(title).description(note).datasource(_PROMETHEUS)
    panel = panel.unit(unit).decimals(decimals).height(4).span(width)
    panel = panel.graph_mode(BigValueGraphMode.NONE)
    panel = panel.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
    for ref, (expression, name) in zip(_REFS, queries, strict=False):
        panel = panel.with_target(_query(ref, expression, name).instant())
    return panel


def quantile(share: float, buckets: str, *by: str, window: str = "$__rate_interval") -> str:
    """PromQL: the value that this share of the observations stays below. buckets: a selector."""
    labels = ", ".join(("le", *by))
    return f"histogram_quantile({share}, sum by ({labels}) (rate({buckets}[{window}])))"


def _query(ref: str, expression: str, name: str) -> prometheus.Dataquery:
    query = prometheus.Dataquery().ref_id(ref).datasource(_PROMETHEUS)
    return query.expr(expression).legend_format(name or "__auto")
