"""`python -m schedules` is `storyline`."""

from schedules.cli import main

main(prog_name="storyline")
