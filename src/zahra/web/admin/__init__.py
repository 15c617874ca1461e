"""The pages staff see, under `/admin`: their own cookie, their own sessions, their own look."""

from zahra.web.admin.mounting import include_in
from zahra.web.admin.problems import http_problem, incident_page, is_asked, problem_page

__all__ = ["http_problem", "incident_page", "include_in", "is_asked", "problem_page"]
