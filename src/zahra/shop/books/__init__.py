"""The shop's books: what must agree with what, settlements, exceptions, and the doctor."""
