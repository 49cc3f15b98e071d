"""The 32 findings on the edition in which they were found, and on this one.

`python -m tests.lives.before --old FOLDER` runs both and says what each answers.
"""
