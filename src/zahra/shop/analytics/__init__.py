"""What happened, counted: for the people who keep watch and, one day, for those who sell."""

from zahra.shop.analytics.gauges import HELP, Gauge, gauges
from zahra.shop.analytics.jobs import report_alerts
from zahra.shop.analytics.keeping_watch import EARLIEST, security_figures
from zahra.shop.analytics.model import (
    ActiveSessions,
    Alert,
    Level,
    SecurityDay,
    SecurityFigures,
)

__all__ = [
    "EARLIEST",
    "HELP",
    "ActiveSessions",
    "Alert",
    "Gauge",
    "Level",
    "SecurityDay",
    "SecurityFigures",
    "gauges",
    "report_alerts",
    "security_figures",
]
