"""How fast an encoder of the size of BERT-base or RoBERTa-base is on one core, before any head has read anything.

    python benches/peers/base_encoder.py

Published parsers of casus's accuracy stand on such an encoder (12 layers × 768; spaCy's transformer pipelines, UDPipe 2, Stanza with
transformers). Speed does not depend on what the weights know, so they are random here, and nothing has to be downloaded. PyTorch in
f32, one thread, sentences of 25 words with 1.3 word pieces a word, 32 a batch without padding, which is the best case.
"""

import time

import torch

LAYERS, WIDTH, HEADS, FFN, PIECES_PER_WORD = 12, 768, 12, 3072, 1.3
WORDS, SENTENCES, RUNS = 25, 32, 3


def main() -> None:
    torch.set_num_threads(1)
    layer = torch.nn.TransformerEncoderLayer(WIDTH, HEADS, FFN, activation="gelu", batch_first=True)
    encoder = torch.nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False).eval()
    pieces = torch.randn(SENTENCES, round(WORDS * PIECES_PER_WORD) + 2, WIDTH)
    with torch.inference_mode():
        encoder(pieces)
        begin = time.process_time()
        for _ in range(RUNS):
            encoder(pieces)
        seconds = time.process_time() - begin
    print(f"{LAYERS} x {WIDTH}, encoder alone: {RUNS * SENTENCES * WORDS / seconds:.0f} words per CPU-second")


if __name__ == "__main__":
    main()
