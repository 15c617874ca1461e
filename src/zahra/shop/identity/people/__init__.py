"""Who somebody is: their account, what they proved to be theirs, their address book."""
