"""The phone and the e-mail address somebody is reached by, and how they change."""
