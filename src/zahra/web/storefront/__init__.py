"""The pages shoppers see."""

from zahra.web.storefront.mounting import include_in
from zahra.web.storefront.problems import http_problem, incident_page, problem_page

__all__ = ["http_problem", "incident_page", "include_in", "problem_page"]
