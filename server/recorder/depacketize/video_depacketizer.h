#pragma once

#include "server/recorder/depacketize/depacketizer.h"

namespace lsl::recorder {

/// What the four video formats have in common: packets with one timestamp are a picture, the marker
/// ends it, a loss spoils it and everything up to the next key frame. One thread; a format's class
/// says what is damaged and never fails otherwise (`Verdict`).
class VideoDepacketizer : public Depacketizer {
  public:
    void push(const RtpPayload& payload, std::vector<EncodedFrame>& frames) final;
    void flush(std::vector<EncodedFrame>& frames) final;
    bool waits_for_key_frame() const final { return waiting_for_key_; }

  protected:
    enum class Verdict {
        Taken,
        Damaged,  ///< does not parse or misses its beginning: the picture is spoilt
    };

    virtual Verdict add(ByteView payload) = 0;
    /// The picture from what was added: data, key, size and setup. False when it is damaged.
    /// Empty data means that there was nothing to show (parameter sets alone, for instance).
    virtual bool finish_picture(EncodedFrame& frame) = 0;
    /// Forgets the picture in the making.
    virtual void abandon_picture() = 0;

  private:
    void end_picture(std::vector<EncodedFrame>& frames);

    bool open_ = false;     ///< a picture is in the making
    bool damaged_ = false;  ///< it is spoilt
    bool waiting_for_key_ = true;
    std::uint32_t timestamp_ = 0;
    MonoTime arrival_;
};

/// A picture beyond this is an attack or a mistake; it is dropped.
inline constexpr std::size_t max_picture_bytes = 16u << 20;

std::unique_ptr<Depacketizer> make_vp8_depacketizer();
std::unique_ptr<Depacketizer> make_vp9_depacketizer();
std::unique_ptr<Depacketizer> make_h264_depacketizer();
std::unique_ptr<Depacketizer> make_av1_depacketizer();

}  // namespace lsl::recorder
