#include "server/recorder/depacketize/picture_size.h"

#include "server/recorder/libav.h"

namespace lsl::recorder {

PictureSize picture_size(media::Codec codec, ByteView key_frame) {
    const AVCodecID id = codec_id(codec);
    const std::unique_ptr<AVCodecParserContext, decltype(&av_parser_close)> parser(
        av_parser_init(id), &av_parser_close);
    const CodecContextPtr context(avcodec_alloc_context3(nullptr));
    if (!parser || !context) return {};
    context->codec_id = id;
    parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;

    std::vector<std::uint8_t> padded(key_frame.size() + AV_INPUT_BUFFER_PADDING_SIZE, 0);
    std::memcpy(padded.data(), key_frame.data(), key_frame.size());
    std::uint8_t* parsed = nullptr;
    int parsed_bytes = 0;
    av_parser_parse2(parser.get(), context.get(), &parsed, &parsed_bytes, padded.data(),
                     static_cast<int>(key_frame.size()), AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
    if (parser->width <= 0 || parser->height <= 0) return {};
    return {parser->width, parser->height};
}

}  // namespace lsl::recorder
