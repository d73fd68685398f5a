"""What each command of `zhize` does: one thin function a command, one module a subject. `zhize.py` lists them."""
