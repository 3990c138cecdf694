"""How many tokens of a prompt a provider would have cached, by OpenAI's published rule."""

import hashlib

CHARACTERS_PER_TOKEN = 4
BLOCK_TOKENS = 128
LEAST_TOKENS = 1024


class PrefixCache:
    """Prompts as chains of hashed blocks: a block is known only after the same blocks before."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def cached_tokens(self, text: str) -> int:
        """Tokens shared with an earlier prompt, in blocks of 128, 0 below 1024; remembers text."""
        width = BLOCK_TOKENS * CHARACTERS_PER_TOKEN
        chain = hashlib.blake2b(digest_size=16)
        shared, unbroken = 0, True
        for start in range(0, len(text) - width + 1, width):
            chain.update(text[start : start + width].encode())
            digest = chain.digest()
            unbroken = unbroken and digest in self._known
            shared += BLOCK_TOKENS if unbroken else 0
            self._known.add(digest)
        return shared if shared >= LEAST_TOKENS else 0


def tokens(text: str) -> int:
    """About as many as OpenAI's tokenizer makes of English."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)
