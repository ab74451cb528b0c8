"""The API of the live house, /api/v1: for programs that read, and for those of editors."""

from newsloom.web.api.problems import problem_of
from newsloom.web.api.routes import api_routes
from newsloom.web.api.stream import Hub

__all__ = ["Hub", "api_routes", "problem_of"]
