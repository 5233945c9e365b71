"""The figures as Markdown."""


def table(name, result):
    lines = [f"### {name}", ""]
    for key, value in result.items():
        if isinstance(value, dict):
            lines.append(f"- {key}: " + ", ".join(f"{field} {number(figure)}" for field, figure in value.items()))
        elif not isinstance(value, list):
            lines.append(f"- {key}: {number(value)}")
    return "\n".join(lines) + "\n"


def number(value):
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
