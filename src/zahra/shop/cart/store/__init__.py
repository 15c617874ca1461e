"""SQL of carts.

Every write takes the cart's row first, so that one cart has one writer at a time. What is read
afterwards is read by further statements: one statement would see the lines as they were before it
waited for the lock.
"""
