#include "shared/domain/media/stream_health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lsl::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

StreamFigures well() {
    StreamFigures figures;
    figures.connected = true;
    figures.has_video = true;
    figures.video_bits_per_second = 2'400'000;
    figures.audio_bits_per_second = 60'000;
    figures.frames_per_second = 30;
    figures.width = 1280;
    figures.height = 720;
    figures.camera_height = 720;
    figures.camera_frames_per_second = 30;
    figures.round_trip_ms = 30;
    return figures;
}

TEST(StreamHealth, ACameraThatWasSwitchedOffIsNoPoorLine) {
    StreamFigures figures = well();
    figures.camera_off = true;
    figures.video_bits_per_second = 20'000;
    figures.frames_per_second = 1;
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Fair);
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::CameraOff));
    figures.muted = true;
    figures.audio_bits_per_second = 0;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::CameraOff, HealthAdvice::Muted));
}

TEST(StreamHealth, WhoIsMutedIsNotWell) {
    StreamFigures figures = well();
    figures.muted = true;
    figures.audio_bits_per_second = 0;
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Fair);
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::Muted));
}

TEST(StreamHealth, NothingIsSaidOfAGoodStreamOrOfNone) {
    EXPECT_THAT(advice_for(well()), IsEmpty());
    EXPECT_EQ(verdict_of(well()), HealthVerdict::Good);
    EXPECT_THAT(advice_for({}), IsEmpty());
    EXPECT_EQ(verdict_of({}), HealthVerdict::Offline);
}

TEST(StreamHealth, ASlowUploadIsNamedOnlyWhereItCostsPicture) {
    StreamFigures figures = well();
    figures.held_back_by = HeldBackBy::Upload;
    EXPECT_THAT(advice_for(figures), IsEmpty());  // as the encoder warms up
    figures.height = 360;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::UploadTooSlow));
    figures.height = 720;
    figures.video_bits_per_second = 700'000;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::UploadTooSlow));
    figures.video_bits_per_second = 2'400'000;
    figures.frames_per_second = 12;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::UploadTooSlow));
}

TEST(StreamHealth, ABusyComputerIsNotTakenForASlowUploadOrForDimLight) {
    StreamFigures figures = well();
    figures.held_back_by = HeldBackBy::Computer;
    figures.frames_per_second = 10;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::ComputerTooSlow));
    figures.held_back_by = HeldBackBy::Nothing;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::FewFrames));
}

TEST(StreamHealth, ASmallCameraIsNoFault) {
    StreamFigures figures = well();
    figures.height = figures.camera_height = 360;
    figures.video_bits_per_second = 700'000;
    figures.held_back_by = HeldBackBy::Upload;
    EXPECT_THAT(advice_for(figures), IsEmpty());
}

TEST(StreamHealth, LossAndDistanceAreToldApart) {
    StreamFigures figures = well();
    figures.loss_percent = 6;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::PacketsGetLost));
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Poor);
    figures.loss_percent = 0;
    figures.round_trip_ms = 500;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::SlowAnswers));
    figures.round_trip_ms = 250;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::SlowAnswers));
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Fair);
}

TEST(StreamHealth, WhatAnEncoderSendsIsLookedAtToo) {
    StreamFigures figures = well();
    figures.camera_height = 0;
    figures.camera_frames_per_second = 0;
    figures.b_frames = true;
    figures.viewers_without_video = 3;
    EXPECT_THAT(advice_for(figures),
                ElementsAre(HealthAdvice::BFrames, HealthAdvice::CodecUnknownToSome));
    figures = well();
    figures.audio_bits_per_second = 0;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::NoSound));
    figures = well();
    figures.has_video = false;
    figures.video_bits_per_second = figures.frames_per_second = 0;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::NoPicture));
    EXPECT_THAT(advice_for(figures), Not(Contains(HealthAdvice::FewFrames)));
}

TEST(StreamHealth, WhateverIsNotGoodHasAnAdvice) {
    for (const double loss : {0.0, 1.5, 8.0}) {
        for (const double round_trip : {10.0, 250.0, 900.0}) {
            for (const double bits : {20'000.0, 300'000.0, 3'000'000.0}) {
                for (const double rate : {5.0, 16.0, 30.0}) {
                    for (const HeldBackBy by :
                         {HeldBackBy::Nothing, HeldBackBy::Upload, HeldBackBy::Computer}) {
                        StreamFigures figures = well();
                        figures.loss_percent = loss;
                        figures.round_trip_ms = round_trip;
                        figures.video_bits_per_second = bits;
                        figures.frames_per_second = rate;
                        figures.held_back_by = by;
                        if (verdict_of(figures) == HealthVerdict::Good) continue;
                        EXPECT_THAT(advice_for(figures), Not(IsEmpty()));
                    }
                }
            }
        }
    }
}

TEST(StreamHealth, FewBitsAreJudgedByThePicturesSize) {
    StreamFigures figures = well();
    figures.video_bits_per_second = 300'000;
    EXPECT_THAT(advice_for(figures), ElementsAre(HealthAdvice::CoarsePicture));
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Fair);
    figures.height = figures.camera_height = 360;
    EXPECT_THAT(advice_for(figures), IsEmpty());
    EXPECT_EQ(verdict_of(figures), HealthVerdict::Good);
}

TEST(StreamHealth, VerdictsHaveTheNamesOfTheApi) {
    EXPECT_EQ(verdict_name(HealthVerdict::Offline), "offline");
    EXPECT_EQ(verdict_name(HealthVerdict::Good), "good");
    EXPECT_EQ(verdict_name(HealthVerdict::Fair), "fair");
    EXPECT_EQ(verdict_name(HealthVerdict::Poor), "poor");
}

TEST(StreamHealth, MorePixelsWantMoreBits) {
    EXPECT_NEAR(bits_wanted(720, 30), 2.76e6, 1e5);
    EXPECT_LT(bits_wanted(360, 30), bits_wanted(720, 30));
    EXPECT_LT(bits_wanted(720, 15), bits_wanted(720, 30));
}

}  // namespace
}  // namespace lsl::domain
