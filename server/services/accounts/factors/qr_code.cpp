#include "server/services/accounts/factors/qr_code.h"

#include <memory>

#include <qrencode.h>

namespace lsl::services {

std::vector<std::string> qr_code(std::string_view text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        // A screen has no stains, but cameras see it at an angle: 15 % may be misread.
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
        QRcode_free);
    if (!code) return {};
    const auto side = static_cast<std::size_t>(code->width);
    std::vector<std::string> rows(side, std::string(side, '0'));
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            // The lowest bit is the module; the others say what it is for.
            if (code->data[y * side + x] & 1u) rows[y][x] = '1';
        }
    }
    return rows;
}

}  // namespace lsl::services
