"""From the shelf to the door and, if need be, back."""
