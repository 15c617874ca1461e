"""The browsers and phones people come with: named, known again, told of when new. Never a proof."""
