"""What all faces share: who asks, how bodies are read, how a refusal looks, once-only answers."""
