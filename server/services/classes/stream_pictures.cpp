#include "server/services/classes/stream_lookup.h"
#include "server/services/classes/streams.h"
#include "server/services/pictures/thumbnails.h"

namespace lsl::services {

void Streams::adopt_picture(const domain::StudioClass& row) {
    if (thumbnails_ == nullptr || !row.stream.thumbnail_url) return;
    thumbnails_->fetch_later(
        *row.stream.thumbnail_url,
        [this, id = row.stream.id, source = *row.stream.thumbnail_url](const std::string& ours) {
            static_cast<void>(database_.write([&](store::Connection& tx) {
                return store::StreamsStore(tx).replace_thumbnail(id, source, ours, clock_.utc());
            }));
        });
}

std::optional<std::string> Streams::own_picture(const std::optional<std::string>& url) const {
    constexpr std::string_view folder = "/thumbnails/";
    if (thumbnails_ == nullptr || !url || !url->starts_with(folder)) return std::nullopt;
    return thumbnails_->find(std::string_view(*url).substr(folder.size())) ? url : std::nullopt;
}

Result<api::OneInstructorStream> Streams::set_picture(std::string_view id_text,
                                                      std::string_view bytes) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    if (thumbnails_ == nullptr) {
        return make_error(ErrorCode::Unavailable, "no_pictures",
                          "This server does not keep pictures.");
    }
    LSL_TRY(find(id_text));
    const std::string ours = LSL_TRY(thumbnails_->keep(bytes));
    const auto replace = [&](store::Connection& tx) -> Result<domain::StudioClass> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        row.stream.thumbnail_url = ours;
        row.stream.updated_at = clock_.utc();
        LSL_TRY(store::StreamsStore(tx).update(row));
        return row;
    };
    domain::StudioClass changed = LSL_TRY(database_.write(replace));
    return for_instructor(std::move(changed));
}

}  // namespace lsl::services
