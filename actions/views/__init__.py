"""Pages of the plan: get the object, check the permission, call one service, render."""
