"""Throughput against workers, as an SVG that any browser shows."""

from collections.abc import Mapping
from pathlib import Path

from report import Figures

PATH = Path("docs/scaling.svg")
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 56, 48, 24, 16
LINES = {
    "bound_personas_per_second": ("#999999", "windows, all full at any time", "6 4"),
    "predicted_personas_per_second": ("#c4521b", "predicted for a batch", ""),
    "measured_personas_per_second": ("#1b6ac4", "measured", ""),
}


def draw(by_workers: Mapping[int, Figures], path: Path = PATH) -> None:
    """The range of measured runs is a bar."""
    most = 1.1 * max(figures["bound_personas_per_second"] for figures in by_workers.values())
    last = max(by_workers)

    def x(workers: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * workers / (last + 0.5)

    def y(rate: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * rate / most

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="DejaVu Sans, Arial, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *(_mark(x(n), HEIGHT - BOTTOM + 18, f"{n}") for n in by_workers),
        *(_grid(y(rate), f"{rate}") for rate in range(0, int(most) + 1, max(1, int(most / 6)))),
        _mark((LEFT + WIDTH) / 2, HEIGHT - 10, "generator processes"),
        f'<text x="8" y="{TOP - 8}">personas/s</text>',
    ]
    for row, (figure, (colour, words, dashes)) in enumerate(LINES.items()):
        points = [(x(n), y(figures[figure])) for n, figures in by_workers.items()]
        parts += _line(points, colour, dashes)
        at = TOP + 14 + 20 * row
        parts.append(f'<text x="{LEFT + 14}" y="{at}" fill="{colour}">{words}</text>')
    for workers, figures in by_workers.items():
        ends = [y(figures[f"measured_{which}_run"]) for which in ("slowest", "fastest")]
        parts.append(_stroke([(x(workers), end) for end in ends], "#1b6ac4", width=5, opacity=0.4))
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _line(points: list[tuple[float, float]], colour: str, dashes: str) -> list[str]:
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
    return [_stroke(points, colour, dashes=dashes), *dots]


def _stroke(
    points: list[tuple[float, float]],
    colour: str,
    dashes: str = "",
    width: int = 2,
    opacity: float = 1,
) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-dasharray="{dashes}" opacity="{opacity}"/>'
    )


def _mark(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{text}</text>'


def _grid(y: float, text: str) -> str:
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e4e4e4"/>'
    return f'{line}<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
