// Compiled where there is no libipsec-mb.
#include "tests/bench/crypto_batches.h"

namespace lsl::bench {

std::unique_ptr<BatchSealer> make_batch_sealer(std::span<const KeyBytes>) { return nullptr; }

}  // namespace lsl::bench
