"""What the demonstration adds to a way to work: durations, steps and a story, all of them openly examples."""

from __future__ import annotations

from typing import Any

from home.setup.prose import plain, rich


def example_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Fields of a WayPage that its own texts leave open."""
    title, text = entry["example"]
    story = {"title": plain(title), "text": rich(text), "is_example": True, "source": "", "source_url": ""}
    steps = [
        {"title": plain(title), "duration": duration, "text": rich(text)} for title, duration, text in entry["steps"]
    ]
    return {
        "delay": entry["delay"],
        "is_example": True,
        "steps": [("step", step) for step in steps],
        "field_example": [("example", story)],
    }
