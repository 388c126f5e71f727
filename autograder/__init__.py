"""Grades an nbgrader course: students' cells run confined, the instructor's tests run apart and get plain data."""
