"""Grades an nbgrader course: students' cells run confined, the tests run apart and get plain data."""
