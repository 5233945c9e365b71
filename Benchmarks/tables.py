"""The figures as Markdown."""

FIELDS = [("per_second", "round trips/s", "{:,.0f}"), ("p50_ms", "p50 ms", "{:.2f}"), ("p99_ms", "p99 ms", "{:.2f}"),
          ("cpu_us", "server CPU µs each", "{:.1f}"), ("bytes_per_connection", "bytes a connection", "{:,.0f}")]


def table(name, result):
    """A scenario's figures: runs of the client as a table, all others as a list."""
    runs = {key: value for key, value in result.items() if isinstance(value, dict)}
    lines = [f"### {name}", ""]
    if runs:
        fields = [field for field in FIELDS if any(field[0] in run for run in runs.values())]
        lines += ["| | " + " | ".join(label for _, label, _ in fields) + " |", "|---" * (len(fields) + 1) + "|"]
        for key, run in runs.items():
            cells = [form.format(run[field]) if field in run else "" for field, _, form in fields]
            lines.append(f"| {key.replace('_', ' ')} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += [f"- {key.replace('_', ' ')}: {number(value)}" for key, value in result.items()
              if isinstance(value, (int, float))]
    return "\n".join(lines) + "\n"


def number(value):
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
