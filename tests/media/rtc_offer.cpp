#include "tests/media/rtc_client.h"

#include "server/media/packet/rtp.h"

namespace lsl::test {
namespace {

using media::RtpExtension;
using media::uri_of;

class Lines {
  public:
    Lines& operator<<(std::string_view line) {
        text_.append(line).append("\r\n");
        return *this;
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

std::string extmap(std::uint8_t id, RtpExtension extension) {
    return "a=extmap:" + std::to_string(id) + " " + std::string(uri_of(extension));
}

void write_transport(Lines& out, const ClientOptions& options, const std::string& fingerprint) {
    out << "a=ice-ufrag:" + options.ufrag << "a=ice-pwd:" + options.pwd
        << "a=fingerprint:sha-256 " + fingerprint << "a=setup:" + options.setup;
}

}  // namespace

std::string make_offer(const ClientOptions& options, const std::string& fingerprint) {
    const std::string direction = options.publishes ? "a=sendonly" : "a=recvonly";
    const std::string audio_type = std::to_string(options.audio_type);
    const std::string video_type = std::to_string(options.video_type);
    const std::string rtx_type = std::to_string(options.video_type + 1);
    const ClientExtensions& ids = options.extensions;
    Lines out;
    out << "v=0"
        << "o=- 1 1 IN IP4 127.0.0.1"
        << "s=-"
        << "t=0 0"
        << "a=group:BUNDLE 0 1";

    out << "m=audio 9 UDP/TLS/RTP/SAVPF " + audio_type << "c=IN IP4 0.0.0.0"
        << "a=mid:0";
    write_transport(out, options, fingerprint);
    out << direction << "a=rtcp-mux"
        << "a=rtcp-rsize";
    out << extmap(ids.mid, RtpExtension::Mid) << extmap(ids.audio_level, RtpExtension::AudioLevel);
    if (options.transport_cc) out << extmap(ids.transport_cc, RtpExtension::TransportCc);
    if (options.abs_send_time) out << extmap(ids.abs_send_time, RtpExtension::AbsSendTime);
    out << "a=rtpmap:" + audio_type + " opus/48000/2"
        << "a=fmtp:" + audio_type + " minptime=10;useinbandfec=1";
    if (options.transport_cc) out << "a=rtcp-fb:" + audio_type + " transport-cc";
    if (options.publishes) {
        out << "a=ssrc:" + std::to_string(options.audio_ssrc) + " cname:client";
    }

    const bool other = !options.other_video_codec.empty();
    out << "m=video 9 UDP/TLS/RTP/SAVPF " + video_type + (options.rtx ? " " + rtx_type : "") +
               (other ? " 120" : "")
        << "c=IN IP4 0.0.0.0"
        << "a=mid:1";
    write_transport(out, options, fingerprint);
    out << direction << "a=rtcp-mux"
        << "a=rtcp-rsize";
    out << extmap(ids.mid, RtpExtension::Mid)
        << extmap(ids.playout_delay, RtpExtension::PlayoutDelay);
    if (options.transport_cc) out << extmap(ids.transport_cc, RtpExtension::TransportCc);
    if (options.abs_send_time) out << extmap(ids.abs_send_time, RtpExtension::AbsSendTime);
    if (ids.dependency != 0) out << extmap(ids.dependency, RtpExtension::DependencyDescriptor);
    const bool layered = options.publishes && options.layers > 0;
    if (layered) {
        out << extmap(ids.rid, RtpExtension::Rid)
            << extmap(ids.repaired_rid, RtpExtension::RepairedRid);
    }
    out << "a=rtpmap:" + video_type + " " + options.video_codec;
    if (!options.video_parameters.empty()) {
        out << "a=fmtp:" + video_type + " " + options.video_parameters;
    }
    for (const char* feedback : {"nack", "nack pli", "ccm fir", "goog-remb"}) {
        out << "a=rtcp-fb:" + video_type + " " + feedback;
    }
    if (options.transport_cc) out << "a=rtcp-fb:" + video_type + " transport-cc";
    if (other) {
        out << "a=rtpmap:120 " + options.other_video_codec << "a=rtcp-fb:120 nack"
            << "a=rtcp-fb:120 nack pli";
    }
    if (options.rtx) {
        out << "a=rtpmap:" + rtx_type + " rtx/90000"
            << "a=fmtp:" + rtx_type + " apt=" + video_type;
    }
    if (layered) {
        std::string list;
        for (const char* rid : {"h", "m", "l"}) {
            if (list.size() / 2 >= options.layers) break;
            out << std::string("a=rid:") + rid + " send";
            list.append(rid).append(";");
        }
        list.pop_back();
        out << "a=simulcast:send " + list;
    } else if (options.publishes) {
        const std::string ssrc = std::to_string(options.video_ssrc);
        const std::string rtx = std::to_string(options.rtx_ssrc);
        if (options.rtx) out << "a=ssrc-group:FID " + ssrc + " " + rtx;
        out << "a=ssrc:" + ssrc + " cname:client";
        if (options.rtx) out << "a=ssrc:" + rtx + " cname:client";
    }
    return out.take();
}

}  // namespace lsl::test
