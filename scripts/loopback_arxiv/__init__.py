"""The bundled arXiv of the demo and the tests: made-up papers, served on loopback as arXiv serves its own."""
