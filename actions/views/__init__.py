"""Pages of the plan and its progress: get, ask, call one service or presenter, render."""
