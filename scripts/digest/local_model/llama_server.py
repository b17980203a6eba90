"""llama.cpp's own HTTP server, the whole of a process: started and ended by server.py, and the only one to import it.

What is asked for comes as a line of JSON on standard input; the address goes to standard output once the model is
loaded. When standard input ends, whoever started it has ended, however that came about, and so does this.
"""

import json
import os
import sys


def main() -> None:
    """Serve until standard input ends."""
    asked = json.loads(sys.stdin.readline())
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["path"]
    params.model_alias = {asked["name"]}
    params.hostnames = ["127.0.0.1"]
    params.port = asked["port"]
    params.api_keys = [asked["key"]] if asked["key"] else []
    params.cors_origins = "http://127.0.0.1"  # no page in a browser has any business with it
    params.n_ctx = asked["context"] * asked["at_once"]  # it is shared among those that are answered at once
    params.n_parallel = asked["at_once"]
    params.cpuparams.n_threads = asked["threads"]
    params.n_predict = asked["answer"]
    params.warmup = False
    params.ui = False
    params.endpoint_slots = False
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # a thread that generates would hold up an orderly end


if __name__ == "__main__":
    main()
