"""Weeks and months: what happened in the field, from the reports of a period and of the eight weeks before it."""
