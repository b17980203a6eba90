"""What a model's answer must prove before it is published."""
