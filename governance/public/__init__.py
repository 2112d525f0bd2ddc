"""Pages for the public: published files and their index, questions, and email alerts."""
