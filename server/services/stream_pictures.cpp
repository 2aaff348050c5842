#include "server/services/stream_lookup.h"
#include "server/services/streams.h"
#include "server/services/thumbnails.h"

namespace lsl::services {

void Streams::adopt_picture(const domain::Stream& stream) {
    if (thumbnails_ == nullptr || !stream.thumbnail_url) return;
    thumbnails_->fetch_later(
        *stream.thumbnail_url,
        [this, id = stream.id, source = *stream.thumbnail_url](const std::string& ours) {
            const auto replaced = database_.write([&](store::Connection& tx) {
                return store::StreamsStore(tx).replace_thumbnail(id, source, ours);
            });
            if (replaced && *replaced) announcements_.stream_changed(id);
        });
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
    const auto replace = [&](store::Connection& tx) -> Result<domain::Stream> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        stream.thumbnail_url = ours;
        stream.updated_at = clock_.utc();
        LSL_TRY(store::StreamsStore(tx).update(stream));
        return stream;
    };
    domain::Stream changed = LSL_TRY(database_.write(replace));
    announcements_.stream_changed(id);
    return for_instructor(std::move(changed));
}

}  // namespace lsl::services
