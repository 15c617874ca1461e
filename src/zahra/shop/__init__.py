"""What the business is: one package per thing a shopkeeper would name."""
