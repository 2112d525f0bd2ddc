"""Form fields, widgets and the renderer that gives them GOV.UK markup."""
