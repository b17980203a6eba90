"""A model on the machine of the run: its weights, and llama.cpp's server as a process of its own.

The rest of the digest sees one more OpenAI-compatible API. docs/local-model.md says what it is good for.
"""
