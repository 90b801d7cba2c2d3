"""Cases, scorers, runner and report; uses the assistant as a user of it would."""
