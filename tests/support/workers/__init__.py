"""Programs that tests run as processes of their own, with connections of their own."""
