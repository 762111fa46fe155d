"""预约 on a phone: choose what and when, prove the phone, book; look up, move, cancel. Every step is a plain form.

`words` has the texts, `sheets` the forms, `times` days and hours, `answers` what a refusal says; `choosing` and `own`
make the pages, `book` and `mine` lead from step to step. Nothing is kept between two steps but what the form carries.
"""
