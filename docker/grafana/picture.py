#!/usr/bin/env python3
"""Draws the dashboard as an SVG from a Prometheus: the same panels, places and queries, without Grafana.

    docker/grafana/picture.py http://localhost:9090 [seconds] > docs/images/dashboard.svg
"""
import json
import math
import pathlib
import sys
import time
import urllib.parse
import urllib.request
from xml.sax.saxutils import escape

COLUMN, LINE, GAP = 50, 30, 8
SPAN, STEP = int(sys.argv[2]) if len(sys.argv) > 2 else 300, 2
COLOURS = ["#7eb26d", "#e5ac0e", "#6fd0e0", "#ef843c", "#e24d42", "#5195ce", "#ba43a9", "#a08fd0"]
UNITS = {"s": "s", "Bps": "B/s", "bytes": "B", "cps": "/s", "pps": "/s", "percentunit": "%", "none": ""}


def ask(server, expression, now):
    """All series of a query over the last minutes: their labels and their (time, value) pairs."""
    query = expression.replace("$__rate_interval", "20s").replace("$gateway", ".*")
    parameters = urllib.parse.urlencode({"query": query, "start": now - SPAN, "end": now, "step": STEP})
    with urllib.request.urlopen(f"{server}/api/v1/query_range?{parameters}") as answer:
        result = json.load(answer)["data"]["result"]
    return [(each["metric"], [(float(t), float(v)) for t, v in each["values"] if math.isfinite(float(v))])
            for each in result]


def written(value, unit):
    if unit == "percentunit":
        return f"{100 * value:.3g} %"
    if unit == "s" and 0 < value < 1:
        return f"{1000 * value:.3g} ms"
    for power, letter in ((9, "G"), (6, "M"), (3, "k")):
        if abs(value) >= 10 ** power:
            return f"{value / 10 ** power:.3g} {letter}{UNITS.get(unit, '')}"
    return f"{value:.3g} {UNITS.get(unit, '')}".strip()


def legend(form, labels):
    for name, value in labels.items():
        form = form.replace("{{%s}}" % name, value)
    return form


def text(x, y, content, size=11, colour="#ccccdc", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">{escape(content)}</text>'


def graph(panel, series, box, now):
    x, y, width, height = box
    unit = panel["fieldConfig"]["defaults"]["unit"]
    rows = math.ceil(len(series) / 2)
    left, right, top, bottom = x + 62, x + width - 12, y + 32, y + height - 22 - 14 * rows
    greatest = panel["fieldConfig"]["defaults"].get("max") or max(
        (value for _, points in series for _, value in points), default=0) * 1.1 or 1
    out = []
    for part in range(3):
        level = bottom - (bottom - top) * part / 2
        out.append(f'<path d="M{left} {level:.1f}H{right}" stroke="#2c3038"/>')
        out.append(text(left - 6, level + 4, written(greatest * part / 2, unit), 10, "#8e8e9e", "end"))
    for index, (name, points) in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join(f"{left + (right - left) * (1 - (now - t) / SPAN):.1f},"
                        f"{bottom - (bottom - top) * min(value / greatest, 1):.1f}" for t, value in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.4"/>')
        column, row = index % 2, index // 2
        at = x + 14 + column * (width - 20) / 2, bottom + 20 + 14 * row
        out.append(f'<rect x="{at[0]:.0f}" y="{at[1] - 5:.0f}" width="10" height="3" fill="{colour}"/>')
        out.append(text(at[0] + 15, at[1], name, 10))
    return out


def stat(panel, series, box):
    x, y, width, height = box
    last = series[0][1][-1][1] if series and series[0][1] else math.nan
    shown = "no data" if math.isnan(last) else written(last, panel["fieldConfig"]["defaults"]["unit"])
    return [text(x + width / 2, y + height / 2 + 20, shown, 28, "#7eb26d", "middle")]


def main():
    server = sys.argv[1].rstrip("/")
    dashboard = json.loads(pathlib.Path(__file__).with_name("dashboards").joinpath("sluice.json").read_text())
    now = time.time()
    body, lowest = [], 0
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        x, y = place["x"] * COLUMN + GAP, place["y"] * LINE + GAP
        width, height = place["w"] * COLUMN - GAP, place["h"] * LINE - GAP
        lowest = max(lowest, y + height)
        if panel["type"] == "row":
            body.append(text(x + 4, y + 17, panel["title"], 14))
            continue
        body.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" fill="#181b1f" stroke="#2c3038"/>')
        body.append(text(x + 12, y + 20, panel["title"], 12))
        series = [(legend(target["legendFormat"], labels), points)
                  for target in panel["targets"] for labels, points in ask(server, target["expr"], now)]
        box = x, y, width, height
        body += stat(panel, series, box) if panel["type"] == "stat" else graph(panel, series, box, now)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {24 * COLUMN + GAP} {lowest + GAP}" '
          'font-family="Inter, Helvetica, Arial, sans-serif">')
    print(f'<rect width="100%" height="100%" fill="#111217"/>')
    print("\n".join(body))
    print("</svg>")


if __name__ == "__main__":
    main()
