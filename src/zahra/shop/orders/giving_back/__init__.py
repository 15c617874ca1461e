"""What is owed to buyers: granted by the piece, sent to where the money came from."""
