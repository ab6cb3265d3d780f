"""Metrics in Prometheus' format. Labels are names of ours, never of people, places or chats."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.logs import COUNTED
from bot.vitals import GREEN, Vitals

GAUGES = {
    "heard": ("youshi_last_heard_seconds", "Since Telegram was last heard and what it said was kept."),
    "inbox": ("youshi_inbox_age_seconds", "Age of the oldest update that waits to be worked on."),
    "outbox": ("youshi_outbox_age_seconds", "Age of the oldest post that should have gone, to a minute."),
    "timers": ("youshi_timer_overdue_seconds", "How long the most overdue timer is overdue."),
    "lag": ("youshi_loop_lag_seconds", "Worst lag of the event loop in the last minute."),
    "free": ("youshi_disk_free_bytes", "Free bytes where the database is."),
}
COUNTERS = {
    "updates": ("youshi_updates", "Updates received."),
    "posts": ("youshi_posts", "Posts queued."),
    "events": ("youshi_events", "Events in the journal."),
}


class _Ours(Collector):
    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        healthy = GaugeMetricFamily(
            "youshi_healthy", "Whether each check of the health page is green.", labels=["check"]
        )
        for name in GREEN:
            healthy.add_metric([name], float(name not in self._vitals.red))
        yield healthy
        for name, (metric, words) in GAUGES.items():
            value = getattr(self._vitals, name)
            if value is not None:
                yield GaugeMetricFamily(metric, words, value=value)
        for name, (metric, words) in COUNTERS.items():
            yield CounterMetricFamily(metric, words, value=getattr(self._vitals.beat, name, 0))
        logged = CounterMetricFamily("youshi_logged", "Events logged, by name.", labels=["level", "event"])
        for labels, count in sorted(COUNTED.items()):
            logged.add_metric(labels, count)
        yield logged


def render(vitals: Vitals) -> bytes:
    """The metrics page."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(_Ours(vitals))
    return generate_latest(registry)
