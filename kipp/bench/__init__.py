"""The portal measured against its targets, on synthetic data in a database of its own.

`manage.py bench` makes a folder and a database that nobody else uses and runs `python -m kipp.bench` in
them: pages in-process and over HTTP, sums, documents, a storm before a deadline, memory.
"""
