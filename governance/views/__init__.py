"""The pages of governance and of the papers made of it, by what they are about."""
