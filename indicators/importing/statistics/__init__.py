"""Reading what others publish: one reader a layout, each giving rows of one plain kind.

Pure: a file is given, rows come out. What is known already is compared in services/published.py.
"""
