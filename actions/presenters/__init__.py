"""What pages show, worked out before the template: no template counts or compares."""
