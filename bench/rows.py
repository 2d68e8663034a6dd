# SPDX-License-Identifier: MIT
"""The rows of the result, and what is written of them."""

import json
import re

# A row's figures, in the order of the table's columns.
COLUMNS = ("ours", "stock", "bound", "cpython", "uvloop")


class Row:
    """One figure of all who were measured. `less`: whether less of it is better."""

    def __init__(self, name, unit, less=True, must=None, aim=None):
        self.name, self.unit, self.less = name, unit, less
        self.budget = {"must": must, "aim": aim}
        # Whether more or less of it is better at all, apart from the budget.
        self.comparable = True
        self.figures, self.spread, self.failed = {}, {}, {}

    def put(self, who, value):
        """A figure, or minimum, median and maximum."""
        if isinstance(value, list):
            self.spread[who] = value
            value = value[1]
        self.figures[who] = value

    def limit(self, kind):
        """The budget as a number; None if there is none, or nothing to derive it from."""
        limit = self.budget[kind]
        if not isinstance(limit, str):
            return limit
        who, sign, factor = re.fullmatch(r"(\w+)(?:([*/])(\d+))?", limit).groups()
        base = self.figures.get(who)
        if base is None or sign is None:
            return base
        return base * int(factor) if sign == "*" else base / int(factor)

    def misses(self, kind):
        limit, ours = self.limit(kind), self.figures.get("ours")
        if limit is None or ours is None:
            return False
        return ours > limit if self.less else ours < limit

    def gain(self):
        """How many times better than stock ours is."""
        ours, stock = self.figures.get("ours"), self.figures.get("stock")
        if not self.comparable or ours is None or stock is None or ours < 0 or stock < 0:
            return None
        if ours == stock:
            return 1.0
        above, below = (stock, ours) if self.less else (ours, stock)
        return above / below if below else None

    def as_json(self):
        figures = {who: self.figures.get(who) for who in COLUMNS[:3]}
        others = {who: self.figures[who] for who in COLUMNS[3:] if who in self.figures}
        limits = {kind: self.limit(kind) for kind in self.budget if self.limit(kind) is not None}
        return {
            "name": self.name,
            "unit": self.unit,
            **figures,
            "others": others,
            "better": "less" if self.less else "more",
            "times_better": self.gain(),
            **limits,
            **({"min_median_max": self.spread} if self.spread else {}),
            **({"failed": self.failed} if self.failed else {}),
        }


def number(value):
    if value is None:
        return ""
    text = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return text.replace(",", " ")


def cell(row, who):
    if who in row.failed:
        return "✗"
    text = number(row.figures.get(who))
    if who in row.spread:
        low, _, high = row.spread[who]
        text += f" ({number(low)}–{number(high)})"
    return text


def verdict(row):
    if row.misses("must"):
        return f"misses {number(row.limit('must'))}"
    if row.misses("aim"):
        return f"aim {number(row.limit('aim'))} missed"
    return "met" if row.limit("must") is not None or row.limit("aim") is not None else ""


def table(rows):
    """Markdown. In brackets: minimum and maximum of the interleaved runs, whose median stands before."""
    lines = [
        "| what | unit | ours | stock | times better | bound | CPython | uvloop | budget |",
        "|---|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        gain = row.gain()
        cells = [row.name, row.unit, cell(row, "ours"), cell(row, "stock"), "" if gain is None else f"{gain:.3g}"]
        cells += [cell(row, who) for who in COLUMNS[2:]] + [verdict(row)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def failures(rows):
    return [f"{row.name} ({row.unit}), {who}: {why}" for row in rows for who, why in row.failed.items()]


def write_json(rows, about, path):
    data = {"about": about, "rows": [row.as_json() for row in rows]}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
