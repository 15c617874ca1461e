"""Known people, goods and machines that tests are told about."""
