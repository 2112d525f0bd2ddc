"""Sheffield's plan as files of other areas: six layouts, each as Word, Excel, ODT and PDF.

Written before the reader of such files and apart from it: nothing here imports anything of the
project's code, and the reader's tests compare with `plan.py`, never with what is drawn here.
"""
